import { describe, expect, it } from 'vitest';
import { readNumber, shownNumber } from './number';

describe('a number', () => {
  it.each([
    ['250.000', '250000', '250.000'],
    ['35.000.000', '35000000', '35000000'],
    ['50,000', '50.000', '50000'],
    ['1.234,5', '1234.5', '1234.5'],
    ['1,234.5', '1234.5', '1234.5'],
    ['1,234,567', '1234567', '1234567'],
    ['12.5', '12.5', '12.5'],
    ['12,5', '12.5', '12.5'],
    ['25.79', '25.79', '25.79'],
    ['30 000 000', '30000000', '30000000'],
    ['−3', '-3', '-3'],
    ['007', '007', '007'],
    ['', undefined, undefined],
    ['abc', undefined, undefined],
    ['1.2.3', undefined, undefined],
    ['1,2,3', undefined, undefined],
  ])('“%s” is read as Vietnamese and as English people mean it', (typed, vi, en) => {
    expect(readNumber(typed, 'vi')).toBe(vi);
    expect(readNumber(typed, 'en')).toBe(en);
  });
  it.each([
    ['250000', '250.000', '250,000'],
    ['1234.50', '1.234,50', '1,234.50'],
    ['-1000', '-1.000', '-1,000'],
    ['abc', 'abc', 'abc'],
  ])('%s is shown so, and read again', (value, vi, en) => {
    expect([shownNumber(value, 'vi'), shownNumber(value, 'en')]).toEqual([vi, en]);
    if (value !== 'abc') expect([readNumber(vi, 'vi'), readNumber(en, 'en')]).toEqual([value, value]);
  });
});
