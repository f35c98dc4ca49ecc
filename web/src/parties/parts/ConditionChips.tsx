// What the list is narrowed by, in words; one press takes a condition away.
import { UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import { useSession } from '../../platform/session';
import { listFieldsQuery, type ListField } from '../calls';
import { type Condition } from '../narrowing';
import classes from './ConditionChips.module.css';

export function ConditionChips({
  conditions,
  onRemove,
}: {
  conditions: Condition[];
  onRemove: (place: number) => void;
}) {
  const { t } = useTranslation('parties');
  const { data: fields } = useQuery(listFieldsQuery);
  const says = useConditionWords();
  if (!fields) return null;
  return conditions.map((condition, place) => {
    const field = fields.find(({ key }) => key === condition.field);
    const words = field ? says(condition, field) : `${condition.field} ${condition.operator} ${condition.value}`;
    return (
      <UnstyledButton
        key={place}
        className={classes.chip}
        title={t('narrow.remove')}
        aria-label={`${words} – ${t('narrow.remove')}`}
        onClick={() => onRemove(place)}
      >
        {words}
        <X size={13} aria-hidden />
      </UnstyledButton>
    );
  });
}

/** "Spent: at least ₫2,000,000". */
function useConditionWords() {
  const { t } = useTranslation('parties');
  const pick = useBilingual();
  const formats = useFormats();
  const { business } = useSession();
  const shown = (field: ListField, { operator, value }: Condition) => {
    if (field.choices.length > 0)
      return value
        .split(',')
        .map((one) => {
          const choice = field.choices.find((known) => known.value === one);
          return choice ? pick(choice.label) : one;
        })
        .join(', ');
    if (field.kind === 'money') return formats.money({ amount: value, currency: business.currency });
    if (field.kind === 'boolean') return value === 'true' ? t('narrow.yes') : t('narrow.no');
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formats.calendarDay(value);
    if (operator !== 'month' && (field.kind === 'integer' || field.kind === 'decimal')) return formats.decimal(value);
    return value;
  };
  return (condition: Condition, field: ListField) =>
    t(`narrow.says.${condition.operator as ListField['operators'][number]}`, {
      field: pick(field.label),
      value: shown(field, condition),
    });
}
