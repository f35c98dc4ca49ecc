import { keysOf, numbersIn } from './refusalText';

describe('the numbers of a sentence', () => {
  it.each([
    ['A whole number from 0 to 365.', ['0', '365']],
    ['At most 2,000 bytes, without null characters.', ['2,000']],
    ['It must be 2026-01-31 or RFC3339.', []],
    ['A name is 1 to 200 bytes long.', ['1', '200']],
    [undefined, []],
  ])('“%s”', (detail, numbers) => {
    expect(numbersIn(detail)).toEqual(numbers);
  });
});

describe('the words for a refusal are looked for', () => {
  it('by the field and the rule, then by the rule', () => {
    expect(keysOf({ code: undefined, field: 'login', rule: 'unique', detail: 'There is a user an already.' })).toEqual([
      'login_unique',
      'unique',
    ]);
    expect(
      keysOf({ code: undefined, field: 'context.ganbo.participants[0].role', rule: 'choice', detail: '' }),
    ).toEqual(['role_choice', 'choice']);
    expect(keysOf({ code: undefined, field: 'batch[3]', rule: 'type', detail: '' })).toEqual(['batch_type', 'type']);
  });
  it('with its numbers where it has them', () => {
    expect(
      keysOf({ code: undefined, field: 'lead_days', rule: 'range', detail: 'A whole number from 0 to 365.' }),
    ).toContain('range_of');
    expect(keysOf({ code: undefined, field: 'name', rule: 'limit', detail: 'At most 100 bytes.' })).toContain(
      'limit_of',
    );
    expect(keysOf({ code: undefined, field: 'name', rule: 'range', detail: 'Out of range.' })).not.toContain(
      'range_of',
    );
  });
  it('nowhere where no rule is named', () => {
    expect(keysOf({ code: undefined, field: undefined, rule: undefined, detail: 'Down.' })).toEqual([]);
  });
  it('by the kind of problem where there is nothing more exact', () => {
    expect(keysOf({ code: 'not_found', field: undefined, rule: undefined, detail: 'There is no such view.' })).toEqual([
      'code.not_found',
    ]);
    expect(keysOf({ code: 'conflict', field: 'x', rule: 'new_rule', detail: '' }).at(-1)).toBe('code.conflict');
  });
});
