// By what the list is narrowed: a line for each condition. What is whole is asked for at once; what is still being filled
// in waits.
import { ActionIcon, Button, MultiSelect, NativeSelect, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { byFoldedLabel } from '../../platform/form/optionsFilter';
import { NumberInput } from '../../platform/form/NumberInput';
import { useBilingual } from '../../platform/i18n/i18n';
import { useSession } from '../../platform/session';
import { listFieldsQuery, type ListField } from '../calls';
import { inputFor, isWhole, type Condition } from '../narrowing';
import classes from './Conditions.module.css';

interface ConditionsProps {
  /** As they stand when the panel is opened. */
  begun: Condition[];
  onChange: (conditions: Condition[]) => void;
}

export function Conditions({ begun, onChange }: ConditionsProps) {
  const { t } = useTranslation('parties');
  const { data: fields } = useQuery(listFieldsQuery);
  const [lines, setLines] = useState<Condition[]>(begun.length > 0 ? begun : [{ field: '', operator: '', value: '' }]);
  const change = (next: Condition[]) => {
    setLines(next);
    const whole = next.filter((line) =>
      isWhole(
        line,
        fields?.find(({ key }) => key === line.field),
      ),
    );
    onChange(whole);
  };
  if (!fields) return null;
  return (
    <section className={classes.panel} aria-label={t('narrow.title')}>
      {lines.map((line, place) => (
        <Line
          key={place}
          fields={fields}
          line={line}
          onChange={(changed) => change(lines.map((old, index) => (index === place ? changed : old)))}
          onRemove={() => change(lines.filter((_, index) => index !== place))}
        />
      ))}
      <div>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => setLines([...lines, { field: '', operator: '', value: '' }])}
        >
          {t('narrow.add')}
        </Button>
      </div>
    </section>
  );
}

interface LineProps {
  fields: ListField[];
  line: Condition;
  onChange: (line: Condition) => void;
  onRemove: () => void;
}

const GROUPS = ['details', 'figures', 'own'] as const;

function Line({ fields, line, onChange, onRemove }: LineProps) {
  const { t } = useTranslation('parties');
  const pick = useBilingual();
  const field = fields.find(({ key }) => key === line.field);
  const groups = GROUPS.map((group) => ({
    group: t(`narrow.group.${group}`),
    items: fields.filter((one) => one.group === group).map(({ key, label }) => ({ value: key, label: pick(label) })),
  })).filter(({ items }) => items.length > 0);
  const choose = (key: string | null) => {
    const chosen = fields.find((one) => one.key === key);
    if (chosen) onChange({ field: chosen.key, operator: chosen.operators[0]!, value: '' });
  };
  return (
    <div className={classes.line}>
      <div className={classes.field}>
        <Select
          aria-label={t('narrow.field')}
          placeholder={t('narrow.field')}
          searchable
          filter={byFoldedLabel}
          data={groups}
          value={line.field || null}
          nothingFoundMessage={t('narrow.noField')}
          onChange={choose}
        />
      </div>
      {field && (
        <NativeSelect
          className={classes.operator}
          aria-label={t('narrow.operator')}
          value={line.operator}
          data={field.operators.map((operator) => ({ value: operator, label: t(`narrow.operators.${operator}`) }))}
          onChange={(event) => onChange({ ...line, operator: event.currentTarget.value, value: '' })}
        />
      )}
      {field && (
        <div className={classes.value}>
          <ValueInput field={field} line={line} onChange={(value) => onChange({ ...line, value })} />
        </div>
      )}
      <ActionIcon size="lg" className={classes.remove} aria-label={t('narrow.remove')} onClick={onRemove}>
        <X size={16} aria-hidden />
      </ActionIcon>
      {field?.help && <p className={classes.help}>{pick(field.help)}</p>}
    </div>
  );
}

interface ValueInputProps {
  field: ListField;
  line: Condition;
  onChange: (value: string) => void;
}

function ValueInput({ field, line, onChange }: ValueInputProps) {
  const { t } = useTranslation('parties');
  const { business } = useSession();
  const pick = useBilingual();
  const shared = { 'aria-label': t('narrow.value'), value: line.value };
  switch (inputFor(field, line.operator)) {
    case 'none':
      return null;
    case 'text':
      return <TextInput {...shared} maxLength={200} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'number':
      return (
        <NumberInput
          {...shared}
          error={line.value !== '' && !isWhole(line, field)}
          rightSection={field.kind === 'money' ? <span className={classes.unit}>{business.currency}</span> : undefined}
          rightSectionWidth={52}
          onChange={onChange}
        />
      );
    case 'days':
      return (
        <TextInput
          {...shared}
          inputMode="numeric"
          rightSection={<span className={classes.unit}>{t('narrow.days')}</span>}
          rightSectionWidth={52}
          onChange={(event) => onChange(event.currentTarget.value.trim())}
        />
      );
    case 'day':
      return <TextInput {...shared} type="date" onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'month':
      return (
        <NativeSelect
          {...shared}
          data={['', ...Array.from({ length: 12 }, (_, month) => String(month + 1))]}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'yesNo':
      return (
        <NativeSelect
          {...shared}
          data={[
            { value: '', label: '' },
            { value: 'true', label: t('narrow.yes') },
            { value: 'false', label: t('narrow.no') },
          ]}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'choices':
      return (
        <MultiSelect
          aria-label={t('narrow.value')}
          placeholder={line.value ? undefined : t('narrow.choose')}
          searchable
          filter={byFoldedLabel}
          data={field.choices.map(({ value, label }) => ({ value, label: pick(label) }))}
          value={line.value.split(',').filter(Boolean)}
          onChange={(values) => onChange(values.join(','))}
        />
      );
  }
}
