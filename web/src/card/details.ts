// Pure shaping of the form that corrects a card: what it asks for, and what of it is said anew.
import { askedFor, ownValueOf, typedOf, type CustomField, type OwnValue } from '../platform/fields';
import type { Field, FieldValue, FieldValues } from '../platform/form/values';
import { readLunarDay } from '../platform/format/lunar';
import type { Card } from './calls';

/** What everybody's card may say and people correct by hand; a value that is no text is left to who sent it. */
export const CORRECTED = [
  'name',
  'phone',
  'email',
  'birthday',
  'lunar_birthday',
  'title',
  'company',
  'address',
  'description',
] as const;
export type Corrected = (typeof CORRECTED)[number];

const KINDS: Partial<Record<string, Field['kind']>> = {
  birthday: 'day',
  lunar_birthday: 'lunar_day',
  description: 'long_text',
} satisfies Partial<Record<Corrected, Field['kind']>>;

/** What is known can be put right, not taken away: it is asked for until it is filled again. */
export function correctedFields(card: Card, label: (name: Corrected) => Field['label']): Field[] {
  return CORRECTED.filter((name) => typeof (card.traits[name]?.value ?? '') === 'string').map((name) => ({
    name,
    label: label(name),
    kind: KINDS[name] ?? 'text',
    required: card.traits[name] !== undefined && card.traits[name].value !== '',
  }));
}

/** The business's own fields that are asked for on this card, or have a value there; no retired ones. */
export const ownFields = (card: Card, fields: CustomField[]): CustomField[] => {
  const asked = new Set(askedFor(fields, card.roles).map(({ key }) => key));
  const valued = new Set(card.fields.filter(({ value }) => value !== null).map(({ key }) => key));
  return fields.filter(({ key, retired }) => !retired && (asked.has(key) || valued.has(key)));
};

const valueOn = (card: Card, key: string): OwnValue => card.fields.find((field) => field.key === key)?.value ?? null;

/** What stands in the inputs at first. */
export function begunDetails(card: Card, corrected: Field[], own: CustomField[], timeZone: string): FieldValues {
  const begun: FieldValues = {};
  for (const { name } of corrected) begun[name] = String(card.traits[name]?.value ?? '');
  for (const field of own) begun[field.key] = typedOf(field, valueOn(card, field.key), timeZone);
  return begun;
}

/** What the card says of a trait, as the server is told that it was seen. */
export const seenOn = (card: Card, name: string, own: CustomField[]): unknown =>
  own.some(({ key }) => key === name) ? valueOn(card, name) : (card.traits[name]?.value ?? null);

/** What stood in an input, and on the card, when somebody began to type over it. */
export type Acknowledged = Record<string, { text: FieldValue | undefined; seen: unknown }>;

/** What somebody else has changed while it was typed over here, unless both said the same. */
export const contestedFields = (now: FieldValues, touched: FieldValues, acknowledged: Acknowledged): string[] =>
  Object.keys(touched).filter((name) => now[name] !== acknowledged[name]?.text && now[name] !== touched[name]);

/** Only what was changed is said; a field of the business that was emptied is null. */
export function saidAnew(
  begun: FieldValues,
  typed: FieldValues,
  own: CustomField[],
  timeZone: string,
): Record<string, OwnValue> {
  const byKey = new Map(own.map((field) => [field.key, field]));
  const said: Record<string, OwnValue> = {};
  for (const [name, value] of Object.entries(typed)) {
    if (value === begun[name]) continue;
    const field = byKey.get(name);
    const text = String(value).trim();
    if (field) said[name] = ownValueOf(field, value, timeZone);
    else said[name] = KINDS[name] === 'lunar_day' ? (readLunarDay(text) ?? text) : text;
  }
  return said;
}
