// Pure shaping of two that may be one, or may live together: what agrees, how far, and how much it says.
import type { Formats } from '../platform/format/format';
import { readablePhone } from '../platform/format/phone';
import type { ListedParty, Suggestion } from './calls';

type Evidence = Suggestion['evidence'][number];

/** What is suggested of two: that they are one party, or that they live together. */
export const CLAIMS = ['one', 'together'] as const;
export type Claim = (typeof CLAIMS)[number];

/** What an address asks for; that they may be one unless it says otherwise. */
export const claimOf = (view: unknown): Claim => CLAIMS.find((claim) => claim === view) ?? 'one';

/** The other of the two, seen from a card. */
export const otherOf = <P extends { id: string }>({ party, other }: { party: P; other: P }, id: string): P =>
  party.id === id ? other : party;

/** The first names of a list, and how many it has besides. */
export const inBrief = (names: string[], shown: number) => ({
  names: names.slice(0, shown).join(', '),
  more: Math.max(0, names.length - shown),
});

/** By the two that it was filed for: they may have merged with others since, but that does not change. */
export const keyOf = ({ filed_for }: Pick<Suggestion, 'filed_for'>) => filed_for.join();

const AGREEMENTS = {
  equal: 'agrees',
  close: 'nearly',
  alike: 'nearly',
  faint: 'differs',
  different: 'differs',
} as const satisfies Record<Evidence['level'], string>;

/** The five levels as three that the eye tells apart. */
export const agreementOf = (level: Evidence['level']) => AGREEMENTS[level];

export type Verdict = 'sure' | 'very_likely' | 'likely' | 'not_compared';

/** Odds in a word, for who does not bet. */
export function verdictOf(odds: number | null): Verdict {
  if (odds === null) return 'not_compared';
  if (odds >= 10_000) return 'sure';
  return odds >= 300 ? 'very_likely' : 'likely';
}

/** Two digits are as exact as an estimate is. */
const rounded = (value: number) => Number(value.toPrecision(2));

const ODDS_SHOWN_MAX = 1_000_000;

/** Above a million to one nobody sees a difference any more. */
export const shownOdds = (odds: number) =>
  odds > ODDS_SHOWN_MAX ? { odds: ODDS_SHOWN_MAX, over: true } : { odds: rounded(odds), over: false };

/** Less than a tenth more or less says nothing. */
const TIMES_MIN = 1.1;

/** A weight in bits as how many times likelier, or less likely, it makes what is suggested. */
export function speaksOf(weight: number): { speaks: 'for' | 'against' | 'nothing'; times: number } {
  const times = 2 ** Math.abs(weight);
  if (times < TIMES_MIN) return { speaks: 'nothing', times: 1 };
  return { speaks: weight > 0 ? 'for' : 'against', times: rounded(times) };
}

/** Ids are numbers in decimal digits, too long for JavaScript's own; the smaller one came first. */
const cameBefore = (id: string, other: string) => (id.length === other.length ? id < other : id.length < other.length);

export interface EvidenceLine {
  field: Evidence['field'];
  level: Evidence['level'];
  weight: number;
  /** Of the party that stands on the left, and of the other. */
  values: [string, string];
}

function readable(field: Evidence['field'], value: string, formats: Formats) {
  if (field === 'phone') return readablePhone(value);
  if (field === 'birthday' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return formats.calendarDay(value);
  return value;
}

/**
 * The evidence with the values of one of the two on the left. In it the value of who came first stands first, whichever
 * of the two the suggestion names first.
 */
export function evidenceLines(
  { filed_for, party, evidence }: Pick<Suggestion, 'filed_for' | 'evidence'> & { party: { id: string } },
  leftId: string,
  formats: Formats,
): EvidenceLine[] {
  const [one = '', two = ''] = filed_for;
  const asTold = (leftId === party.id) === cameBefore(one, two);
  return evidence.map(({ field, level, weight, value, other }) => {
    const [left, right] = asTold ? [value, other] : [other, value];
    return { field, level, weight, values: [readable(field, left, formats), readable(field, right, formats)] };
  });
}

export interface Difference {
  before: string;
  /** What stands in this text only. */
  own: string;
  after: string;
}

/** Where two texts that are nearly the same part from each other. */
export function differenceOf(text: string, other: string): Difference {
  const one = [...text.normalize('NFC')];
  const two = [...other.normalize('NFC')];
  const same = (i: number, j: number) => one[i]?.toLowerCase() === two[j]?.toLowerCase();
  const shorter = Math.min(one.length, two.length);
  let before = 0;
  while (before < shorter && same(before, before)) before += 1;
  let after = 0;
  while (after < shorter - before && same(one.length - 1 - after, two.length - 1 - after)) after += 1;
  return {
    before: one.slice(0, before).join(''),
    own: one.slice(before, one.length - after).join(''),
    after: one.slice(one.length - after).join(''),
  };
}

type Weighed = Pick<ListedParty, 'id'> & { figures: Pick<ListedParty['figures'], 'orders'> };

/** Which card stays unless somebody chooses: the one with more orders, else the earlier one. */
export function likelyToStay<P extends Weighed>(one: P, other: P): P {
  const [orders, others] = [one.figures.orders ?? 0, other.figures.orders ?? 0];
  if (orders !== others) return orders > others ? one : other;
  return cameBefore(one.id, other.id) ? one : other;
}
