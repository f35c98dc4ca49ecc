import { lunarDayOf, readLunarDay } from './lunar';

it.each([
  ['1990-04-23', { year: 1990, month: 4, leap: false, day: 23 }],
  ['2023-02L-10', { year: 2023, month: 2, leap: true, day: 10 }],
  ['2023-2-10', undefined],
  ['', undefined],
])('reads %s as the server writes it', (text, day) => expect(lunarDayOf(text)).toEqual(day));

it.each([
  ['23/4/1990', '1990-04-23'],
  [' 10/2L/2023 ', '2023-02L-10'],
  ['10/2l/2023', '2023-02L-10'],
  ['2023-02L-10', '2023-02L-10'],
  ['23 April', undefined],
])('takes %s as people type it', (typed, sent) => expect(readLunarDay(typed)).toBe(sent));
