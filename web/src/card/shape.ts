// Pure shaping of one card.
import { answersTo, fold } from '../platform/format/fold';
import { dayAfter, daysAgo, localDay, type Formats } from '../platform/format/format';
import { lunarDayOf, type LunarDay } from '../platform/format/lunar';
import { isMasked } from '../platform/format/phone';
import type { Card, Figures } from './calls';

/** Where a name stands in an order; what it does not name comes last. */
const rankIn = (order: string[], name: string) => (order.includes(name) ? order.indexOf(name) : order.length);

const IDENTIFIER_ORDER = ['phone', 'email', 'loyalty_card', 'external', 'user_id', 'anonymous_id'];

/** Identifiers in the order in which people use them: what one can call or write to first. */
export function orderedIdentifiers(identifiers: Card['identifiers']): Card['identifiers'] {
  return [...identifiers].sort((a, b) => rankIn(IDENTIFIER_ORDER, a.type) - rankIn(IDENTIFIER_ORDER, b.type));
}

/** The same order, but first those whose own name is what was searched for; others have it elsewhere on their cards. */
export function namedFirst<Found extends { name: string }>(found: Found[], search: string): Found[] {
  const isNamed = ({ name }: Found) => answersTo(name, search);
  return [...found.filter(isNamed), ...found.filter((party) => !isNamed(party))];
}

/**
 * Whether a party found by earlier letters answers to what is typed since, as far as its name and its identifiers say: a search of the
 * server knows more.
 */
export function stillAnswers(name: string, identifiers: { value: string }[], typed: string): boolean {
  if (answersTo(name, typed)) return true;
  const letters = fold(typed);
  const digits = /^[\d\s+().-]+$/.test(typed) ? typed.replace(/\D/g, '').replace(/^0+/, '') : '';
  return identifiers.some(
    ({ value }) => fold(value).includes(letters) || (digits !== '' && value.replace(/\D/g, '').includes(digits)),
  );
}

/** The address that a device can act on, where there is one. */
export function linkOf({ type, value }: { type: string; value: string }): string | undefined {
  if (isMasked(value)) return undefined;
  if (type === 'phone') return `tel:${value}`;
  if (type === 'email') return `mailto:${value}`;
  return undefined;
}

/** When something open is due, as an instant of that day in the business's zone; undefined when it is not due ever. */
export function dueOf(
  matter: Pick<Card['open'][number], 'due'>,
  timeZone: string,
  now = new Date(),
): { instant: string; late: boolean } | undefined {
  if (!matter.due) return undefined;
  return { instant: `${matter.due}T11:00:00Z`, late: matter.due < dayAfter(now, 0, timeZone) };
}

type ClosingWord = 'resolved' | 'kept' | 'broken' | 'ended' | 'solved' | 'done';

/** A touchpoint that closes a matter, and its fields as far as they are known. */
export interface Closing {
  word: ClosingWord;
  type: string;
  begun: (number: string) => Record<string, string>;
}

export const CLOSINGS: Record<Card['open'][number]['kind'], Closing[]> = {
  complaint: [{ word: 'resolved', type: 'complaint_resolved', begun: (complaint_id) => ({ complaint_id }) }],
  promise: [
    { word: 'kept', type: 'promise_kept', begun: (promise_id) => ({ promise_id }) },
    { word: 'broken', type: 'promise_broken', begun: (promise_id) => ({ promise_id }) },
  ],
  contract: [{ word: 'ended', type: 'contract_ended', begun: (contract_id) => ({ contract_id }) }],
  reminder: [{ word: 'done', type: 'reminder_done', begun: (reminder) => ({ reminder }) }],
  support: [{ word: 'solved', type: 'support_contact', begun: (ticket_id) => ({ ticket_id, status: 'solved' }) }],
};

/** What a reminder is about stands before the first colon of its number, when a key date raised it. */
export const aboutOf = (number: string) => number.slice(0, Math.max(0, number.indexOf(':')));

/** In how many days a key date comes; 0 today. Undefined when it is past for good. */
export function daysUntil(next: string | null, timeZone: string, now = new Date()): number | undefined {
  if (!next) return undefined;
  return Math.round(Date.parse(next) / 86_400_000) - localDay(now, timeZone);
}

interface KeyDateWords {
  lunar: (day: LunarDay) => string;
  yearly: string;
  lunarYearly: string;
  moved: (day: string) => string;
}

/** When a key date comes next, by both calendars; how it comes again; from which day off it was moved. */
export function keyDateDetails(
  date: Pick<
    Card['key_dates'][number],
    'day' | 'lunar_day' | 'yearly' | 'calendar' | 'next' | 'next_lunar_day' | 'next_falls_on'
  >,
  formats: Formats,
  words: KeyDateWords,
): string[] {
  const lunar = lunarDayOf((date.next ? date.next_lunar_day : date.lunar_day) ?? '');
  return [
    formats.calendarDay(date.next ?? date.day),
    lunar && words.lunar(lunar),
    date.yearly && (date.calendar === 'lunar' ? words.lunarYearly : words.yearly),
    date.next_falls_on && words.moved(formats.calendarDay(date.next_falls_on)),
  ].filter((detail): detail is string => typeof detail === 'string' && detail !== '');
}

