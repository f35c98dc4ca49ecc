// Pure shaping of one fact that is corrected where it stands: which inputs it has, what stood in them, what is said anew.
import { ownValueOf, typedOf, type CustomField, type OwnValue } from '../platform/fields';
import type { Field, FieldValue, FieldValues } from '../platform/form/values';
import { readLunarDay } from '../platform/format/lunar';
import type { Card } from './calls';

/** What is asked for of everybody, in the order in which it is offered; what else is known can be corrected as well. */
export const OFFERED = [
  'birthday',
  'lunar_birthday',
  'gender',
  'title',
  'company',
  'address',
  'website',
  'preferred_channel',
  'contact_style',
  'do_not_disturb',
  'interests',
  'industry',
  'employees',
  'description',
];
export const CONTACT_POINTS = ['phone', 'email', 'loyalty_card'];

/** How one trait is typed: one input, or one for each member of what is kept in parts, such as an address. */
export interface Editing {
  name: string;
  inputs: Field[];
  begun: FieldValues;
  /** What the server is told that the card said. */
  seen: unknown;
  said: (typed: FieldValues) => unknown;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isPlain = (value: unknown): value is string | number => isText(value) || typeof value === 'number';

/** What a trait is called, and the choices where the pages know a few of a text that may be anything. */
export interface TraitWords {
  label: (name: string) => Field['label'];
  choices: (name: string) => Field['choices'];
}

/** Undefined for what nobody could type, such as a list of lists: that is left to whoever sent it. */
export function traitEditing(card: Card, name: string, described: Field[], words: TraitWords): Editing | undefined {
  const known = described.find((field) => field.name === name);
  const value = card.traits[name]?.value;
  const seen = value ?? null;
  // What is known can be put right, not taken away.
  const required = value !== undefined && value !== '' && value !== null;
  const input: Field = { ...known, name, label: words.label(name), kind: known?.kind ?? 'text', required };
  if (value === undefined || value === null || isPlain(value)) {
    const text = value === undefined || value === null ? '' : String(value);
    const choices = words.choices(name);
    const isChoice = choices !== undefined && (text === '' || choices.some((choice) => choice.value === text));
    const kind = isChoice ? 'choice' : input.kind === 'json' ? 'text' : input.kind;
    const isNumber = kind === 'integer' || kind === 'decimal';
    return {
      name,
      inputs: [isChoice ? { ...input, kind, choices } : { ...input, kind }],
      begun: { [name]: name === 'name' && text === '' ? card.name : text },
      seen,
      said: (typed) => {
        const said = String(typed[name] ?? '').trim();
        if (kind === 'lunar_day') return readLunarDay(said) ?? said;
        if (name === 'interests') return listed(said);
        return isNumber ? Number(said) : said;
      },
    };
  }
  if (Array.isArray(value) && value.every(isPlain))
    return {
      name,
      inputs: [{ ...input, kind: 'text' }],
      begun: { [name]: value.join(', ') },
      seen,
      said: (typed) => listed(String(typed[name] ?? '')),
    };
  if (typeof value === 'object' && !Array.isArray(value) && Object.values(value).every(isText))
    return {
      name,
      inputs: Object.keys(value).map((member) => ({
        name: member,
        label: words.label(member),
        kind: 'text' as const,
        required: false,
      })),
      begun: { ...(value as Record<string, string>) },
      seen,
      said: (typed) => Object.fromEntries(Object.entries(typed).map(([member, text]) => [member, String(text).trim()])),
    };
  return undefined;
}

const listed = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

const valueOn = (card: Card, key: string): OwnValue => card.fields.find((field) => field.key === key)?.value ?? null;

/** A field of the business may be emptied: then it is null. */
export const ownEditing = (card: Card, field: CustomField, input: Field, timeZone: string): Editing => ({
  name: field.key,
  inputs: [input],
  begun: { [field.key]: typedOf(field, valueOn(card, field.key), timeZone) },
  seen: valueOn(card, field.key),
  said: (typed) => ownValueOf(field, typed[field.key] ?? '', timeZone),
});

export const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What the card said when somebody began to type over it, or said that they have seen what others made of it. */
export interface Acknowledged<Seen = unknown> {
  seen: Seen;
}

/** Whether somebody else has changed it while it was typed over here, unless both say the same by now. */
export const isContested = (
  now: { seen: unknown; onCard: FieldValues },
  typed: FieldValues,
  acknowledged: Acknowledged | undefined,
) => acknowledged !== undefined && !isSame(now.seen, acknowledged.seen) && !isSame(now.onCard, typed);

/** What is typed over stays; what is not follows the card. */
export const typedOver = (now: FieldValues, touched: Record<string, FieldValue>): FieldValues => ({
  ...now,
  ...touched,
});
