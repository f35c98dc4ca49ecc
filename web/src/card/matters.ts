// Pure shaping of what is corrected and is no trait: which inputs a key date, a role, a relation or a permission has, what
// stands in them, and what is told.
import type { Field, FieldValue, FieldValues } from '../platform/form/values';
import type { Card, Told } from './calls';

export interface MatterEditing {
  /** On whose card it is told. */
  partyId: string;
  type: string;
  inputs: Field[];
  begun: FieldValues;
  /** When it was told what the card says; undefined: nobody knows. */
  seen?: string;
  /** What is told beside what is typed: its number, of whom it is. */
  fixed: Record<string, string>;
  /** How it is said that it holds no more. */
  ending?: { label: string; type: string; properties: Record<string, string | boolean> };
}

const chosen = (fields: Field[], names: string[]) =>
  names.flatMap((name) => fields.filter((field) => field.name === name));

const typedAs = (value: unknown): FieldValue | undefined =>
  value === null || value === undefined || typeof value === 'object'
    ? undefined
    : typeof value === 'boolean'
      ? value
      : String(value);

/** What was told last, as it stands in the inputs; what that does not say is as the card has it. */
function begunOf(inputs: Field[], told: Record<string, unknown> | undefined, onCard: FieldValues): FieldValues {
  const begun: FieldValues = {};
  for (const { name, kind } of inputs) {
    const value = typedAs(told ? told[name] : onCard[name]);
    if (value !== undefined) begun[name] = value;
    else begun[name] = kind === 'boolean' ? false : '';
  }
  return begun;
}

const seenOf = (latest: Told | undefined) => latest?.touchpoint.occurred_at ?? undefined;

const toldBy = (latest: Told | undefined, type: string) =>
  latest?.touchpoint.type === type && !latest.touchpoint.whose ? latest.touchpoint.properties : undefined;

export function keyDateEditing(
  partyId: string,
  date: Card['key_dates'][number],
  latest: Told | undefined,
  fields: Field[],
  noMore: string,
): MatterEditing {
  const told = toldBy(latest, 'key_date');
  const lunar = told ? Boolean(told.lunar_day) : false;
  const names = ['name', lunar ? 'lunar_day' : 'day', 'yearly', ...(lunar ? [] : ['calendar']), 'shift', 'lead_days'];
  const inputs = chosen(fields, names);
  const occasion = date.kind === 'key_date' ? 'other' : date.kind;
  const fixed = { occasion, key_date_id: date.number };
  return {
    partyId,
    type: 'key_date',
    inputs,
    begun: begunOf(inputs, told, {
      name: date.text,
      day: date.day,
      yearly: date.yearly,
      calendar: date.calendar,
      shift: date.shift,
      lead_days: date.lead_days === null ? '' : String(date.lead_days),
    }),
    seen: seenOf(latest),
    fixed,
    ending: { label: noMore, type: 'key_date', properties: { ...fixed, name: date.text, ended: true } },
  };
}

interface Period {
  title: string;
  from: string | null;
  until: string | null;
}

const periodOf = ({ title, from, until }: Period): FieldValues => ({ title, from: from ?? '', until: until ?? '' });
const PERIOD = ['title', 'from', 'until'];

export function roleEditing(
  partyId: string,
  held: Card['roles_held'][number],
  latest: Told | undefined,
  fields: Field[],
): MatterEditing {
  const inputs = chosen(fields, PERIOD);
  return {
    partyId,
    type: 'role_held',
    inputs,
    begun: begunOf(inputs, toldBy(latest, 'role_held'), periodOf(held)),
    seen: seenOf(latest),
    fixed: { role: held.role },
  };
}

/** As it is told from the other side. */
const TOLD_FROM_THERE: Partial<Record<Card['relations'][number]['relation'], string>> = {
  employs: 'works_for',
  referred: 'referred_by',
  decided_by: 'decides_for',
};

export function relationEditing(
  partyId: string,
  related: Card['relations'][number],
  latest: Told | undefined,
  fields: Field[],
): MatterEditing {
  const inputs = chosen(fields, PERIOD);
  const fromThere = TOLD_FROM_THERE[related.relation];
  return {
    partyId: fromThere ? related.party.id : partyId,
    type: 'relation',
    inputs,
    begun: begunOf(inputs, toldBy(latest, 'relation'), periodOf(related)),
    seen: seenOf(latest),
    fixed: { relation: fromThere ?? related.relation, with: fromThere ? partyId : related.party.id },
  };
}

export function permissionEditing(
  partyId: string,
  { channel, purpose, text }: Card['permissions'][number],
  latest: Told | undefined,
  fields: Field[],
  withdraw: string,
): MatterEditing {
  const inputs = chosen(fields, ['text']);
  const fixed = { channel, purpose };
  return {
    partyId,
    type: 'permission_given',
    inputs,
    begun: begunOf(inputs, toldBy(latest, 'permission_given'), { text }),
    seen: seenOf(latest),
    fixed,
    ending: { label: withdraw, type: 'permission_withdrawn', properties: fixed },
  };
}
