import { Button, Group, Modal, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../platform/api/client';
import { Problem } from '../../platform/api/problem';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { ROLES, useVocabulary } from '../../platform/vocabulary';
import { useAddParty, type Party } from '../calls';
import { emptyDraft, newPartyOf, type NewKind, type PartyDraft } from '../shape';

interface AddPartyProps {
  onClose: () => void;
  onAdded: (party: Party) => void;
  /** What was searched for without being found is often the name to add. */
  name?: string;
}

const TEXT_FIELDS = ['phone', 'email', 'loyalty_card'] as const;
const INPUT = { phone: 'tel', email: 'email', loyalty_card: 'text' } as const;

export function AddParty({ onClose, onAdded, name }: AddPartyProps) {
  const { t } = useTranslation('parties');
  const { t: tp } = useTranslation('platform');
  const words = useVocabulary();
  const sentence = useProblemSentence();
  const [draft, setDraft] = useState<PartyDraft>(() => emptyDraft('person', name));
  const [nameMissing, setNameMissing] = useState(false);
  // Made once for this form, so that sending again after a lost answer adds nobody twice.
  const [idempotencyKey] = useState(newIdempotencyKey);
  const add = useAddParty();

  const change = (part: Partial<PartyDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    setNameMissing(false);
    if (add.isError) add.reset();
  };
  const problem = add.error instanceof Problem ? add.error : undefined;
  const errorOf = (field: string) => (problem?.field === field ? (problem.detail ?? problem.rule) : undefined);
  const known = (field?: string) => field === 'name' || field === 'roles' || TEXT_FIELDS.some((text) => text === field);

  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!draft.name.trim()) return setNameMissing(true);
    add.mutate({ party: newPartyOf(draft), idempotencyKey }, { onSuccess: onAdded });
  };

  return (
    <Modal opened onClose={onClose} title={t('add.title')} closeButtonProps={{ 'aria-label': tp('close') }}>
      <form onSubmit={send} noValidate>
        <Stack gap="sm">
          <SegmentedControl
            fullWidth
            aria-label={t('add.kind')}
            value={draft.kind}
            onChange={(kind) => change({ kind: kind as NewKind })}
            data={[
              { value: 'person', label: words.kind('person') },
              { value: 'organisation', label: words.kind('organisation') },
            ]}
          />
          <TextInput
            data-autofocus
            required
            label={draft.kind === 'person' ? t('add.name') : t('add.organisationName')}
            placeholder={draft.kind === 'person' ? t('add.nameExample') : t('add.organisationExample')}
            value={draft.name}
            autoComplete="off"
            maxLength={500}
            error={nameMissing ? t('add.nameMissing') : errorOf('name')}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          {TEXT_FIELDS.map((field) => (
            <TextInput
              key={field}
              label={words.identifier(field)}
              type={INPUT[field]}
              value={draft[field]}
              autoComplete="off"
              error={errorOf(field)}
              onChange={(event) => change({ [field]: event.currentTarget.value })}
            />
          ))}
          <Select
            label={t('add.role')}
            value={draft.role || null}
            data={ROLES.map((role) => ({ value: role, label: words.role(role) }))}
            clearable
            error={errorOf('roles')}
            onChange={(role) => change({ role: role ?? '' })}
          />
          {add.isError && !known(problem?.field) && (
            <Text role="alert" size="sm" c="var(--mantine-color-error)">
              {sentence(add.error)}
            </Text>
          )}
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              {tp('cancel')}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {t('add.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
