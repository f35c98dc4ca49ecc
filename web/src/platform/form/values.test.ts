import { errorOf, propertiesOf, scaleOf, type Field } from './values';

const field = (name: string, kind: Field['kind'], rest: Partial<Field> = {}): Field => ({
  name,
  kind,
  label: { en: name, vi: name },
  required: false,
  ...rest,
});
const business = { timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND' };

describe('a rule of a field', () => {
  it.each([
    ['required and empty', field('a', 'text', { required: true }), '  ', 'required'],
    ['not a number', field('a', 'integer'), 'ten', 'number'],
    ['not whole', field('a', 'duration_minutes'), '1.5', 'whole'],
    ['too small', field('a', 'rating', { min: 1, max: 5 }), '0', 'min'],
    ['too large', field('a', 'rating', { min: 1, max: 5 }), '6', 'max'],
    ['too long', field('a', 'text', { max: 3 }), 'abcd', 'length'],
    ['no time', field('a', 'instant'), 'soon', 'instant'],
    ['no lunar day', field('a', 'lunar_day'), 'rằm', 'lunarDay'],
  ] as const)('is broken: %s', (_, described, value, rule) => {
    expect(errorOf(described, value, business.timeZone)?.rule).toBe(rule);
  });
  it.each([
    [field('a', 'text'), ''],
    [field('a', 'decimal'), '1.5'],
    [field('a', 'text', { max: 3 }), 'đôi'],
    [field('a', 'boolean', { required: true }), false],
  ] as const)('is kept', (described, value) => {
    expect(errorOf(described, value, business.timeZone)).toBeUndefined();
  });
});

describe('what a form sends', () => {
  const fields = [
    field('minutes', 'duration_minutes'),
    field('cost', 'money'),
    field('asked', 'boolean'),
    field('text', 'long_text'),
  ];
  it('has the type of each kind and leaves out what is empty', () => {
    expect(propertiesOf(fields, { minutes: '12', cost: '50000', asked: true, text: ' ' }, business)).toEqual({
      minutes: 12,
      cost: { amount: '50000', currency: 'VND' },
      asked: true,
    });
  });
});

describe('a number', () => {
  it('of few is shown as a scale, side by side', () => {
    expect(scaleOf(field('manner', 'integer', { min: -2, max: 2 }))).toEqual([-2, -1, 0, 1, 2]);
    expect(scaleOf(field('stars', 'rating'))).toEqual([1, 2, 3, 4, 5]);
    expect(scaleOf(field('count', 'integer', { min: 0, max: 1000 }))).toBeUndefined();
    expect(scaleOf(field('count', 'integer'))).toBeUndefined();
  });
});
