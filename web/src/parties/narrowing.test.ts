import { describe, expect, it } from 'vitest';
import type { ListField } from './calls';
import { conditionsOf, inputFor, isWhole, nextSort, whereOf, type Condition } from './narrowing';

const field = (kind: ListField['kind'], operators: ListField['operators']): ListField => ({
  key: 'it',
  kind,
  group: 'figures',
  label: { en: 'It', vi: 'Nó' },
  help: null,
  operators,
  choices: [],
});

describe('conditions', () => {
  it('stand in the address and come back as they were', () => {
    const conditions: Condition[] = [
      { field: 'title', operator: 'is', value: 'a:b' },
      { field: 'orders', operator: 'filled', value: '' },
    ];
    expect(whereOf(conditions)).toBe('title:is:a:b\norders:filled');
    expect(conditionsOf(whereOf(conditions))).toEqual(conditions);
    expect(conditionsOf(undefined)).toEqual([]);
    expect(whereOf([])).toBeUndefined();
  });

  it('are asked for by what the operator takes', () => {
    const day = field('day', ['month', 'within', 'from', 'filled']);
    expect(inputFor(day, 'month')).toBe('month');
    expect(inputFor(day, 'within')).toBe('days');
    expect(inputFor(day, 'from')).toBe('day');
    expect(inputFor(day, 'filled')).toBe('none');
    expect(inputFor(field('words', ['any_of']), 'any_of')).toBe('choices');
    expect(inputFor(field('money', ['at_least']), 'at_least')).toBe('number');
  });

  it('are sent only when they are whole', () => {
    const cases: [ListField, string, string, boolean][] = [
      [field('integer', ['at_least']), 'at_least', '3', true],
      [field('integer', ['at_least']), 'at_least', '3.5', false],
      [field('money', ['at_least']), 'at_least', '3.5', true],
      [field('money', ['at_least']), 'at_least', '', false],
      [field('money', ['at_least']), 'contains', '3', false],
      [field('instant', ['within', 'before']), 'within', '0', false],
      [field('instant', ['within', 'before']), 'before', '0', true],
      [field('day', ['month']), 'month', '13', false],
      [field('text', ['contains']), 'contains', ' ', false],
      [field('text', ['empty']), 'empty', '', true],
      [field('boolean', ['is']), 'is', 'true', true],
    ];
    for (const [of, operator, value, whole] of cases)
      expect(isWhole({ field: 'it', operator, value }, of), `${of.kind} ${operator} ${value}`).toBe(whole);
    expect(isWhole({ field: 'it', operator: 'filled', value: '' }, undefined)).toBe(false);
  });
});

describe('sorting', () => {
  it('goes from the one way to the other and back to names', () => {
    expect(nextSort(undefined, 'spent', false)).toBe('-spent');
    expect(nextSort('-spent', 'spent', false)).toBe('spent');
    expect(nextSort('spent', 'spent', false)).toBeUndefined();
    expect(nextSort('-spent', 'orders', false)).toBe('-orders');
    expect(nextSort(undefined, 'title', true)).toBe('title');
    expect(nextSort('title', 'title', true)).toBe('-title');
  });
});
