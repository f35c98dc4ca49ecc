import { changedSettings, currenciesOf, holdOuts, regionsOf, timeZones, weekdaysOf, withDay } from './business';

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

describe('shares that are held out', () => {
  it('are offered with the one in force, from the smallest', () => {
    expect(holdOuts('5')).toEqual(['0', '5', '10', '20']);
    expect(holdOuts('7')).toEqual(['0', '5', '7', '10', '20']);
  });
});
