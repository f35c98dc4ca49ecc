import { describe, expect, it } from 'vitest';
import { addMonths, daysShown, isDay, mondayOf, movedBy, spanOf, spanOfMonth, weeksOf } from './month';

describe('the weeks of a month', () => {
  it.each([
    ['2026-11', '2026-10-26', '2026-12-06'], // begins on a Sunday: six weeks
    ['2026-02', '2026-01-26', '2026-03-01'],
    ['2027-02', '2027-02-01', '2027-02-28'], // four weeks, exactly
    ['2024-02', '2024-01-29', '2024-03-03'], // of a leap year
  ])('%s stands in whole weeks', (month, since, until) => {
    expect(spanOfMonth(month)).toEqual({ since, until });
  });

  it('go on over the end of a year', () => {
    expect(addMonths('2026-12', 1)).toBe('2027-01');
    expect(addMonths('2026-01', -1)).toBe('2025-12');
    expect(mondayOf('2027-01-01')).toBe('2026-12-28');
  });

  it('are cut by seven', () => expect(weeksOf([1, 2, 3, 4, 5, 6, 7, 8])).toEqual([[1, 2, 3, 4, 5, 6, 7], [8]]));

  it('are asked for by a day', () => {
    expect(['2026-11-30', '2026-13-01', '2026-1-1', '', undefined].map(isDay)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('what a view shows', () => {
  it.each([
    ['month', '2026-11-30', '2026-10-26', '2026-12-06'],
    ['week', '2026-11-30', '2026-11-30', '2026-12-06'],
    ['list', '2026-11-30', '2026-11-30', '2026-12-30'], // not the one day that is left of the month
  ] as const)('%s of %s is %s to %s', (view, day, since, until) => {
    expect(spanOf(view, day)).toEqual({ since, until });
  });

  it.each([
    ['month', '2026-01-31', '2026-02-01', '2025-12-01'],
    ['week', '2026-12-30', '2027-01-06', '2026-12-23'],
    ['list', '2026-11-30', '2026-12-31', '2026-10-30'],
  ] as const)('%s of %s goes on with %s and back to %s', (view, day, after, before) => {
    expect([movedBy(view, day, 1), movedBy(view, day, -1)]).toEqual([after, before]);
  });
});

describe('what stands on a day', () => {
  it('is put to its day, and a day without anything stays', () => {
    const day = (name: string) => ({ day: name, lunar: null, off: false, holiday: null });
    const entry = (name: string, text: string) => ({
      day: name,
      falls_on: name,
      party: { id: '1', name: 'Lan' },
      kind: 'visit' as const,
      number: text,
      text,
      calendar: 'solar' as const,
      yearly: false,
    });
    const shown = daysShown({
      days: [day('2026-11-01'), day('2026-11-02')],
      data: [entry('2026-11-02', 'a'), entry('2026-11-02', 'b')],
    });
    expect(shown.map(({ entries }) => entries.map(({ text }) => text))).toEqual([[], ['a', 'b']]);
  });
});
