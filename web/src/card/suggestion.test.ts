import { newFormats } from '../platform/format/format';
import {
  agreementOf,
  claimOf,
  differenceOf,
  evidenceLines,
  inBrief,
  keyOf,
  likelyToStay,
  otherOf,
  shownOdds,
  speaksOf,
  verdictOf,
} from './suggestion';

const formats = newFormats('en', 'Asia/Ho_Chi_Minh');

describe('odds', () => {
  it.each([
    [1_000_000, 1_000_000, false],
    [665_969, 670_000, false],
    [24.6, 25, false],
    [3_509_280_000, 1_000_000, true],
  ])('of %d are told as %d', (odds, shown, over) => {
    expect(shownOdds(odds)).toEqual({ odds: shown, over });
  });

  it.each([
    [null, 'not_compared'],
    [19, 'likely'],
    [300, 'very_likely'],
    [10_000, 'sure'],
  ] as const)('of %s are a word: %s', (odds, verdict) => {
    expect(verdictOf(odds)).toBe(verdict);
  });
});

describe('a line of evidence', () => {
  it.each([
    [6.13, 'for', 70],
    [-2, 'against', 4],
    [-0.06, 'nothing', 1],
    [0, 'nothing', 1],
  ] as const)('that weighs %d bits speaks %s, %d times', (weight, speaks, times) => {
    expect(speaksOf(weight)).toEqual({ speaks, times });
  });

  it('agrees, nearly agrees or differs', () => {
    expect((['equal', 'close', 'alike', 'faint', 'different'] as const).map(agreementOf)).toEqual([
      'agrees',
      'nearly',
      'nearly',
      'differs',
      'differs',
    ]);
  });
});

describe('evidence', () => {
  const evidence = [
    { field: 'birthday', value: '1985-11-02', other: '1985-11-20', level: 'close', weight: 7 },
    { field: 'phone', value: '+84905123987', other: '+84905123987', level: 'equal', weight: 20 },
  ] as const;
  // The second id has a digit more: it is the larger number though it would sort first as a text.
  const suggestion = { filed_for: ['99', '100'], party: { id: '99' }, evidence: [...evidence] };
  const days = (lines: ReturnType<typeof evidenceLines>) => lines[0]!.values;

  it('shows values as people read them', () => {
    expect(evidenceLines(suggestion, '99', formats)).toEqual([
      { field: 'birthday', level: 'close', weight: 7, values: ['2 Nov 1985', '20 Nov 1985'] },
      { field: 'phone', level: 'equal', weight: 20, values: ['090 512 39 87', '090 512 39 87'] },
    ]);
  });

  it('has the values of whoever stands on the left there', () => {
    expect(days(evidenceLines(suggestion, '100', formats))).toEqual(['20 Nov 1985', '2 Nov 1985']);
  });

  it('tells the earlier party first, also where the later one is named first', () => {
    const turned = { ...suggestion, filed_for: ['100', '99'], party: { id: '100' } };
    expect(days(evidenceLines(turned, '100', formats))).toEqual(['20 Nov 1985', '2 Nov 1985']);
    expect(days(evidenceLines(turned, '99', formats))).toEqual(['2 Nov 1985', '20 Nov 1985']);
  });

  it('keeps its sides when one of the two has merged with a third', () => {
    const since = { ...suggestion, party: { id: '500' } };
    expect(days(evidenceLines(since, '500', formats))).toEqual(['2 Nov 1985', '20 Nov 1985']);
  });
});

describe('the difference of two texts', () => {
  it.each([
    ['bichngoc91@a.vn', 'bichngoc.91@a.vn', ['bichngoc', '', '91@a.vn'], ['bichngoc', '.', '91@a.vn']],
    ['hoàng', 'hòang', ['h', 'oà', 'ng'], ['h', 'òa', 'ng']],
    ['lan', 'lan', ['lan', '', ''], ['lan', '', '']],
    ['aa', 'aaa', ['aa', '', ''], ['aa', 'a', '']],
    ['', 'x', ['', '', ''], ['', 'x', '']],
  ])('of %s and %s', (one, other, ofOne, ofOther) => {
    expect(Object.values(differenceOf(one, other))).toEqual(ofOne);
    expect(Object.values(differenceOf(other, one))).toEqual(ofOther);
  });

  it('is none between two ways of writing the same letters', () => {
    expect(differenceOf('hoàng'.normalize('NFD'), 'hoàng').own).toBe('');
    expect(differenceOf('HOÀNG An', 'Hoàng An').own).toBe('');
  });
});

describe('the card that stays', () => {
  const party = (id: string, orders: number) => ({ id, figures: { orders } });

  it('is the one with more orders, else the earlier one', () => {
    expect(likelyToStay(party('9', 0), party('10', 2)).id).toBe('10');
    expect(likelyToStay(party('10', 0), party('9', 0)).id).toBe('9');
  });
});

it('a suggestion is known by the two that it was filed for', () => {
  expect(keyOf({ filed_for: ['1', '2'] })).toBe('1,2');
});

describe('what an address asks for', () => {
  it.each([
    ['together', 'together'],
    ['one', 'one'],
    ['anything', 'one'],
    [undefined, 'one'],
  ])('%s is the list “%s”', (view, claim) => {
    expect(claimOf(view)).toBe(claim);
  });
});

it('the other of two is the one whose card it is not', () => {
  const pair = { party: { id: '1' }, other: { id: '2' } };
  expect(otherOf(pair, '1').id).toBe('2');
  expect(otherOf(pair, '2').id).toBe('1');
});

describe('names in brief', () => {
  it.each([
    [['An'], 'An', 0],
    [['An', 'Bình'], 'An, Bình', 0],
    [['An', 'Bình', 'Chi', 'Dũng'], 'An, Bình', 2],
  ])('of %s are %s and %d more', (all, names, more) => {
    expect(inBrief(all, 2)).toEqual({ names, more });
  });
});
