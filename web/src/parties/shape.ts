// Pure shaping of parties for the list.
import type { LetterCount, NewParty, Party, PartyFilter } from './calls';

export const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '#'];

/** Every letter of the rail with its count, also those under which nobody stands. */
export function railOf(counts: LetterCount[]): LetterCount[] {
  const byLetter = new Map(counts.map(({ letter, count }) => [letter, count]));
  return LETTERS.map((letter) => ({ letter, count: byLetter.get(letter) ?? 0 }));
}

/** How many parties there are in all, as far as the letters can tell for this filter. */
export function totalOf(counts: LetterCount[], { search, kind, letter }: PartyFilter): number | undefined {
  if (search || kind) return undefined;
  if (letter) return counts.find((row) => row.letter === letter)?.count ?? 0;
  return counts.reduce((sum, { count }) => sum + count, 0);
}

const CONTACT_ORDER = ['phone', 'email', 'loyalty_card', 'external', 'user_id'];

/** The identifier that tells a person apart best: the one the search found, else a phone, an e-mail, a card. */
export function contactOf(party: Pick<Party, 'identifiers' | 'match'>): { type: string; value: string } | undefined {
  if (party.match && party.match.type !== 'name') return party.match;
  for (const type of CONTACT_ORDER) {
    const found = party.identifiers.find((identifier) => identifier.type === type);
    if (found) return found;
  }
  return party.identifiers.find(({ type }) => type !== 'anonymous_id');
}

export interface PartyDraft {
  kind: Party['kind'];
  name: string;
  phone: string;
  email: string;
  loyalty_card: string;
  roles: string[];
}

export const emptyDraft = (kind: Party['kind'], name = ''): PartyDraft => ({
  kind,
  name,
  phone: '',
  email: '',
  loyalty_card: '',
  roles: ['customer'],
});

/** What is sent: trimmed, and without the fields left empty. */
export function newPartyOf(draft: PartyDraft): NewParty {
  const filled = (value: string) => value.trim() || undefined;
  return {
    kind: draft.kind,
    name: draft.name.trim(),
    phone: filled(draft.phone),
    email: filled(draft.email),
    loyalty_card: filled(draft.loyalty_card),
    roles: draft.roles.length ? draft.roles : undefined,
  };
}
