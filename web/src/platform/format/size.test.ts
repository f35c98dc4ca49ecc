import { expect, it } from 'vitest';
import { sizeText } from './size';

it('says how large something is in the largest unit of which there is one', () => {
  expect(sizeText(0, 'en-GB')).toBe('0 bytes');
  expect(sizeText(900, 'en-GB')).toBe('900 bytes');
  expect(sizeText(5 * 1024 * 1024, 'en-GB')).toBe('5 MB');
  expect(sizeText(1.5 * 1024 ** 3, 'vi-VN').replace(/\u00a0/g, ' ')).toBe('1,5 GB');
});
