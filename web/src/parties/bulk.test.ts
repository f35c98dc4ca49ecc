import { describe, expect, it } from 'vitest';
import { isSaidOfMany, saidOf } from './bulk';
import type { ListField } from './calls';

const field = (said: Partial<ListField>): ListField => ({
  key: 'title',
  kind: 'text',
  group: 'details',
  label: { en: 'It', vi: 'Nó' },
  help: null,
  operators: [],
  choices: [],
  ...said,
});

describe('what is said of many', () => {
  it('is in the kind of the field', () => {
    expect(saidOf(field({}), ' Giám đốc ', 'UTC')).toEqual({ set: { title: 'Giám đốc' } });
    expect(saidOf(field({ key: 'n', kind: 'integer', group: 'own' }), '5', 'UTC')).toEqual({ set: { n: 5 } });
    expect(saidOf(field({ key: 'b', kind: 'boolean', group: 'own' }), 'false', 'UTC')).toEqual({ set: { b: false } });
    expect(saidOf(field({ key: 'role', kind: 'choice' }), 'press', 'UTC')).toEqual({ role: 'press' });
  });

  it('may be nothing only of the fields of the business', () => {
    expect(saidOf(field({}), ' ', 'UTC')).toBeUndefined();
    expect(saidOf(field({ key: 'role', kind: 'choice' }), '', 'UTC')).toBeUndefined();
    expect(saidOf(field({ key: 'own', group: 'own' }), '', 'UTC')).toEqual({ set: { own: null } });
  });

  it('is never that by which each is known', () => {
    for (const key of ['phone', 'email', 'kind', 'roles']) expect(isSaidOfMany(field({ key }))).toBe(false);
    expect(isSaidOfMany(field({ key: 'spent', group: 'figures' }))).toBe(false);
    expect(isSaidOfMany(field({}))).toBe(true);
  });
});
