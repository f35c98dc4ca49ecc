import { askedFor, inputOf, ownValueOf, shownValue, typedOf, type CustomField } from './fields';
import { newFormats } from './format/format';

const field = (kind: CustomField['kind'], rest: Partial<CustomField> = {}): CustomField => ({
  key: 'own',
  kind,
  label: { en: 'Own', vi: 'Riêng' },
  choices: [],
  roles: [],
  serves: 'a test',
  readers: [],
  in_list: false,
  in_search: false,
  retired: false,
  made_at: '2026-01-01T00:00:00Z',
  ...rest,
});
const zone = 'Asia/Ho_Chi_Minh';
const yes = { en: 'Yes', vi: 'Có' };
const no = { en: 'No', vi: 'Không' };

describe('a field of the business', () => {
  it('is asked for on cards of its roles, unless it is retired', () => {
    const all = [field('text'), field('text', { roles: ['supplier'] }), field('text', { retired: true })];
    expect(askedFor(all, ['customer'])).toEqual([all[0]]);
    expect(askedFor(all, ['supplier', 'customer'])).toEqual([all[0], all[1]]);
  });

  it('is typed by its kind: yes or no as a choice, retired choices are none', () => {
    expect(inputOf(field('boolean'), yes, no).choices?.map(({ value }) => value)).toEqual(['true', 'false']);
    const choices = [
      { value: 'dark', label: yes, retired: false },
      { value: 'old', label: no, retired: true },
    ];
    expect(inputOf(field('choice', { choices }), yes, no).choices?.map(({ value }) => value)).toEqual(['dark']);
    expect(inputOf(field('decimal'), yes, no).kind).toBe('decimal');
  });

  it.each([
    ['text', 'Phin', 'Phin'],
    ['integer', 12, '12'],
    ['decimal', '12.5', '12.5'],
    ['boolean', false, 'false'],
    ['day', '2026-01-31', '2026-01-31'],
    ['instant', '2026-01-31T00:00:00.000Z', '2026-01-31T07:00'],
    ['text', null, ''],
  ] as const)('comes into the input and back: %s', (kind, value, typed) => {
    expect(typedOf(field(kind), value, zone)).toBe(typed);
    expect(ownValueOf(field(kind), typed, zone)).toBe(value);
  });

  it('is shown as people read it', () => {
    const formats = newFormats('vi', zone);
    const words = { pick: (label: { vi: string }) => label.vi, yes: 'Có', no: 'Không' };
    const shown = (
      kind: CustomField['kind'],
      value: string | number | boolean | null,
      value_label: typeof yes | null = null,
    ) => shownValue({ kind, value, value_label }, formats, words);
    expect(shown('integer', 1200)).toBe('1.200');
    expect(shown('decimal', '30000000.5')).toBe('30.000.000,5');
    expect(shown('decimal', 'about ten')).toBe('about ten');
    expect(shown('boolean', false)).toBe('Không');
    expect(shown('day', '2026-01-31')).toBe('31/1/2026');
    expect(shown('choice', 'dark', { en: 'Dark', vi: 'Đậm' })).toBe('Đậm');
    expect(shown('choice', 'gone')).toBe('gone');
    expect(shown('text', null)).toBeUndefined();
  });
});
