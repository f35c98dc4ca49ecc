import { newFormats } from '../platform/format/format';
import type { Figures } from './calls';
import {
  FIGURES,
  dueOf,
  keyDateDetails,
  linkOf,
  namedFirst,
  orderedIdentifiers,
  rhythmOf,
  shownFigures,
  shownShares,
  stillAnswers,
  traitText,
} from './shape';

const formats = newFormats('en', 'Asia/Ho_Chi_Minh');
/** The figures of somebody new, but for what the case is about. */
const figuresWith = (some: Partial<Figures>): Figures => ({
  orders: 0,
  spent: { amount: '0', currency: 'VND' },
  refunded: { amount: '0', currency: 'VND' },
  spent_by_currency: [],
  waiting: [],
  margin: null,
  margin_covers: 0,
  categories: [],
  average_order: null,
  usual_interval_days: null,
  first_order_at: null,
  last_order_at: null,
  first_contact_at: null,
  last_contact_at: null,
  touchpoints: 0,
  touchpoints_by_type: {},
  ...some,
});
const now = new Date('2026-11-21T01:00:00Z');

it.each([
  [null, undefined],
  ['2026-11-20', true],
  ['2026-11-21', false], // today there, where it is eight in the morning
  ['2026-12-01', false],
])('knows when what is due %s is late', (due, late) => {
  expect(dueOf({ due }, 'Asia/Ho_Chi_Minh', now)?.late).toBe(late);
});

const words = {
  lunar: ({ day, month, leap }: { day: number; month: number; leap: boolean }) =>
    `${day}/${month}${leap ? ' leap' : ''} lunar`,
  yearly: 'yearly',
  lunarYearly: 'lunar yearly',
  moved: (day: string) => `from ${day}`,
};
const solar = {
  day: '1990-05-02',
  lunar_day: '1990-04-08',
  yearly: true,
  calendar: 'solar' as const,
  next: '2027-05-02',
  next_lunar_day: '2027-03-26',
  next_falls_on: null,
};

it.each([
  [solar, ['2 May 2027', '26/3 lunar', 'yearly']],
  [
    {
      ...solar,
      calendar: 'lunar' as const,
      next: '2026-05-25',
      next_lunar_day: '2026-04-09',
      next_falls_on: '2026-05-24',
    },
    ['25 May 2026', '9/4 lunar', 'lunar yearly', 'from 24 May 2026'],
  ],
  [{ ...solar, yearly: false, next: null, next_lunar_day: null }, ['2 May 1990', '8/4 lunar']],
  [{ ...solar, next_lunar_day: '2033-11L-02' }, ['2 May 2027', '2/11 leap lunar', 'yearly']],
  [{ ...solar, next_lunar_day: null }, ['2 May 2027', 'yearly']],
])('says of a key date when it comes, by both calendars', (date, details) =>
  expect(keyDateDetails(date, formats, words)).toEqual(details),
);

const share = (category: string, part: number) => ({
  category,
  amount: { amount: String(part * 100), currency: 'VND' },
  share: part,
});

it('shows the largest categories and the rest together', () => {
  const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, place) =>
    share(name, [0.4, 0.2, 0.15, 0.1, 0.1, 0.05][place]!),
  );
  const shown = shownShares(many);
  expect(shown.map(({ category, others }) => [category, others])).toEqual([
    ['a', false],
    ['b', false],
    ['c', false],
    ['d', false],
    ['', true],
  ]);
  expect(shown.at(-1)!.share).toBeCloseTo(0.15);
  expect(shownShares([share('a', 0.5), share('', 0.5)]).map(({ category }) => category)).toEqual(['a', '']);
});

it('shows no categories where nobody named one', () => {
  expect(shownShares([share('', 1)])).toEqual([]);
  expect(shownShares([share('taken back', 0)])).toEqual([]);
});

it('puts first what one can call or write to', () => {
  const types = orderedIdentifiers([
    { type: 'anonymous_id', value: 'a' },
    { type: 'external', value: 'shop:7' },
    { type: 'email', value: 'e@example.com' },
    { type: 'phone', value: '+84900000001' },
  ]).map(({ type }) => type);
  expect(types).toEqual(['phone', 'email', 'external', 'anonymous_id']);
});

it('links only what a device can act on', () => {
  expect(linkOf({ type: 'phone', value: '+84900000001' })).toBe('tel:+84900000001');
  expect(linkOf({ type: 'email', value: 'e@example.com' })).toBe('mailto:e@example.com');
  expect(linkOf({ type: 'loyalty_card', value: '7' })).toBeUndefined();
});

