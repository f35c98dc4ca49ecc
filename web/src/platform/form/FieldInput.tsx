// One input per kind of field; forms of event types and of the business's own fields are made of these and of descriptors.
import { Input, Select, Switch, Textarea, TextInput, UnstyledButton } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bilingual } from '../api/types';
import { useFormats } from '../format/useFormats';
import { useBilingual } from '../i18n/i18n';
import { useSession } from '../session';
import { NumberInput } from './NumberInput';
import { scaleOf, unitOf, type Field, type FieldValue } from './values';
import classes from './FieldInput.module.css';

interface FieldInputProps {
  field: Field;
  value: FieldValue | undefined;
  error?: string;
  autoFocus?: boolean;
  onChange: (value: FieldValue) => void;
}

/** Up to this many choices stand side by side; more go into a list. */
const PILLS_MAX = 6;

export function FieldInput({ field, value, error, autoFocus, onChange }: FieldInputProps) {
  const { t } = useTranslation('platform');
  const pick = useBilingual();
  const { business } = useSession();
  const formats = useFormats();
  const label = pick(field.label);
  const text = typeof value === 'string' ? value : '';
  const shared = { label, error, required: field.required, 'data-autofocus': autoFocus || undefined, autoFocus };

  const scale = scaleOf(field);
  if (scale) {
    const choices = scale.map((number) => ({ value: String(number), label: formats.number(number) }));
    return (
      <Pills label={label} error={error} required={field.required} choices={choices} value={text} onChange={onChange} />
    );
  }
  switch (field.kind) {
    case 'long_text':
      return (
        <Textarea
          {...shared}
          autosize
          minRows={3}
          maxRows={12}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'boolean':
      return (
        <Switch
          label={label}
          error={error}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'choice': {
      // A retired one stays where it was chosen.
      const offered = (field.choices ?? []).filter((choice) => !choice.retired || choice.value === value);
      const choices = offered.map((choice) => ({
        value: choice.value,
        label: pick(choice.label as Bilingual),
      }));
      if (choices.length <= PILLS_MAX)
        return (
          <Pills
            label={label}
            error={error}
            required={field.required}
            choices={choices}
            value={text}
            onChange={onChange}
          />
        );
      return (
        <Select
          {...shared}
          autoFocus={false}
          clearable
          data={choices}
          value={text || null}
          onChange={(next) => onChange(next ?? '')}
        />
      );
    }
    case 'instant':
      return (
        <TextInput
          {...shared}
          type="datetime-local"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'day':
      return (
        <TextInput {...shared} type="date" value={text} onChange={(event) => onChange(event.currentTarget.value)} />
      );
    case 'lunar_day':
      return (
        <TextInput
          {...shared}
          placeholder={t('form.lunarDay')}
          autoComplete="off"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'currency':
    case 'text':
      return (
        <TextInput
          {...shared}
          autoComplete="off"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
  const unit = field.kind === 'money' ? business.currency : unitOf(field, t('form.minutes'));
  return (
    <NumberInput
      {...shared}
      inputMode={field.kind === 'decimal' || field.kind === 'money' ? 'decimal' : 'numeric'}
      value={text}
      rightSection={unit && <span className={classes.unit}>{unit}</span>}
      rightSectionWidth={unit ? 16 + unit.length * 8 : undefined}
      onChange={onChange}
    />
  );
}

interface PillsProps {
  label: string;
  error?: string;
  required?: boolean;
  choices: { value: string; label: string }[];
  value: string;
  onChange: (value: string) => void;
}

/** A few choices side by side; a second press takes the choice back. */
function Pills({ label, error, required, choices, value, onChange }: PillsProps) {
  const id = useId();
  return (
    <Input.Wrapper label={label} error={error} required={required} labelElement="div" labelProps={{ id }}>
      <div className={classes.pills} role="group" aria-labelledby={id}>
        {choices.map((choice) => (
          <UnstyledButton
            key={choice.value}
            className={classes.pill}
            aria-pressed={choice.value === value}
            onClick={() => onChange(choice.value === value ? '' : choice.value)}
          >
            {choice.label}
          </UnstyledButton>
        ))}
      </div>
    </Input.Wrapper>
  );
}
