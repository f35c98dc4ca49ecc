// Pure shaping of the business calendar.
import { localeOf } from '../platform/format/format';
import type { Language } from '../platform/i18n/i18n';
import type { Holiday, Holidays, User } from './calls';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONDAY = Date.UTC(2024, 0, 1);

/** What the days of the week are called, from Monday on. */
export function weekdayLabels(language: Language): string[] {
  const weekday = new Intl.DateTimeFormat(localeOf(language), { weekday: 'long', timeZone: 'UTC' });
  return WEEKDAYS.map((_, index) => weekday.format(MONDAY + index * 86_400_000));
}

/** `saturday sunday` as people say it; empty when no day is off every week. */
export function weeklyDays(words: string, language: Language): string {
  const labels = weekdayLabels(language);
  const days = words.split(' ').flatMap((word) => labels[WEEKDAYS.indexOf(word)] ?? []);
  // Vietnamese writes weekdays with a capital only where a sentence begins with them.
  const said = language === 'vi' ? days.map((day) => day.toLocaleLowerCase('vi')) : days;
  return new Intl.ListFormat(localeOf(language), { type: 'conjunction' }).format(said);
}

/** The weekday of a day of the calendar. */
export function weekdayOf(day: string, language: Language): string {
  return new Intl.DateTimeFormat(localeOf(language), { weekday: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

export interface ShownDay extends Holiday {
  kind: 'public' | 'own_off' | 'worked';
  /** By which it is taken back, when the business said it: the very day, or `12-24` of every year. */
  key?: string;
  yearly: boolean;
}

/** The days of a year, each with what kind it is; a day said of that very year counts before one of every year. */
export function shownDays({ data, own }: Pick<Holidays, 'data' | 'own'>): ShownDay[] {
  const said = new Set(own.map(({ day }) => day));
  return data.map((holiday) => {
    if (!holiday.own) return { ...holiday, kind: 'public', yearly: false };
    const yearly = !said.has(holiday.day);
    return {
      ...holiday,
      kind: holiday.off ? 'own_off' : 'worked',
      key: yearly ? holiday.day.slice(5) : holiday.day,
      yearly,
    };
  });
}

/** The year in which the business is now. */
export const yearNow = (timeZone: string, now = new Date()) =>
  Number(new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric' }).format(now));

export const ROLES: User['role'][] = ['owner', 'manager', 'staff', 'door', 'analyst', 'read_only'];
/** Whose rights an owner may change: an owner has all, and who stands at the door is shown the same in any case. */
export const ROLES_WITH_RIGHTS = ['manager', 'staff', 'analyst', 'read_only'] as const;
export const RIGHTS = ['contact_details', 'margins', 'export'] as const;
export type Right = (typeof RIGHTS)[number];

/** `contact_details export` with one right given or taken; `none` when none is left. */
export function withRight(words: string, right: Right, given: boolean): string {
  const has = new Set(words.split(' '));
  if (given) has.add(right);
  else has.delete(right);
  return RIGHTS.filter((each) => has.has(each)).join(' ') || 'none';
}

/** A browser as people call it: its name and what it runs on, out of what it says of itself. */
export function browserName(agent: string): string {
  const name = [/Edg\//, /OPR\//, /Firefox\//, /Chrome\//, /Safari\//, /curl\//].findIndex((each) => each.test(agent));
  const on = [/Android/, /iPhone|iPad/, /Windows/, /Mac OS/, /Linux/].findIndex((each) => each.test(agent));
  return [
    ['Edge', 'Opera', 'Firefox', 'Chrome', 'Safari', 'curl'][name],
    ['Android', 'iOS', 'Windows', 'macOS', 'Linux'][on],
  ]
    .filter(Boolean)
    .join(' · ');
}

export const KEY_SCOPES = ['events', 'browser', 'read', 'write', 'admin'] as const;

export const AUDIT_ACTIONS = [
  'saw',
  'printed',
  'exported',
  'card_changed',
  'signed_in',
  'sign_in_failed',
  'signed_out',
  'user_changed',
  'key_changed',
  'setting_changed',
  'definition_changed',
  'merged',
  'merge_undone',
  'erased',
  'import_undone',
] as const;
/** For how long the trail is kept: half a year to ten years. */
export const KEPT_DAYS = ['180', '365', '730', '1825', '3650'];
