import { readablePhone } from './phone';

describe('a phone number', () => {
  it('reads as Vietnamese people write it', () => expect(readablePhone('+84901234567')).toBe('090 123 45 67'));
  it('stays as it is when it is foreign or unusual', () => {
    expect(readablePhone('+442071838750')).toBe('+442071838750');
    expect(readablePhone('+842438220000')).toBe('+842438220000');
  });
});
