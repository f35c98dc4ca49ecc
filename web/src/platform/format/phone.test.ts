import { readablePhone } from './phone';

describe('a phone number', () => {
  it.each([
    ['+84901234567', '090 123 45 67'],
    ['+842438251234', '024 3825 1234'],
    ['+842343825123', '0234 382 5123'],
  ])('reads as Vietnamese people write it: %s', (value, read) => expect(readablePhone(value)).toBe(read));
  it('stays as it is when it is foreign or unusual', () => {
    expect(readablePhone('+442071838750')).toBe('+442071838750');
    expect(readablePhone('+84243822')).toBe('+84243822');
  });
});
