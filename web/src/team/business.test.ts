import { changedSettings, currenciesOf, regionsOf, timeZones, weekdaysOf, withDay } from './business';

it('sends what was changed alone', () => {
  const kept = { 'business.name': 'Lam Sương', 'business.holidays': 'vn' } as const;
  expect(changedSettings(kept, { 'business.name': 'Lam Sương', 'business.holidays': 'none' })).toEqual({
    'business.holidays': 'none',
  });
});

it.each([
  ['saturday sunday', 'saturday', 'sunday'],
  ['sunday', 'monday', 'monday sunday'],
  ['none', 'sunday', 'sunday'],
  ['sunday', 'sunday', 'none'],
])('%s with %s toggled is %s', (words, day, expected) => {
  expect(withDay(words, day)).toBe(expected);
});

it('offers days, currencies and countries by their names', () => {
  expect(weekdaysOf('vi')[6]).toEqual({ word: 'sunday', label: 'Chủ Nhật' });
  expect(currenciesOf('vi').find(({ value }) => value === 'VND')?.label).toMatch(/^VND · Đồng/);
  const regions = regionsOf('en');
  expect(regions.find(({ value }) => value === 'VN')?.label).toBe('Vietnam (VN)');
  expect(regions.length).toBeGreaterThan(200);
});

it('offers zones once each, by their newer names, and the kept one in any case', () => {
  const zones = timeZones('Mars/Olympus');
  expect(zones).toContain('Asia/Ho_Chi_Minh');
  expect(zones).not.toContain('Asia/Saigon');
  expect(zones).toContain('Mars/Olympus');
  expect(new Set(zones).size).toBe(zones.length);
});
