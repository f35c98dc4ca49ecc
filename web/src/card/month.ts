// Pure shaping of the calendar: the weeks of a month, and what stands on their days.
import type { Answer } from '../platform/api/types';

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
