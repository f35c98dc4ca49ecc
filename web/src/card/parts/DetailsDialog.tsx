// Corrects what is known of a party: what every card may say, and the business's own fields. Only what changed is said
// anew, as an event in the timeline.
import { Button, Divider, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../platform/api/client';
import { Problem } from '../../platform/api/problem';
import { fieldsQuery, useOwnInputs, type CustomField } from '../../platform/fields';
import { FieldInput } from '../../platform/form/FieldInput';
import { errorOf, type Field, type FieldValues } from '../../platform/form/values';
import { useFormats } from '../../platform/format/useFormats';
import { useAnnounce } from '../../platform/shell/announce';
import { Refusal } from '../../platform/states/Refusal';
import { useVocabulary } from '../../platform/vocabulary';
import { useCorrect, type Card } from '../calls';
import { begunDetails, correctedFields, ownFields, saidAnew } from '../details';

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
  const [begun] = useState(() => begunDetails(card, corrected, own, timeZone));
  const [typed, setTyped] = useState<FieldValues>(begun);
  const [checked, setChecked] = useState(false);
  const [idempotencyKey, setIdempotencyKey] = useState(newIdempotencyKey);

  const inputs = own.map((field) => inputOf(field));
  const problem = correct.error instanceof Problem ? correct.error : undefined;
  const named = problem?.field?.replace(/^traits\./, '');
  const shown = (field: Field) => {
    if (named === field.name) return problem?.detail ?? problem?.rule;
    const broken = checked ? errorOf(field, typed[field.name], timeZone) : undefined;
    return broken && tp(`form.rule.${broken.rule}`, { limit: 'limit' in broken ? broken.limit : 0 });
  };
  const said = saidAnew(begun, typed, own, timeZone);
  const unchanged = Object.keys(said).length === 0;

  const save = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    const wrong = [...corrected, ...inputs].some((field) => errorOf(field, typed[field.name], timeZone));
    if (wrong || unchanged || correct.isPending) return;
    correct.mutate(
      { traits: said, idempotencyKey },
      {
        onSuccess: () => {
          announce(t('details.saved'));
          onClose();
        },
      },
    );
  };
  const ask = (field: Field, first = false) => (
    <FieldInput
      key={field.name}
      field={field}
      autoFocus={first}
      value={typed[field.name]}
      error={shown(field)}
      onChange={(value) => {
        setTyped((before) => ({ ...before, [field.name]: value }));
        // Another content is another change.
        setIdempotencyKey(newIdempotencyKey());
        if (correct.isError) correct.reset();
      }}
    />
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
          {correct.isError && ![...corrected, ...inputs].some(({ name }) => name === named) && (
            <Refusal error={correct.error} />
          )}
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
