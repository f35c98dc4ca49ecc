import { describe, expect, it } from 'vitest';
import { errorsIn, readCsv } from './errorsFile';

describe('a file of rows with commas between them', () => {
  it.each([
    ['', []],
    ['a,b\n', [['a', 'b']]],
    [
      '\uFEFFa,b\r\n"x, y","say ""no"""\n',
      [
        ['a', 'b'],
        ['x, y', 'say "no"'],
      ],
    ],
    [
      '1,,\n"two\nlines",x,',
      [
        ['1', '', ''],
        ['two\nlines', 'x', ''],
      ],
    ],
  ])('is read: %o', (text, rows) => expect(readCsv(text)).toEqual(rows));
});

it('is told in the words of the page', () => {
  const words = {
    head: ['Dòng', 'Cột', 'Quy tắc', 'Lý do'],
    reason: (field: string, rule: string, reason: string) =>
      rule === 'day' ? `“${field}” không có, "${reason}"` : reason,
  };
  expect(errorsIn(words, '\uFEFFrow,field,rule,reason\n3,Ngày sinh,day,31/02\n4,Tên,other,"a, b"\n')).toBe(
    '\uFEFFDòng,Cột,Quy tắc,Lý do\n3,Ngày sinh,day,"“Ngày sinh” không có, ""31/02"""\n4,Tên,other,"a, b"\n',
  );
});
