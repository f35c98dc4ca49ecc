// Corrects what is known of a party: what every card may say, and the business's own fields. Only what changed is said
// anew, as an event in the timeline. Where somebody else changes the same meanwhile, both values are shown, and nothing is
// saved before it was decided which holds.
import { Button, Divider, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../platform/api/client';
import { Problem } from '../../platform/api/problem';
import { fieldsQuery, useOwnInputs, type CustomField } from '../../platform/fields';
import { FieldInput } from '../../platform/form/FieldInput';
import { errorOf, typedOf, type Field, type FieldValues } from '../../platform/form/values';
import { useFormats } from '../../platform/format/useFormats';
import { useAnnounce } from '../../platform/shell/announce';
import { useBilingual } from '../../platform/i18n/i18n';
import { Refusal } from '../../platform/states/Refusal';
import { KEPT } from '../../platform/unsent/send';
import { useVocabulary } from '../../platform/vocabulary';
import { useCorrect, type Card } from '../calls';
import {
  begunDetails,
  contestedFields,
  correctedFields,
  ownFields,
  saidAnew,
  seenOn,
  type Acknowledged,
} from '../details';
import classes from './DetailsDialog.module.css';

export function DetailsDialog({ card, onClose }: { card: Card; onClose: () => void }) {
  const fields = useQuery(fieldsQuery);
  if (!fields.data) return null;
  return <DetailsForm card={card} own={ownFields(card, fields.data)} onClose={onClose} />;
}

function DetailsForm({ card, own, onClose }: { card: Card; own: CustomField[]; onClose: () => void }) {
  const { t, i18n } = useTranslation('card');
  const { t: tp } = useTranslation('platform');
  const { timeZone } = useFormats();
  const words = useVocabulary();
  const announce = useAnnounce();
  const inputOf = useOwnInputs();
  const pick = useBilingual();
  const correct = useCorrect(card.id);
  const corrected = useMemo(
    () =>
      correctedFields(card, (name) => {
        const word = (language: 'en' | 'vi') =>
          name === 'phone' || name === 'email'
            ? i18n.getFixedT(language, 'platform')(`identifier.${name}`)
            : i18n.getFixedT(language, 'card')(`trait.${name}`);
        return { en: word('en'), vi: word('vi') };
      }),
    [card, i18n],
  );
  // What nobody has typed over follows the card.
  const now = begunDetails(card, corrected, own, timeZone);
  const [touched, setTouched] = useState<FieldValues>({});
  const [acknowledged, setAcknowledged] = useState<Acknowledged>({});
  const typed: FieldValues = { ...now, ...touched };
  const contested = contestedFields(now, touched, acknowledged);
  const [checked, setChecked] = useState(false);
  const [idempotencyKey, setIdempotencyKey] = useState(newIdempotencyKey);

  const inputs = own.map((field) => inputOf(field));
  const problem = correct.error instanceof Problem ? correct.error : undefined;
  const named = problem?.field?.replace(/^traits\./, '');
  const shown = (field: Field) => {
    if (named === field.name && problem?.rule !== 'seen') return problem?.detail ?? problem?.rule;
    const broken = checked ? errorOf(field, typed[field.name], timeZone) : undefined;
    return broken && tp(`form.rule.${broken.rule}`, { limit: 'limit' in broken ? broken.limit : 0 });
  };
  const said = saidAnew(now, typed, own, timeZone);
  const unchanged = Object.keys(said).length === 0;

  const save = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    const wrong = [...corrected, ...inputs].some((field) => errorOf(field, typed[field.name], timeZone));
    if (wrong || unchanged || contested.length > 0 || correct.isPending) return;
    const about = {
      title: t('details.editTitle', { name: words.name(card) }),
      typed: typedOf(
        [...inputs, ...corrected].filter(({ name }) => name in said),
        typed,
        pick,
        tp('form.yes'),
      ),
      to: `/parties/${card.id}`,
    };
    const seen = Object.fromEntries(Object.keys(said).map((name) => [name, acknowledged[name]?.seen ?? null]));
    correct.mutate(
      { traits: said, seen, idempotencyKey, about },
      {
        onSuccess: (answer) => {
          announce(answer === KEPT ? tp('unsent.kept') : t('details.saved'));
          onClose();
        },
      },
    );
  };
  const acknowledge = (name: string) =>
    setAcknowledged((before) => ({ ...before, [name]: { text: now[name], seen: seenOn(card, name, own) } }));
  // Another content is another change.
  const changed = () => {
    setIdempotencyKey(newIdempotencyKey());
    if (correct.isError) correct.reset();
  };
  const takeTheirs = (name: string) => {
    setTouched(({ [name]: _, ...others }) => others);
    setAcknowledged(({ [name]: _, ...others }) => others);
    changed();
  };
  const keepMine = (name: string) => {
    acknowledge(name);
    changed();
  };
  const ask = (field: Field, first = false) => (
    <div key={field.name}>
      <FieldInput
        field={field}
        autoFocus={first}
        value={typed[field.name]}
        error={shown(field)}
        onChange={(value) => {
          if (!(field.name in acknowledged)) acknowledge(field.name);
          setTouched((before) => ({ ...before, [field.name]: value }));
          changed();
        }}
      />
      {contested.includes(field.name) && (
        <div className={classes.contested} role="alert">
          <span>
            {t('details.meanwhile', {
              value: typedOf([field], now, pick, tp('form.yes'))[0]?.value ?? t('details.nothing'),
            })}
          </span>
          <Group gap="xs">
            <Button size="compact-sm" variant="default" onClick={() => keepMine(field.name)}>
              {t('details.keepMine')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => takeTheirs(field.name)}>
              {t('details.takeTheirs')}
            </Button>
          </Group>
        </div>
      )}
    </div>
  );

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('details.editTitle', { name: words.name(card) })}
      closeButtonProps={{ 'aria-label': tp('close') }}
    >
      <form onSubmit={save} noValidate>
        <Stack gap="sm">
          {inputs.map((field, place) => ask(field, place === 0))}
          {inputs.length > 0 && <Divider />}
          {corrected.map((field, place) => ask(field, inputs.length === 0 && place === 0))}
          {checked && unchanged && (
            <Text size="sm" c="dimmed" role="status">
              {t('details.unchanged')}
            </Text>
          )}
          {checked && contested.length > 0 && <Refusal>{t('details.decide')}</Refusal>}
          {correct.isError &&
            problem?.rule !== 'seen' &&
            ![...corrected, ...inputs].some(({ name }) => name === named) && <Refusal error={correct.error} />}
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              {tp('cancel')}
            </Button>
            <Button type="submit" loading={correct.isPending}>
              {t('details.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
