// Pure shaping of the calendar: the weeks of a month, and what stands on their days.
import type { Answer } from '../platform/api/types';
import type { CalendarView } from './views';

export type Calendar = Answer<'/v1/calendar'>;
export type CalendarEntry = Calendar['data'][number];
export type CalendarDay = Calendar['days'][number];

const DAY_MS = 86_400_000;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const msOf = (day: string) => Date.parse(`${day}T00:00:00Z`);

export const addDays = (day: string, days: number) => dayOf(msOf(day) + days * DAY_MS);

/** The Monday on or before a day. */
export function mondayOf(day: string): string {
  const weekday = new Date(msOf(day)).getUTCDay(); // 0 is Sunday
  return addDays(day, -((weekday + 6) % 7));
}

/** A month as whole weeks, from Monday to Sunday. `month` as 2026-11. */
export function spanOfMonth(month: string): { since: string; until: string } {
  const first = `${month}-01`;
  const [year, number] = month.split('-').map(Number) as [number, number];
  const last = dayOf(Date.UTC(year, number, 0));
  return { since: mondayOf(first), until: addDays(mondayOf(last), 6) };
}

/** So many days does the list show, from a day on: on the last of a month those of the next are what matters. */
const LISTED_DAYS = 31;

/** The days that a view shows, which holds `day`; a list begins with it. */
export function spanOf(view: CalendarView, day: string): { since: string; until: string } {
  if (view === 'month') return spanOfMonth(day.slice(0, 7));
  if (view === 'list') return { since: day, until: addDays(day, LISTED_DAYS - 1) };
  return { since: mondayOf(day), until: addDays(mondayOf(day), 6) };
}

/** The day by which the span before (`by` -1) or after it is asked for. */
export function movedBy(view: CalendarView, day: string, by: 1 | -1): string {
  if (view === 'month') return `${addMonths(day.slice(0, 7), by)}-01`;
  return addDays(day, by * (view === 'list' ? LISTED_DAYS : 7));
}

export function addMonths(month: string, months: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return dayOf(Date.UTC(year, number - 1 + months, 1)).slice(0, 7);
}

export const isDay = (text: unknown): text is string =>
  typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(msOf(text));

export interface DayShown extends CalendarDay {
  entries: CalendarEntry[];
}

/** The days in their order, each with what stands on it. */
export function daysShown({ days, data }: Pick<Calendar, 'days' | 'data'>): DayShown[] {
  const byDay = new Map<string, CalendarEntry[]>();
  for (const entry of data) byDay.set(entry.day, [...(byDay.get(entry.day) ?? []), entry]);
  return days.map((day) => ({ ...day, entries: byDay.get(day.day) ?? [] }));
}

export function weeksOf<T>(days: T[]): T[][] {
  return Array.from({ length: Math.ceil(days.length / 7) }, (_, week) => days.slice(week * 7, week * 7 + 7));
}
