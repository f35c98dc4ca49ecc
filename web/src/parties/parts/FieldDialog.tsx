// Defines a field, or changes one. What cards have under it is never lost: the server says which changes that allows.
import {
  ActionIcon,
  Button,
  Group,
  Input,
  Modal,
  MultiSelect,
  Select,
  Stack,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core';
import { Plus, Undo2, X } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../platform/api/client';
import { Problem } from '../../platform/api/problem';
import type { CustomField } from '../../platform/fields';
import { useKept } from '../../platform/form/useKept';
import { useBilingual } from '../../platform/i18n/i18n';
import { useAnnounce } from '../../platform/shell/announce';
import { useRefusalText } from '../../platform/states/refusalText';
import { Refusal } from '../../platform/states/Refusal';
import { useVocabulary } from '../../platform/vocabulary';
import { useAddField, useChangeField, type DefinedField } from '../calls';
import {
  draftOf,
  emptyChoice,
  emptyFieldDraft,
  fieldChangeOf,
  keyOf,
  KINDS,
  maySearch,
  missingIn,
  newFieldOf,
  type FieldDraft,
  type Reader,
} from '../fieldDraft';
import classes from './FieldDialog.module.css';

/** Owners read all, so they are not asked about. */
const READERS = ['manager', 'staff', 'analyst', 'read_only'] as const satisfies Reader[];

interface FieldDialogProps {
  /** The one that is changed; a new one is begun without it. */
  field?: CustomField;
  draft?: FieldDraft;
  onClose: () => void;
}

export function FieldDialog({ field, draft: begun, onClose }: FieldDialogProps) {
  const { t } = useTranslation('parties');
  const { t: tp } = useTranslation('platform');
  const words = useVocabulary();
  const pick = useBilingual();
  const announce = useAnnounce();
  const {
    value: draft,
    set: setDraft,
    forget,
  } = useKept<FieldDraft>(`field.${field?.key ?? begun?.key ?? ''}`, () =>
    field ? draftOf(field) : (begun ?? emptyFieldDraft()),
  );
  const [checked, setChecked] = useState(false);
  // Made once for this form, so that sending again after a lost answer defines nothing twice.
  const [idempotencyKey] = useState(newIdempotencyKey);
  const add = useAddField();
  const change = useChangeField(field?.key ?? '');
  const sending = field ? change : add;

  const set = (part: Partial<FieldDraft>) => {
    setDraft((before) => {
      const next = { ...before, ...part };
      if (!next.keyTyped) next.key = keyOf(next.en.trim() || next.vi.trim());
      if (next.kind === 'choice' && next.choices.length === 0) next.choices = [emptyChoice(), emptyChoice()];
      return next;
    });
    if (sending.isError) sending.reset();
  };
  const refusal = useRefusalText();
  const problem = sending.error instanceof Problem ? sending.error : undefined;
  const missing = checked ? missingIn(draft) : undefined;
  const errorOf = (name: string, shown: string) => {
    if (missing === name) return tp('form.rule.required');
    return problem?.field?.startsWith(shown) ? refusal(problem) : undefined;
  };
  const placed = ['key', 'label', 'serves', 'choices', 'kind'].some((name) => problem?.field?.startsWith(name));

  const send = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (missingIn(draft) || sending.isPending) return;
    const done = ({ field: made, replayed, waiting }: DefinedField) => {
      const said = [t(field ? 'fields.changed' : 'fields.added', { label: pick(made.label) })];
      if (replayed) said.push(t('fields.replayed', { count: replayed }));
      if (waiting) said.push(t('fields.waiting', { count: waiting }));
      announce(said.join(' '));
      forget();
      onClose();
    };
    if (field) change.mutate(fieldChangeOf(draft), { onSuccess: done });
    else add.mutate({ field: newFieldOf(draft), idempotencyKey }, { onSuccess: done });
  };

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={field ? t('fields.changeTitle', { label: pick(field.label) }) : t('fields.addTitle')}
      closeButtonProps={{ 'aria-label': tp('close') }}
    >
      <form onSubmit={send} noValidate>
        <Stack gap="sm">
          <div className={classes.pair}>
            <TextInput
              data-autofocus
              required
              label={t('fields.labelVi')}
              value={draft.vi}
              maxLength={100}
              autoComplete="off"
              error={errorOf('label', 'label')}
              onChange={(event) => set({ vi: event.currentTarget.value })}
            />
            <TextInput
              label={t('fields.labelEn')}
              value={draft.en}
              maxLength={100}
              autoComplete="off"
              onChange={(event) => set({ en: event.currentTarget.value })}
            />
          </div>
          <div className={classes.pair}>
            <TextInput
              required={!field}
              disabled={Boolean(field)}
              label={t('fields.key')}
              description={t(field ? 'fields.keyFixed' : 'fields.keyHint')}
              value={draft.key}
              maxLength={40}
              autoComplete="off"
              spellCheck={false}
              error={errorOf('key', 'key')}
              onChange={(event) => set({ key: event.currentTarget.value, keyTyped: true })}
            />
            <Select
              label={t('fields.column.kind')}
              description={t('fields.kindHint')}
              data={KINDS.map((kind) => ({ value: kind, label: t(`fields.kind.${kind}`) }))}
              value={draft.kind}
              allowDeselect={false}
              error={errorOf('kind', 'kind')}
              onChange={(kind) => set({ kind: (kind ?? 'text') as FieldDraft['kind'] })}
            />
          </div>
          {draft.kind === 'choice' && <Choices draft={draft} set={set} error={errorOf('choices', 'choices')} />}
          <Textarea
            required
            autosize
            minRows={2}
            label={t('fields.column.serves')}
            description={t('fields.servesHint')}
            value={draft.serves}
            maxLength={500}
            error={errorOf('serves', 'serves')}
            onChange={(event) => set({ serves: event.currentTarget.value })}
          />
          <MultiSelect
            label={t('fields.roles')}
            description={t('fields.rolesHint')}
            data={words.roles.map((role) => ({ value: role, label: words.role(role) }))}
            value={draft.roles}
            clearable
            onChange={(roles) => set({ roles })}
          />
          <MultiSelect
            label={t('fields.column.readers')}
            description={t('fields.readersHint')}
            data={READERS.map((role) => ({ value: role, label: words.userRole(role) }))}
            value={draft.readers}
            clearable
            onChange={(readers) => set({ readers: readers as Reader[] })}
          />
          <Switch
            label={t('fields.showInList')}
            checked={draft.inList}
            onChange={(event) => set({ inList: event.currentTarget.checked })}
          />
          <Switch
            label={t('fields.findBySearch')}
            description={maySearch(draft) ? undefined : t('fields.searchNot')}
            disabled={!maySearch(draft)}
            checked={draft.inSearch && maySearch(draft)}
            onChange={(event) => set({ inSearch: event.currentTarget.checked })}
          />
          {sending.isError && !placed && <Refusal error={sending.error} />}
          <Group justify="flex-end" mt="xs">
            <Button
              variant="default"
              onClick={() => {
                forget();
                onClose();
              }}
            >
              {tp('cancel')}
            </Button>
            <Button type="submit" loading={sending.isPending}>
              {t(field ? 'fields.save' : 'fields.define')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface ChoicesProps {
  draft: FieldDraft;
  set: (part: Partial<FieldDraft>) => void;
  error: string | undefined;
}

/** A new choice may be taken out again; one that is known is retired, since cards may have it. */
function Choices({ draft, set, error }: ChoicesProps) {
  const { t } = useTranslation('parties');
  const put = (place: number, part: Partial<FieldDraft['choices'][number]>) =>
    set({ choices: draft.choices.map((choice, index) => (index === place ? { ...choice, ...part } : choice)) });
  return (
    <Input.Wrapper label={t('fields.choices')} required labelElement="div" error={error}>
      <Stack gap={6} mt={4}>
        {draft.choices.map((choice, place) => (
          <div key={place} className={classes.choice} data-retired={choice.retired || undefined}>
            <TextInput
              aria-label={t('fields.choiceVi', { number: place + 1 })}
              placeholder={t('fields.inVi')}
              value={choice.vi}
              maxLength={100}
              onChange={(event) => put(place, { vi: event.currentTarget.value })}
            />
            <TextInput
              aria-label={t('fields.choiceEn', { number: place + 1 })}
              placeholder={t('fields.inEn')}
              value={choice.en}
              maxLength={100}
              onChange={(event) => put(place, { en: event.currentTarget.value })}
            />
            {choice.value ? (
              <ActionIcon
                size="lg"
                aria-label={t(choice.retired ? 'fields.takeUpChoice' : 'fields.retireChoice', { number: place + 1 })}
                title={t(choice.retired ? 'fields.takeUp' : 'fields.retire')}
                onClick={() => put(place, { retired: !choice.retired })}
              >
                {choice.retired ? <Undo2 size={16} /> : <X size={16} />}
              </ActionIcon>
            ) : (
              <ActionIcon
                size="lg"
                aria-label={t('fields.dropChoice', { number: place + 1 })}
                onClick={() => set({ choices: draft.choices.filter((_, index) => index !== place) })}
              >
                <X size={16} />
              </ActionIcon>
            )}
          </div>
        ))}
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          className={classes.more}
          onClick={() => set({ choices: [...draft.choices, emptyChoice()] })}
        >
          {t('fields.addChoice')}
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}
