// The fields that the business defined: what several concepts show, ask for and list.
import { queryOptions } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from './api/client';
import type { Bilingual, Row } from './api/types';
import { showsAnyOf } from './live/changes';
import type { Field, FieldValue } from './form/values';
import { fromLocalInput, toLocalInput, type Formats } from './format/format';
import { useFormats } from './format/useFormats';
import { useBilingual } from './i18n/i18n';

export type CustomField = Row<'/v1/fields'>;

/** Those that whoever is signed in may read; they change seldom. */
export const fieldsQuery = queryOptions({
  queryKey: ['fields'],
  meta: showsAnyOf('fields'),
  queryFn: async ({ signal }) => (await call('get', '/v1/fields', { signal })).data,
  staleTime: 60_000,
});

export type OwnValue = string | number | boolean | null;

/** What people are asked for on the card of somebody met in these roles. */
export const askedFor = (fields: CustomField[], roles: string[]) =>
  fields.filter(
    (field) => !field.retired && (field.roles.length === 0 || field.roles.some((role) => roles.includes(role))),
  );

/** What a form must know of a field to ask for it. */
export type AskedField = Pick<CustomField, 'key' | 'label' | 'kind'> & {
  choices: { value: string; label: Bilingual; retired?: boolean }[];
};

/** The descriptor by which a form asks for it. A yes or no may be unknown, so it is a choice of the two. */
export function inputOf(field: AskedField, yes: Bilingual, no: Bilingual): Field {
  const shared = { name: field.key, label: field.label, required: false };
  if (field.kind === 'boolean')
    return {
      ...shared,
      kind: 'choice',
      choices: [
        { value: 'true', label: yes },
        { value: 'false', label: no },
      ],
    };
  if (field.kind !== 'choice') return { ...shared, kind: field.kind };
  const choices = field.choices.filter(({ retired }) => !retired).map(({ value, label }) => ({ value, label }));
  return { ...shared, kind: 'choice', choices };
}

/** What stands in the input for a value that is known. */
export function typedOf(field: Pick<CustomField, 'kind'>, value: OwnValue, timeZone: string): FieldValue {
  if (value === null) return '';
  if (field.kind === 'instant') return toLocalInput(new Date(String(value)), timeZone);
  return String(value);
}

/** What is sent for what stands in the input; null takes the value away. */
export function ownValueOf(field: Pick<CustomField, 'kind'>, typed: FieldValue, timeZone: string): OwnValue {
  const text = String(typed).trim();
  if (text === '') return null;
  if (field.kind === 'boolean') return text === 'true';
  if (field.kind === 'integer') return Number(text);
  if (field.kind === 'instant') return fromLocalInput(text, timeZone) ?? text;
  return text;
}

/** The descriptors of own fields, with yes and no in the words of the pages. */
export function useOwnInputs(): (field: AskedField) => Field {
  const { i18n } = useTranslation('platform');
  return (field) => {
    const word = (key: 'form.yes' | 'form.no') => ({
      en: i18n.getFixedT('en', 'platform')(key),
      vi: i18n.getFixedT('vi', 'platform')(key),
    });
    return inputOf(field, word('form.yes'), word('form.no'));
  };
}

interface Shown {
  kind: CustomField['kind'];
  value: OwnValue;
  value_label: Bilingual | null;
}

/** A value as people read it; undefined where there is none. */
export function shownValue(
  { kind, value, value_label }: Shown,
  formats: Formats,
  words: { pick: (label: Bilingual) => string; yes: string; no: string },
): string | undefined {
  if (value === null) return undefined;
  if (value_label) return words.pick(value_label);
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') return formats.number(value);
  if (kind === 'decimal' && /^-?\d+(\.\d+)?$/.test(value)) return formats.decimal(value);
  if (kind === 'day' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return formats.calendarDay(value);
  if (kind === 'instant' && !Number.isNaN(Date.parse(value))) return formats.dateTime(value);
  return value;
}

/** A value as whoever is signed in reads it. */
export function useShownValue(): (shown: Shown) => string | undefined {
  const { t } = useTranslation('platform');
  const formats = useFormats();
  const pick = useBilingual();
  return (shown) => shownValue(shown, formats, { pick, yes: t('form.yes'), no: t('form.no') });
}
