// Pure shaping of a form that is made of descriptors: what stands in its inputs, the rules it breaks, what it sends.
import type { Answer, Bilingual, Money } from '../api/types';
import { fromLocalInput } from '../format/format';
import { readLunarDay } from '../format/lunar';

/** What the server says of a field: its name, kind, limits and choices. */
export type Field = Answer<'/v1/event-types'>['data'][number]['fields'][number];

/** What stands in the inputs: text for everything typed, a boolean for a switch. */
export type FieldValue = string | boolean;
export type FieldValues = Record<string, FieldValue>;

export const isEmpty = (value: FieldValue | undefined) =>
  value === undefined || value === false || (typeof value === 'string' && value.trim() === '');

export type FieldError =
  | { rule: 'required' }
  | { rule: 'number' }
  | { rule: 'whole' }
  | { rule: 'instant' }
  | { rule: 'lunarDay' }
  | { rule: 'min'; limit: number }
  | { rule: 'max'; limit: number }
  | { rule: 'length'; limit: number };

/** Few enough numbers to stand side by side, such as a scale from −2 to 2; undefined for a number to be typed. */
export function scaleOf(field: Field): number[] | undefined {
  const rating = field.kind === 'rating';
  if (!rating && field.kind !== 'integer') return undefined;
  const min = field.min ?? (rating ? 1 : undefined);
  const max = field.max ?? (rating ? 5 : undefined);
  if (min === undefined || max === undefined || max - min > SCALE_SPAN_MAX) return undefined;
  return Array.from({ length: max - min + 1 }, (_, index) => min + index);
}

const SCALE_SPAN_MAX = 10;

const NUMERIC = new Set<Field['kind']>(['integer', 'decimal', 'money', 'duration_minutes', 'rating']);
const WHOLE = new Set<Field['kind']>(['integer', 'duration_minutes', 'rating']);

/** The rule that a value breaks, by the type's own descriptor; the server checks again. */
export function errorOf(field: Field, value: FieldValue | undefined, timeZone: string): FieldError | undefined {
  if (isEmpty(value)) return field.required && field.kind !== 'boolean' ? { rule: 'required' } : undefined;
  if (typeof value === 'boolean') return undefined;
  const text = value!.trim();
  if (NUMERIC.has(field.kind)) {
    const number = Number(text);
    if (!Number.isFinite(number)) return { rule: 'number' };
    if (WHOLE.has(field.kind) && !Number.isInteger(number)) return { rule: 'whole' };
    if (field.min !== undefined && number < field.min) return { rule: 'min', limit: field.min };
    if (field.max !== undefined && number > field.max) return { rule: 'max', limit: field.max };
    return undefined;
  }
  if (field.kind === 'instant') return fromLocalInput(text, timeZone) ? undefined : { rule: 'instant' };
  if (field.kind === 'lunar_day') return readLunarDay(text) ? undefined : { rule: 'lunarDay' };
  if (field.max !== undefined && [...text].length > field.max) return { rule: 'length', limit: field.max };
  return undefined;
}

export type Sent = string | number | boolean | Money;

export function sentOf(field: Field, value: FieldValue, business: { timeZone: string; currency: string }): Sent {
  if (typeof value === 'boolean') return value;
  const text = value.trim();
  switch (field.kind) {
    case 'integer':
    case 'decimal':
    case 'duration_minutes':
    case 'rating':
      return Number(text);
    case 'money':
      return { amount: text, currency: business.currency };
    case 'boolean':
      return text === 'true';
    case 'instant':
      return fromLocalInput(text, business.timeZone) ?? text;
    case 'lunar_day':
      return readLunarDay(text) ?? text;
    default:
      return text;
  }
}

/** The properties that a form sends: typed by kind, and without the fields left empty. */
export function propertiesOf(
  fields: Field[],
  values: FieldValues,
  business: { timeZone: string; currency: string },
): Record<string, Sent> {
  const properties: Record<string, Sent> = {};
  for (const field of fields) {
    const value = values[field.name];
    if (!isEmpty(value)) properties[field.name] = sentOf(field, value!, business);
  }
  return properties;
}

/** What was typed, field by field, for people to read. */
export const typedOf = (
  fields: Field[],
  values: FieldValues,
  pick: (text: Bilingual) => string,
  yes: string,
): { label: string; value: string }[] =>
  fields
    .filter(({ name }) => !isEmpty(values[name]))
    .map(({ name, label, choices }) => {
      const value = values[name]!;
      const choice = choices?.find((each) => each.value === value);
      return { label: pick(label), value: value === true ? yes : choice ? pick(choice.label) : String(value).trim() };
    });

export const unitOf = (field: Field, minutes: string) => (field.kind === 'duration_minutes' ? minutes : undefined);
