// One value of a chosen column, as people read it.
import { useTranslation } from 'react-i18next';
import type { Money } from '../platform/api/types';
import { readableIdentifier } from '../platform/format/phone';
import { useFormats } from '../platform/format/useFormats';
import { useBilingual } from '../platform/i18n/i18n';
import type { ListField } from './calls';

export function useListCell() {
  const { t } = useTranslation('parties');
  const pick = useBilingual();
  const formats = useFormats();
  return (field: ListField, value: unknown): { text: string; title?: string } | undefined => {
    if (value === null || value === undefined || value === '') return undefined;
    const label = (one: unknown) => {
      const choice = field.choices.find((known) => known.value === one);
      return choice ? pick(choice.label) : String(one);
    };
    if (Array.isArray(value)) return value.length === 0 ? undefined : { text: value.map(label).join(', ') };
    if (typeof value === 'boolean') return { text: value ? t('narrow.yes') : t('narrow.no') };
    if (field.kind === 'money' && typeof value === 'object') return { text: formats.money(value as Money) };
    if (typeof value === 'number') return { text: formats.number(value) };
    const text = String(value);
    if (field.kind === 'decimal' && /^-?\d+(\.\d+)?$/.test(text)) return { text: formats.decimal(text) };
    if (field.kind === 'day' && /^\d{4}-\d{2}-\d{2}$/.test(text)) return { text: formats.calendarDay(text) };
    if (field.kind === 'instant' && !Number.isNaN(Date.parse(text)))
      return { text: formats.ago(text), title: formats.dateTime(text) };
    if (field.key === 'phone') return { text: readableIdentifier({ type: 'phone', value: text }), title: text };
    return { text: label(text), title: label(text) };
  };
}

export const standsRight = ({ kind }: ListField) => kind === 'integer' || kind === 'decimal' || kind === 'money';
