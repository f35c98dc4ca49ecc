import type { Field, TimelineEntry } from './calls';
import {
  daysOf,
  detailsOf,
  emptyLogDraft,
  envelopeOrder,
  errorOf,
  excerptOf,
  lineOf,
  partsOf,
  propertiesOf,
  scaleOf,
  touchpointOf,
} from './shape';

const field = (name: string, kind: Field['kind'], rest: Partial<Field> = {}): Field => ({
  name,
  kind,
  label: { en: name, vi: name },
  required: false,
  ...rest,
});
const entry = (id: string, occurred_at: string, properties: Record<string, unknown> = {}): TimelineEntry => ({
  id,
  type: 'call',
  occurred_at,
  received_at: occurred_at,
  line: { en: 'Call', vi: 'Cuộc gọi' },
  source: 'app',
  envelope: {},
  properties,
});
const business = { timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND' };

describe('days of a timeline', () => {
  it('are the days of the business, not of UTC', () => {
    const days = daysOf(
      [entry('3', '2026-11-20T17:30:00Z'), entry('2', '2026-11-20T16:30:00Z'), entry('1', '2026-11-20T02:00:00Z')],
      business.timeZone,
    );
    expect(days.map((day) => day.entries.map(({ id }) => id))).toEqual([['3'], ['2', '1']]);
  });
});

describe('parts of a timeline', () => {
  it('break a long day up, lose nothing, and name the day once', () => {
    const long = Array.from({ length: 100 }, (_, n) => entry(`${n}`, '2026-11-20T02:00:00Z'));
    const parts = partsOf(daysOf([...long, entry('last', '2026-11-19T02:00:00Z')], business.timeZone));
    expect(parts.map(({ begins, entries }) => [begins, entries.length])).toEqual([
      [true, 40],
      [false, 40],
      [false, 20],
      [true, 1],
    ]);
    expect(new Set(parts.flatMap(({ entries }) => entries.map(({ id }) => id))).size).toBe(101);
  });
});

describe('a rule of a field', () => {
  it.each([
    ['required and empty', field('a', 'text', { required: true }), '  ', 'required'],
    ['not a number', field('a', 'integer'), 'ten', 'number'],
    ['not whole', field('a', 'duration_minutes'), '1.5', 'whole'],
    ['too small', field('a', 'rating', { min: 1, max: 5 }), '0', 'min'],
    ['too large', field('a', 'rating', { min: 1, max: 5 }), '6', 'max'],
    ['too long', field('a', 'text', { max: 3 }), 'abcd', 'length'],
    ['no time', field('a', 'instant'), 'soon', 'instant'],
  ] as const)('is broken: %s', (_, described, value, rule) => {
    expect(errorOf(described, value, business.timeZone)?.rule).toBe(rule);
  });
  it.each([
    [field('a', 'text'), ''],
    [field('a', 'decimal'), '1.5'],
    [field('a', 'text', { max: 3 }), 'đôi'],
    [field('a', 'boolean', { required: true }), false],
  ] as const)('is kept', (described, value) => {
    expect(errorOf(described, value, business.timeZone)).toBeUndefined();
  });
});

describe('what a form sends', () => {
  const fields = [
    field('minutes', 'duration_minutes'),
    field('cost', 'money'),
    field('asked', 'boolean'),
    field('text', 'long_text'),
  ];
  it('has the type of each kind and leaves out what is empty', () => {
    expect(propertiesOf(fields, { minutes: '12', cost: '50000', asked: true, text: ' ' }, business)).toEqual({
      minutes: 12,
      cost: { amount: '50000', currency: 'VND' },
      asked: true,
    });
  });
  it('says no time when it happened now, and the instant when a time was typed', () => {
    const parts = { properties: fields, envelope: [] };
    expect(touchpointOf('call', emptyLogDraft(), parts, business).occurred_at).toBeUndefined();
    expect(
      touchpointOf('call', { ...emptyLogDraft(), occurredAt: '2026-11-21T08:00' }, parts, business).occurred_at,
    ).toBe('2026-11-21T01:00:00.000Z');
  });
});

describe('the fields of a form', () => {
  it('begin with what is filled in most and leave out what nobody types', () => {
    const fields = [
      field('role', 'choice'),
      field('participants', 'participants'),
      field('aim', 'choice'),
      field('direction', 'choice'),
    ];
    expect(envelopeOrder(fields).map(({ name }) => name)).toEqual(['direction', 'aim', 'role']);
  });
  it('show a short scale of numbers side by side', () => {
    expect(scaleOf(field('manner', 'integer', { min: -2, max: 2 }))).toEqual([-2, -1, 0, 1, 2]);
    expect(scaleOf(field('stars', 'rating'))).toEqual([1, 2, 3, 4, 5]);
    expect(scaleOf(field('count', 'integer', { min: 0, max: 1000 }))).toBeUndefined();
    expect(scaleOf(field('count', 'integer'))).toBeUndefined();
  });
});

describe('the details of an entry', () => {
  const fields = [field('summary', 'text'), field('text', 'long_text')];
  it('follow the descriptor and keep what it does not know', () => {
    const details = detailsOf({ odd: 1, text: 'b', summary: 'a', empty: null }, fields);
    expect(details.map(({ name }) => name)).toEqual(['summary', 'text', 'odd']);
    expect(details[2]?.field).toBeUndefined();
  });
  it('show an order line by name and number, and hide nothing', () => {
    expect(lineOf({ product_id: 'p1', name: 'Phin nhôm', quantity: 2 })).toBe('Phin nhôm × 2');
    expect(lineOf({ product_id: 'p1' })).toBe('p1');
    expect(lineOf({ odd: 1 })).toBe('{"odd":1}');
  });
  it('show the words written down unless the line has them', () => {
    const call = entry('1', '2026-11-20T02:00:00Z', { text: 'Wants oat milk' });
    expect(excerptOf(call, { fields, loggable: true }, 'Call')).toBe('Wants oat milk');
    expect(excerptOf(call, { fields, loggable: true }, 'Call: Wants oat milk')).toBeUndefined();
  });
  it('show a short text only of what is logged by hand', () => {
    const order = entry('1', '2026-11-20T02:00:00Z', { summary: 'HD-001' });
    expect(excerptOf(order, { fields, loggable: false }, 'Order')).toBeUndefined();
    expect(excerptOf(order, { fields, loggable: true }, 'Call')).toBe('HD-001');
  });
});
