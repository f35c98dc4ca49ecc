// States how this party stands to another one, since when, and until when.
import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../platform/api/client';
import { useAnnounce } from '../../platform/shell/announce';
import { KEPT } from '../../platform/unsent/send';
import { useVocabulary } from '../../platform/vocabulary';
import { useTell, type Card, type ListedParty } from '../calls';
import { FindParty } from './FindParty';
import { Refusal } from '../../platform/states/Refusal';

const RELATIONS = ['works_for', 'household', 'referred_by', 'decides_for'] as const;

export function RelationDialog({ card, onClose }: { card: Card; onClose: () => void }) {
  const { t } = useTranslation('card');
  const { t: tp } = useTranslation('platform');
  const words = useVocabulary();
  const announce = useAnnounce();
  const [relation, setRelation] = useState<string>('works_for');
  const [other, setOther] = useState<ListedParty>();
  const [title, setTitle] = useState('');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const relate = useTell(card.id);
  // Of what is stated now: another statement is another command.
  const named = useRef({ said: '', name: '' });
  const save = () => {
    if (!other) return;
    const said = { relation, with: other.id, title, from, until };
    const properties = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ''));
    const stated = JSON.stringify(properties);
    if (named.current.said !== stated) named.current = { said: stated, name: newIdempotencyKey() };
    const about = {
      title: `${t('relations.add')} · ${words.name(card)}`,
      typed: [
        { label: t(`relations.${relation as (typeof RELATIONS)[number]}`), value: words.name(other) },
        { label: t('relations.position'), value: title },
        { label: t('relations.since'), value: from },
        { label: t('relations.to'), value: until },
      ].filter(({ value }) => value !== ''),
      to: `/parties/${card.id}`,
    };
    relate.mutate(
      { type: 'relation', properties, idempotencyKey: named.current.name, about },
      {
        onSuccess: (answer) => {
          announce(answer === KEPT ? tp('unsent.kept') : t('relations.done'));
          onClose();
        },
      },
    );
  };
  return (
    <Modal opened onClose={onClose} title={t('relations.add')} closeButtonProps={{ 'aria-label': tp('close') }}>
      <Stack gap="sm">
        <Select
          label={t('relations.what', { name: words.name(card) })}
          data={RELATIONS.map((value) => ({ value, label: t(`relations.${value}`) }))}
          value={relation}
          allowDeselect={false}
          onChange={(value) => setRelation(value ?? 'works_for')}
        />
        {other ? (
          <Group justify="space-between" wrap="nowrap">
            <Text fw={600}>{words.name(other)}</Text>
            <Button size="compact-sm" variant="default" onClick={() => setOther(undefined)}>
              {t('relations.another')}
            </Button>
          </Group>
        ) : (
          <FindParty label={t('relations.whom')} not={card.id} onFound={setOther} />
        )}
        {other && (
          <>
            <TextInput
              label={t('relations.position')}
              value={title}
              maxLength={200}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
            <Group grow>
              <TextInput
                type="date"
                label={t('relations.since')}
                value={from}
                onChange={(event) => setFrom(event.currentTarget.value)}
              />
              <TextInput
                type="date"
                label={t('relations.to')}
                value={until}
                onChange={(event) => setUntil(event.currentTarget.value)}
              />
            </Group>
          </>
        )}
        <Refusal error={relate.error} />
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={onClose}>
            {tp('cancel')}
          </Button>
          <Button disabled={!other} loading={relate.isPending} onClick={save}>
            {t('relations.save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
