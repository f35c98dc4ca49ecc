// Pure shaping of parties for the list.
import { ownValueOf, type CustomField } from '../platform/fields';
import type { FieldValues } from '../platform/form/values';
import type { LetterCount, NewParty, Party, PartyFilter } from './calls';

export const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '#'];

/** Every letter of the rail with its count, also those under which nobody stands. */
export function railOf(counts: LetterCount[]): LetterCount[] {
  const byLetter = new Map(counts.map(({ letter, count }) => [letter, count]));
  return LETTERS.map((letter) => ({ letter, count: byLetter.get(letter) ?? 0 }));
}

/** How many parties there are in all, as far as the letters can tell for this filter. */
export function totalOf(counts: LetterCount[], { search, kind, letter, where }: PartyFilter): number | undefined {
  if (search || kind || where) return undefined;
  if (letter) return counts.find((row) => row.letter === letter)?.count ?? 0;
  return counts.reduce((sum, { count }) => sum + count, 0);
}

const CONTACT_ORDER = ['phone', 'email', 'loyalty_card', 'external', 'user_id'];

const MATCH_MIN = 3;

/** Whether an identifier is what was searched for; a phone number is compared by its digits, with or without 0 or +84. */
export function isFound({ type, value }: { type: string; value: string }, search: string | undefined): boolean {
  const typed = search?.trim().toLowerCase() ?? '';
  if (typed.length < MATCH_MIN) return false;
  if (type !== 'phone') return value.toLowerCase().includes(typed);
  if (!/^[+\d ().-]+$/.test(typed)) return false;
  const digits = typed.replace(/\D/g, '').replace(/^(0|84)/, '');
  return digits.length >= MATCH_MIN - 1 && value.includes(digits);
}

/** The identifier that tells a person apart best: the one that was searched for, else a phone, an e-mail, a card. */
export function contactOf(
  party: Pick<Party, 'identifiers'>,
  search?: string,
): { type: string; value: string } | undefined {
  const found = party.identifiers.find((identifier) => isFound(identifier, search));
  if (found) return found;
  // What one signs in with is no way to reach anybody.
  const shown = party.identifiers.filter(({ type, value }) => type !== 'external' || !value.startsWith('login:'));
  for (const type of CONTACT_ORDER) {
    const first = shown.find((identifier) => identifier.type === type);
    if (first) return first;
  }
  return shown.find(({ type }) => type !== 'anonymous_id');
}

export type NewKind = NewParty['kind'];

export interface PartyDraft {
  kind: NewKind;
  name: string;
  phone: string;
  email: string;
  loyalty_card: string;
  role: string;
  /** Of the business's own fields, by key. */
  own: FieldValues;
}

export const emptyDraft = (kind: NewKind, name = ''): PartyDraft => ({
  kind,
  name,
  phone: '',
  email: '',
  loyalty_card: '',
  role: 'customer',
  own: {},
});

/** What is sent: trimmed, and without the fields left empty. `asked` are those that the form shows. */
export function newPartyOf(draft: PartyDraft, asked: CustomField[] = [], timeZone = 'UTC'): NewParty {
  const filled = (value: string) => value.trim() || undefined;
  const own = asked.map((field) => [field.key, ownValueOf(field, draft.own[field.key] ?? '', timeZone)] as const);
  return {
    ...Object.fromEntries(own.filter(([, value]) => value !== null)),
    kind: draft.kind,
    name: draft.name.trim(),
    phone: filled(draft.phone),
    email: filled(draft.email),
    loyalty_card: filled(draft.loyalty_card),
    roles: draft.role ? [draft.role] : undefined,
  };
}