export interface ShownShare {
  /** Empty for what has no category, and for all the rest together. */
  category: string;
  /** All the rest together. */
  others: boolean;
  /** Undefined for the rest. */
  amount?: Figures['spent'];
  share: number;
}

const SHARES_SHOWN = 4;

/** The largest categories, and the rest together; nothing where nobody named a category. */
export function shownShares(categories: Figures['categories']): ShownShare[] {
  const shares = categories.filter(({ share }) => share > 0);
  if (!shares.some(({ category }) => category)) return [];
  const first = shares.slice(0, SHARES_SHOWN).map((share) => ({ ...share, others: false }));
  const rest = shares.slice(SHARES_SHOWN).reduce((sum, { share }) => sum + share, 0);
  return rest > 0 ? [...first, { category: '', others: true, share: rest }] : first;
}

export const FIGURES = [
  'orders',
  'spent',
  'average_order',
  'refunded',
  'first_order_at',
  'last_order_at',
  'last_contact_at',
  'touchpoints',
] as const satisfies (keyof Figures)[];

export type FigureName = (typeof FIGURES)[number];

export const FIRST_FIGURES: FigureName[] = ['orders', 'spent', 'last_order_at', 'last_contact_at'];

export interface ShownFigure {
  name: FigureName;
  /** Undefined when the figure is unknown. */
  text: string | undefined;
  /** The exact instant behind a "3 days ago". */
  exact?: string;
}

export function shownFigures(
  figures: Figures,
  names: readonly FigureName[],
  formats: Formats,
  now?: Date,
): ShownFigure[] {
  return names.map((name) => {
    const value = figures[name];
    if (value === null || value === undefined) return { name, text: undefined };
    if (typeof value === 'number') return { name, text: formats.number(value) };
    if (typeof value === 'string')
      return name === 'first_order_at'
        ? { name, text: formats.date(value), exact: formats.dateTime(value) }
        : { name, text: formats.ago(value, now), exact: formats.dateTime(value) };
    return { name, text: formats.money(value) };
  });
}

export interface Rhythm {
  /** Mean number of days between one order and the next. */
  intervalDays: number;
  sinceDays: number;
  /** How many days longer than usual this wait is; 0 while it is usual. */
  lateDays: number;
}

/** Fewer orders than this have no rhythm worth naming. */
const RHYTHM_ORDERS_MIN = 3;
/** A wait is late from this multiple of the own interval on. */
const LATE_FROM = 1.5;

/** How often this party buys, by their own history alone: (last − first order) / (orders − 1). */
export function rhythmOf(figures: Figures, timeZone: string, now = new Date()): Rhythm | undefined {
  const { orders, first_order_at: first, last_order_at: last } = figures;
  if (!orders || orders < RHYTHM_ORDERS_MIN || !first || !last) return undefined;
  const interval = daysAgo(first, timeZone, new Date(last)) / (orders - 1);
  if (interval < 1) return undefined;
  const since = Math.max(0, daysAgo(last, timeZone, now));
  return {
    intervalDays: Math.round(interval),
    sinceDays: since,
    lateDays: since > interval * LATE_FROM ? Math.floor(since - interval) : 0,
  };
}

const isCalendarDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** As an envelope has it, from the narrow to the wide; what else an object holds follows. */
const ADDRESS_ORDER = ['street', 'ward', 'district', 'city', 'state', 'postalCode', 'postal_code', 'country'];

/** A trait as one line: lists and objects as their values after commas. */
export function traitText(value: unknown, formats: Formats): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'string') return isCalendarDay(value) ? formats.calendarDay(value) : value;
  if (typeof value !== 'object') return String(value);
  const parts = Array.isArray(value)
    ? value
    : [...Object.entries(value)]
        .sort(([a], [b]) => rankIn(ADDRESS_ORDER, a) - rankIn(ADDRESS_ORDER, b))
        .map(([, part]: [string, unknown]) => part);
  const said = parts.filter((part) => part !== null && part !== '');
  return said.length === 0 ? '–' : said.map((part) => traitText(part, formats)).join(', ');
}

export interface RefusedChannel {
  channel: string;
  purposes: string[];
  since: string;
}

/** What was withdrawn, one line a channel, with its latest day; that they want no contact at all is told apart. */
export function refusedChannels(withdrawn: Card['withdrawn_permissions']): RefusedChannel[] {
  const found = new Map<string, RefusedChannel>();
  for (const { channel, purpose, since } of withdrawn) {
    if (channel === 'any') continue;
    const known = found.get(channel);
    if (known) {
      known.purposes.push(purpose);
      if (since > known.since) known.since = since;
    } else found.set(channel, { channel, purposes: [purpose], since });
  }
  return [...found.values()];
}
