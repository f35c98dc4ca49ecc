import { describe, expect, it } from 'vitest';
import { isPressing, reachOf, undecided, whenOf, type Line } from './today';

const ZONE = 'Asia/Ho_Chi_Minh';
const NOW = new Date('2026-03-02T18:30:00Z'); // 3 March in the business's zone

const line = (part: Partial<Line>): Pick<Line, 'kind' | 'due' | 'late_days' | 'since'> => ({
  kind: 'promise',
  due: null,
  late_days: 0,
  since: '2026-03-02T18:00:00Z',
  ...part,
});

describe('when a line is due', () => {
  it.each([
    [line({ due: '2026-03-03', late_days: 0 }), { phrase: 'dueToday', count: 0 }],
    [line({ due: '2026-03-05', late_days: -2 }), { phrase: 'dueIn', count: 2 }],
    [line({ due: '2026-02-28', late_days: 3 }), { phrase: 'late', count: 3 }],
    [line({ since: '2026-03-02T17:30:00Z' }), { phrase: 'sinceToday', count: 0 }],
    [line({ since: '2026-03-02T16:30:00Z' }), { phrase: 'since', count: 1 }],
  ])('says it in days of the business: %o', (shown, told) => {
    expect(whenOf(shown, ZONE, NOW)).toEqual(told);
  });
});

describe('what presses', () => {
  it('is a complaint at any time, and what is owed once it is late', () => {
    expect(isPressing(line({ kind: 'complaint' }))).toBe(true);
    expect(isPressing(line({ kind: 'promise', late_days: 0 }))).toBe(false);
    expect(isPressing(line({ kind: 'promise', late_days: 1 }))).toBe(true);
    expect(isPressing(line({ kind: 'purchase_due', late_days: 9 }))).toBe(false);
  });
});

describe('how somebody is reached', () => {
  it('calls by phone and writes by e-mail, or by text message where there is none', () => {
    const phone = { type: 'phone' as const, value: '+84912345678' };
    const email = { type: 'email' as const, value: 'lan@example.vn' };
    expect(reachOf({ contact_points: [email, phone] })).toEqual({
      call: 'tel:+84912345678',
      write: 'mailto:lan@example.vn',
    });
    expect(reachOf({ contact_points: [phone] })).toEqual({ call: 'tel:+84912345678', write: 'sms:+84912345678' });
    expect(reachOf({ contact_points: [] })).toEqual({ call: undefined, write: undefined });
  });
});

describe('lines on which a decision waits to be sent', () => {
  const of = (id: string, number: string) => ({ party: { id }, kind: 'promise', number }) as Line;
  const waits = (party: string, number: string, part = {}) => ({
    path: '/v1/today/acts',
    body: { party, kind: 'promise', number, act: 'done' },
    ...part,
  });
  const lines = [of('1', 'P1'), of('1', 'P2'), of('2', 'P1')];
  it('are not shown, and stand again once the server has refused', () => {
    expect(undecided(lines, [])).toBe(lines);
    expect(undecided(lines, [waits('1', 'P1')])).toEqual(lines.slice(1));
    expect(undecided(lines, [waits('2', 'P1'), waits('1', 'P2')])).toEqual(lines.slice(0, 1));
    expect(undecided(lines, [waits('1', 'P1', { refusal: { status: 400 } })])).toBe(lines);
    expect(undecided(lines, [waits('1', 'P1', { path: '/v1/parties' })])).toBe(lines);
  });
});
