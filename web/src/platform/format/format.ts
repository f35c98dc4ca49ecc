// Numbers, money and instants as people read them: by language, and always in the business's time zone, since "today"
// at the till is the shop's day and not the laptop's.
import type { Money } from '../api/types';
import type { Language } from '../i18n/i18n';

export const localeOf = (language: Language) => (language === 'vi' ? 'vi-VN' : 'en-GB');

export interface Formats {
  language: Language;
  timeZone: string;
  number(value: number): string;
  /** A decimal string of any length, such as a rate. */
  decimal(value: string): string;
  /** 0.25 as 25%. */
  percent(share: number): string;
  money(value: Money): string;
  /** 21 Nov 2026 */
  date(instant: string): string;
  /** The same for a day of the calendar (2026-11-21), which has no time zone. */
  calendarDay(day: string): string;
  /** 14:05 */
  time(instant: string): string;
  dateTime(instant: string): string;
  /** Today, yesterday, or the weekday and date: the heading over one day of a timeline. */
  day(instant: string, now?: Date): string;
  /** "3 days ago", in the largest whole unit; by local days, so that last night is yesterday. */
  ago(instant: string, now?: Date): string;
}

/** Made once for each zone: a long timeline asks for thousands of days. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();
function dayFormat(timeZone: string) {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: 'numeric', day: 'numeric' });
    dayFormats.set(timeZone, format);
  }
  return format;
}

/** Days since 1970-01-01 of the local day that holds an instant. */
export function localDay(instant: Date, timeZone: string): number {
  // From the parts: the order and signs of a language's date change with the version of ICU.
  const parts = Object.fromEntries(
    dayFormat(timeZone)
      .formatToParts(instant)
      .map((part) => [part.type, Number(part.value)]),
  );
  return Date.UTC(parts.year!, parts.month! - 1, parts.day!) / 86_400_000;
}

/** So many days after today in the business's zone, as 2026-01-31. */
export const dayAfter = (now: Date, days: number, timeZone: string) =>
  new Date((localDay(now, timeZone) + days) * 86_400_000).toISOString().slice(0, 10);

/** How many local days ago an instant was: 1 for last night, 0 for this morning. The one way in which pages count days. */
export const daysAgo = (instant: string, timeZone: string, now: Date) =>
  localDay(now, timeZone) - localDay(new Date(instant), timeZone);

/** How far local time is ahead of UTC at an instant, in milliseconds. */
function offsetMs(instant: Date, timeZone: string): number {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
      .formatToParts(instant)
      .map((part) => [part.type, Number(part.value)]),
  );
  const local = Date.UTC(parts.year!, parts.month! - 1, parts.day!, parts.hour!, parts.minute!, parts.second!);
  return local - Math.floor(instant.getTime() / 1000) * 1000;
}

/** The instant as the value of a datetime-local input. */
export function toLocalInput(instant: Date, timeZone: string): string {
  return new Date(instant.getTime() + offsetMs(instant, timeZone)).toISOString().slice(0, 16);
}

/** The instant that a datetime-local value names in a time zone; undefined when it is not a time. */
export function fromLocalInput(value: string, timeZone: string): string | undefined {
  const asUtc = new Date(`${value}Z`);
  if (!value || Number.isNaN(asUtc.getTime())) return undefined;
  // The offset is asked twice, because the first guess may stand on the other side of a change of clocks.
  const guess = new Date(asUtc.getTime() - offsetMs(asUtc, timeZone));
  return new Date(asUtc.getTime() - offsetMs(guess, timeZone)).toISOString();
}

export function newFormats(language: Language, timeZone: string): Formats {
  const locale = localeOf(language);
  const numbers = new Intl.NumberFormat(locale);
  const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 12 });
  const shares = new Intl.NumberFormat(locale, { style: 'percent' });
  const dayFields = { day: 'numeric', month: language === 'vi' ? 'numeric' : 'short', year: 'numeric' } as const;
  const dates = new Intl.DateTimeFormat(locale, { ...dayFields, timeZone });
  const calendarDays = new Intl.DateTimeFormat(locale, { ...dayFields, timeZone: 'UTC' });
  const times = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const weekdays = new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const named = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const counted = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const currencies = new Map<string, Intl.NumberFormat>();
  const capital = (text: string) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);

  const formats: Formats = {
    language,
    timeZone,
    number: (value) => numbers.format(value),
    decimal: (value) => decimals.format(value as unknown as number),
    percent: (share) => shares.format(share),
    money: ({ amount, currency }) => {
      let format = currencies.get(currency);
      if (!format) {
        format = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'symbol' });
        currencies.set(currency, format);
      }
      // A decimal string is formatted exactly; the library types know only numbers.
      return format.format(amount as unknown as number);
    },
    date: (instant) => dates.format(new Date(instant)),
    calendarDay: (day) => calendarDays.format(new Date(`${day}T00:00:00Z`)),
    time: (instant) => times.format(new Date(instant)),
    dateTime: (instant) => `${formats.time(instant)} · ${formats.date(instant)}`,
    day: (instant, now = new Date()) => {
      const days = -daysAgo(instant, timeZone, now);
      return capital(days === 0 || days === -1 ? named.format(days, 'day') : weekdays.format(new Date(instant)));
    },
    ago: (instant, now = new Date()) => {
      const then = new Date(instant);
      const days = -daysAgo(instant, timeZone, now);
      if (days === 0) {
        const minutes = Math.round((then.getTime() - now.getTime()) / 60_000);
        // CLDR's Vietnamese “bây giờ” says now, not a moment ago.
        if (Math.abs(minutes) < 1) return language === 'vi' ? 'Vừa xong' : capital(named.format(0, 'second'));
        return Math.abs(minutes) < 60
          ? counted.format(minutes, 'minute')
          : counted.format(Math.trunc(minutes / 60), 'hour');
      }
      if (Math.abs(days) === 1) return capital(named.format(days, 'day'));
      if (Math.abs(days) < 31) return counted.format(days, 'day');
      if (Math.abs(days) < 365) return counted.format(Math.trunc(days / 30.44), 'month');
      return counted.format(Math.trunc(days / 365.25), 'year');
    },
  };
  return formats;
}