describe('figures', () => {
  it('tell a zero from an unknown', () => {
    const shown = shownFigures(figuresWith({}), FIGURES, formats, now);
    expect(shown.find(({ name }) => name === 'orders')?.text).toBe('0');
    expect(shown.find(({ name }) => name === 'average_order')?.text).toBeUndefined();
    expect(shown.find(({ name }) => name === 'last_order_at')?.text).toBeUndefined();
  });
  it('say how long ago, and the exact instant beside it', () => {
    const shown = shownFigures(figuresWith({ last_order_at: '2026-11-18T01:00:00Z' }), FIGURES, formats, now);
    expect(shown.find(({ name }) => name === 'last_order_at')).toEqual({
      name: 'last_order_at',
      text: '3 days ago',
      exact: '08:00 · 18 Nov 2026',
    });
  });
});

describe('the rhythm of buying', () => {
  // Five orders in 40 days: one every ten days.
  const figures = figuresWith({
    orders: 5,
    first_order_at: '2026-10-01T01:00:00Z',
    last_order_at: '2026-11-10T01:00:00Z',
  });
  it('is the mean interval, and not late before one and a half of it', () => {
    expect(rhythmOf(figures, formats.timeZone, new Date('2026-11-24T01:00:00Z'))).toEqual({
      intervalDays: 10,
      sinceDays: 14,
      lateDays: 0,
    });
  });
  it('is late after that, counted from when the order was due', () => {
    expect(rhythmOf(figures, formats.timeZone, new Date('2026-11-26T01:00:00Z'))).toEqual({
      intervalDays: 10,
      sinceDays: 16,
      lateDays: 6,
    });
  });
  it('counts the days as the figure beside it does: by days of the business', () => {
    const late = figuresWith({ ...figures, last_order_at: '2026-11-10T16:30:00Z' });
    const soon = new Date('2026-11-14T01:00:00Z'); // three days and some hours, and the fourth day
    expect(rhythmOf(late, formats.timeZone, soon)?.sinceDays).toBe(4);
    expect(formats.ago(late.last_order_at!, soon)).toBe('4 days ago');
  });
  it('needs three orders, days apart', () => {
    expect(rhythmOf({ ...figures, orders: 2 }, formats.timeZone)).toBeUndefined();
    expect(rhythmOf({ ...figures, first_order_at: figures.last_order_at }, formats.timeZone)).toBeUndefined();
  });
});

it('hides no trait, whatever its value', () => {
  expect(traitText(['a', 'b'], formats)).toBe('a, b');
  const address = { city: 'Huế', country: 'VN', note: ['cổng sau'], street: '12 Lê Lợi', state: '', postalCode: null };
  expect(traitText(address, formats)).toBe('12 Lê Lợi, Huế, VN, cổng sau');
  expect(traitText({}, formats)).toBe('–');
  expect(traitText([], formats)).toBe('–');
  expect(traitText(false, formats)).toBe('false');
  expect(traitText(null, formats)).toBe('–');
  expect(traitText('1971-05-10', newFormats('vi', 'America/New_York'))).toBe('10/5/1971');
});

it.each([
  ['ngu', true],
  ['thi ng', true],
  ['ngay', false],
  ['hoa@vi', true],
  ['hoa@x', false],
  ['090 5', true],
  ['+84 905', true],
  ['0999', false],
  ['kv-7', true],
])('of those found by fewer letters, %j keeps somebody whose name or identifier has it: %s', (typed, expected) => {
  const identifiers = [{ value: '+84905123456' }, { value: 'Hoa@vidu.vn' }, { value: 'KV-71' }];
  expect(stillAnswers('Nguyễn Thị Hoa', identifiers, typed)).toBe(expected);
});

describe('who is found', () => {
  it('is first who is called what was searched for, in the order of the list', () => {
    const found = ['Hoàng Minh Đức', 'Cà phê Cây Bàng', 'Phạm Minh Loan', 'Quán Cây Bàng'].map((name) => ({ name }));
    expect(namedFirst(found, 'cay bang').map(({ name }) => name)).toEqual([
      'Cà phê Cây Bàng',
      'Quán Cây Bàng',
      'Hoàng Minh Đức',
      'Phạm Minh Loan',
    ]);
  });
});
