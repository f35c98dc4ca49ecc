import type { Field } from '../platform/form/values';
import type { EventType, TimelineEntry } from './calls';
import {
  channelsOf,
  detailsOf,
  emptyLogDraft,
  envelopeOrder,
  excerptOf,
  isOpenSale,
  lineOf,
  partsOf,
  peopleOf,
  reminderOf,
  touchpointOf,
  unseenTypes,
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

describe('parts of a timeline', () => {
  it('are of the days of the business, not of UTC', () => {
    const parts = partsOf(
      [entry('3', '2026-11-20T17:30:00Z'), entry('2', '2026-11-20T16:30:00Z'), entry('1', '2026-11-20T02:00:00Z')],
      business.timeZone,
    );
    expect(parts.map(({ entries }) => entries.map(({ id }) => id))).toEqual([['3'], ['2', '1']]);
    expect(parts[0]!.day - parts[1]!.day).toBe(1);
  });
  it('break a long day up and lose nothing', () => {
    const long = Array.from({ length: 20 }, (_, n) => entry(`${n}`, '2026-11-20T02:00:00Z'));
    const parts = partsOf([...long, entry('last', '2026-11-19T02:00:00Z')], business.timeZone);
    expect(parts.map(({ entries }) => entries.length)).toEqual([8, 8, 4, 1]);
    expect(new Set(parts.slice(0, 3).map(({ day }) => day)).size).toBe(1);
    expect(parts.flatMap(({ entries }) => entries.map(({ id }) => id))).toEqual([...long.map(({ id }) => id), 'last']);
  });
});

describe('what a form sends', () => {
  it('says no time when it happened now, and the instant when a time was typed', () => {
    const parts = { properties: [field('text', 'long_text')], envelope: [] };
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

describe('a next step', () => {
  it('becomes a reminder, and needs its day', () => {
    expect(reminderOf({ text: ' ', day: '' })).toBeUndefined();
    expect(reminderOf({ text: 'gọi lại', day: '' })).toBe('day');
    expect(reminderOf({ text: ' gọi lại ', day: '2026-12-01' })).toEqual({
      type: 'reminder',
      properties: { day: '2026-12-01', text: 'gọi lại' },
    });
    expect(reminderOf({ text: '', day: '2026-12-01' })).toEqual({
      type: 'reminder',
      properties: { day: '2026-12-01' },
    });
  });

  it('is missed where somebody sells', () => {
    const sale = { ...emptyLogDraft(), envelope: { aim: 'sell' } };
    expect(isOpenSale('call', sale)).toBe(true);
    expect(isOpenSale('quote', emptyLogDraft())).toBe(true);
    expect(isOpenSale('call', emptyLogDraft())).toBe(false);
    expect(isOpenSale('key_date', sale)).toBe(false);
    expect(isOpenSale('call', { ...sale, next: { text: 'gửi báo giá', day: '' } })).toBe(false);
  });
});

describe('what a timeline is narrowed by', () => {
  it('are the channels of the types that there are', () => {
    const type = (name: string, channel: string, choices: string[] = []) => {
      const labelled = choices.map((value) => ({ value, label: { en: value, vi: value } }));
      return [
        name,
        { channel, fields: [field('channel', 'choice', { choices: labelled })] } as unknown as EventType,
      ] as const;
    };
    const byType = new Map([
      type('call', 'phone'),
      type('message_sent', '', ['zalo', 'phone']),
      type('visit', 'in_person'),
    ]);
    expect(channelsOf(['call', 'message_sent'], byType).map(({ value }) => value)).toEqual(['phone', 'zalo']);
    const chosen = channelsOf(['call'], byType, 'web').map(({ value }) => value);
    expect(chosen, 'what is chosen stays').toEqual(['phone', 'web']);
  });

  it('are those who met them, and whoever took part, each once', () => {
    const met = { ...entry('1', '2026-11-20T02:00:00Z'), staff: 'Thu Hà' };
    const taken = {
      ...entry('2', '2026-11-20T02:00:00Z'),
      envelope: { participants: [{ name: 'Chị Lan' }, { phone: '0901234567' }, { name: 'Thu Hà' }] },
    };
    expect(peopleOf([met, taken as unknown as TimelineEntry], ['Quang'])).toEqual(['Quang', 'Thu Hà', 'Chị Lan']);
    expect(peopleOf([], [], 'Minh')).toEqual(['Minh']);
  });
});

it('types that did not come in yet are those that could be sent', () => {
  const types = ['call', 'visit', 'note'].map((type) => ({ type }) as EventType);
  expect(unseenTypes(types, [{ type: 'visit' }, { type: 'gone' }]).map(({ type }) => type)).toEqual(['call', 'note']);
  expect(unseenTypes(types, [])).toEqual(types);
});
