import { dayAfter, fromLocalInput, localDay, newFormats, toLocalInput } from './format';

const plain = (text: string) => text.replace(/\u00a0|\u202f/g, ' ');

describe('money', () => {
  it('shows dong without decimals and groups thousands the Vietnamese way', () => {
    expect(plain(newFormats('vi', 'Asia/Ho_Chi_Minh').money({ amount: '1500000', currency: 'VND' }))).toBe(
      '1.500.000 ₫',
    );
  });
  it('keeps the minor units of a currency that has them', () => {
    expect(plain(newFormats('en', 'Europe/London').money({ amount: '-12.5', currency: 'GBP' }))).toBe('-£12.50');
  });
});

describe('days', () => {
  const formats = newFormats('en', 'Asia/Ho_Chi_Minh');
  const now = new Date('2026-11-21T01:00:00Z'); // 08:00 in Vietnam
  it('counts local days, so that half past six in the evening UTC is already tomorrow in Vietnam', () => {
    expect(localDay(new Date('2026-11-20T18:30:00Z'), 'Asia/Ho_Chi_Minh')).toBe(
      localDay(new Date('2026-11-20T18:30:00Z'), 'UTC') + 1,
    );
  });
  it('says the day so many days ahead as forms and the server take it', () => {
    expect(dayAfter(now, 0, 'Asia/Ho_Chi_Minh')).toBe('2026-11-21');
    expect(dayAfter(new Date('2026-03-02T18:30:00Z'), 1, 'Asia/Ho_Chi_Minh')).toBe('2026-03-04');
    expect(dayAfter(now, 41, 'Asia/Ho_Chi_Minh')).toBe('2027-01-01');
  });
  it('says today and yesterday by the business time zone', () => {
    expect(formats.day('2026-11-20T18:30:00Z', now)).toBe('Today');
    expect(formats.day('2026-11-20T16:30:00Z', now)).toBe('Yesterday');
    // Releases of ICU differ in the comma after the weekday.
    expect(formats.day('2026-11-18T16:30:00Z', now).replace(',', '')).toBe('Wednesday 18 November 2026');
  });
  it('says how long ago in the largest whole unit', () => {
    expect(formats.ago('2026-11-21T00:15:00Z', now)).toBe('45 minutes ago');
    expect(formats.ago('2026-11-18T00:00:00Z', now)).toBe('3 days ago');
    expect(formats.ago('2026-08-01T00:00:00Z', now)).toBe('3 months ago');
    expect(newFormats('vi', 'Asia/Ho_Chi_Minh').ago('2026-11-18T00:00:00Z', now)).toBe('3 ngày trước');
  });
});

describe('a time typed in by hand', () => {
  it('is read in the business time zone', () => {
    expect(fromLocalInput('2026-11-21T08:00', 'Asia/Ho_Chi_Minh')).toBe('2026-11-21T01:00:00.000Z');
    expect(toLocalInput(new Date('2026-11-21T01:00:30Z'), 'Asia/Ho_Chi_Minh')).toBe('2026-11-21T08:00');
  });
  it('is right on both sides of a change of clocks', () => {
    for (const value of ['2026-03-29T00:30', '2026-03-29T03:30', '2026-10-25T03:30', '2026-07-01T12:00'])
      expect(toLocalInput(new Date(fromLocalInput(value, 'Europe/London')!), 'Europe/London')).toBe(value);
  });
  it('is refused when it is no time', () => {
    expect(fromLocalInput('', 'UTC')).toBeUndefined();
    expect(fromLocalInput('yesterday', 'UTC')).toBeUndefined();
  });
});
