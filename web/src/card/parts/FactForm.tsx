// The form by which a fact is corrected where it stands. Enter saves (with Ctrl in a long text), Escape leaves. Nothing is
// saved over what somebody else has said meanwhile before it was decided which holds.
import { Button, Group, Text } from '@mantine/core';
import { useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../platform/api/problem';
import { FieldInput } from '../../platform/form/FieldInput';
import { errorOf, typedOf, type Field, type FieldValues } from '../../platform/form/values';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import { useRefusalText } from '../../platform/states/refusalText';
import { Refusal } from '../../platform/states/Refusal';
import classes from './Fact.module.css';
import type { Draft } from './useDraft';

interface FactFormProps {
  inputs: Field[];
  /** What the card says now. */
  now: FieldValues;
  draft: Draft;
  note?: string;
  saving: boolean;
  error: Error | null;
  onSave: () => void;
  onClose: () => void;
  /** What else can be done with the fact. */
  further?: ReactNode;
}

export function FactForm({ inputs, now, draft, note, saving, error, onSave, onClose, further }: FactFormProps) {
  const { t } = useTranslation('card');
  const { t: tp } = useTranslation('platform');
  const { timeZone } = useFormats();
  const pick = useBilingual();
  const [checked, setChecked] = useState(false);
  const refusal = useRefusalText();
  const problem = error instanceof Problem ? error : undefined;
  const named = problem?.field?.split('.').pop();
  const shown = (field: Field) => {
    if (problem && named === field.name && problem.rule !== 'seen') return refusal(problem);
    const broken = checked ? errorOf(field, draft.typed[field.name], timeZone) : undefined;
    return broken && tp(`form.rule.${broken.rule}`, { limit: 'limit' in broken ? broken.limit : 0 });
  };
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    setChecked(true);
    if (saving || draft.contested) return;
    if (inputs.some((field) => errorOf(field, draft.typed[field.name], timeZone))) return;
    if (draft.unchanged) onClose();
    else onSave();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  };
  const theirs = typedOf(inputs, now, pick, tp('form.yes'))
    .map(({ value }) => value)
    .join(', ');
  return (
    <form className={classes.form} onSubmit={save} onKeyDown={press} noValidate data-fact-form>
      {inputs.map((field, place) => (
        <FieldInput
          key={field.name}
          field={field}
          autoFocus={place === 0}
          value={draft.typed[field.name]}
          error={shown(field)}
          onChange={(value) => draft.change(field.name, value)}
        />
      ))}
      {note && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
      {draft.contested && (
        <div className={classes.contested} role="alert">
          <span>{t('details.meanwhile', { value: theirs || t('details.nothing') })}</span>
          <Group gap="xs">
            <Button size="compact-sm" variant="default" onClick={draft.keepMine}>
              {t('details.keepMine')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={draft.takeTheirs}>
              {t('details.takeTheirs')}
            </Button>
          </Group>
          {checked && <Refusal>{t('details.decide')}</Refusal>}
        </div>
      )}
      {error && problem?.rule !== 'seen' && !inputs.some(({ name }) => name === named) && <Refusal error={error} />}
      <Group gap="xs">
        <Button type="submit" size="compact-md" loading={saving}>
          {t('details.save')}
        </Button>
        <Button size="compact-md" variant="default" onClick={onClose}>
          {tp('cancel')}
        </Button>
        {further}
      </Group>
    </form>
  );
}
