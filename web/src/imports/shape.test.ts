import type { Check } from './calls';
import {
  isAboutReading,
  COLUMNS_SHOWN,
  problemWord,
  readText,
  reasonText,
  ruleOf,
  shareOf,
  shownColumns,
  withField,
  withKind,
} from './shape';

const column = (header: string, field: string | null, ...cells: string[]) => ({ header, field, cells });
const check = (columns: Check['columns'], first_rows: Check['first_rows'] = []) => ({ columns, first_rows }) as Check;

describe('a column that gets another field', () => {
  const columns = [column('A', 'name'), column('B', 'phone'), column('C', null)];
  it('takes it from the column that had it', () => {
    expect(withField(columns, 2, 'phone')).toEqual(['name', '-', 'phone']);
  });
  it('may be left out', () => {
    expect(withField(columns, 0, '-')).toEqual(['-', 'phone', '-']);
  });
});

it('another kind of file forgets the columns and the layout of before, and keeps the rest', () => {
  expect(withKind({ columns: ['name'], preset: 'none', source: 'till', dates: 'mdy' }, 'orders')).toEqual({
    kind: 'orders',
    columns: undefined,
    preset: undefined,
    source: 'till',
    dates: 'mdy',
  });
});

describe('the columns shown', () => {
  it('tell what a cell is read as where that is something else', () => {
    const [shown] = shownColumns(
      check(
        [column('Ngày', 'date', ' 03/04/2026', '2026-01-01', '', '04/04/2026', '05/04/2026')],
        [
          { row: 1, values: { date: '2026-04-03' } },
          { row: 2, values: { date: '2026-01-01' } },
        ],
      ),
      false,
    );
    expect(shown!.samples).toEqual([
      { cell: '03/04/2026', read: '2026-04-03' },
      { cell: '2026-01-01', read: undefined },
      { cell: '04/04/2026', read: undefined },
    ]);
  });
  it('are all of a small sheet, and of a wide one those in use until all are asked for', () => {
    const wide = Array.from({ length: 300 }, (_, i) => column(`c${i}`, i === 250 ? 'name' : null));
    expect(shownColumns(check(wide.slice(0, COLUMNS_SHOWN)), false)).toHaveLength(COLUMNS_SHOWN);
    expect(shownColumns(check(wide), false).map(({ place }) => place)).toEqual([250]);
    expect(shownColumns(check(wide), true)).toHaveLength(300);
  });
});

it('what stands in the way has words of the page, or none', () => {
  expect(problemWord({ field: 'customer_id', rule: 'required' })).toBe('customer_id');
  expect(problemWord({ field: 'Ngày', rule: 'contradiction' }, [column('Ngày', 'date')])).toBe('dates');
  expect(problemWord({ field: 'Giá', rule: 'contradiction' }, [column('Giá', 'unit_price')])).toBe('numbers');
  expect(problemWord({ field: 'Giá', rule: 'ambiguous' })).toBe('numbers');
  expect(problemWord({ field: 'encoding', rule: 'ambiguous' })).toBe('encodingUnclear');
  expect(problemWord({ field: 'file', rule: 'format' })).toBeUndefined();
  expect(ruleOf('number')).toBe('number');
  expect(ruleOf('constructor')).toBe('other');
});

it('how far it is is known once it is known how much there is', () => {
  expect(shareOf({ rows_done: 0, rows: 0 })).toBeUndefined();
  expect(shareOf({ rows_done: 5, rows: 20 })).toBe(0.25);
});

it('how a file is read is offered where that may help', () => {
  expect(isAboutReading({ field: 'Ngày', rule: 'contradiction' })).toBe(true);
  expect(isAboutReading({ field: 'sheet', rule: 'known' })).toBe(true);
  expect(isAboutReading({ field: 'file', rule: 'format' })).toBe(false);
  expect(isAboutReading(undefined)).toBe(false);
});

it('a reason is told in English, and otherwise by the value it is about', () => {
  const reason = '"31/02/1990" in Ngày sinh is not a date; write 2026-01-31.';
  expect(reasonText(reason, 'en')).toBe(reason);
  expect(reasonText(reason, 'vi')).toBe('"31/02/1990"');
  expect(reasonText('It is missing.', 'vi')).toBe('It is missing.');
});

it('a date that was read is told with its month in words', () => {
  expect(readText('1990-04-03', 'vi-VN', 'Asia/Ho_Chi_Minh')).toBe('3 thg 4, 1990');
  expect(readText('1990-04-03', 'en-GB', 'America/Los_Angeles')).toBe('3 Apr 1990');
  expect(readText('2026-01-31T20:30:00.000000Z', 'en-GB', 'Asia/Ho_Chi_Minh')).toBe('1 Feb 2026, 03:30');
  expect(readText('150000', 'vi-VN', 'UTC')).toBe('150000');
});
