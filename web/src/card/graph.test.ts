import type { RelationGraph } from './calls';
import { layoutOf, radiiOf, shortName } from './graph';

const party = (id: string, steps: number) => ({ id, kind: 'person', name: `Người ${id}`, steps });
const relation = (from: string, to: string, word: RelationGraph['relations'][number]['relation'], holds = true) => ({
  from,
  to,
  relation: word,
  title: '',
  since: null,
  until: null,
  holds,
});
const graph: RelationGraph = {
  parties: [party('me', 0), party('firm', 1), party('wife', 1), party('boss', 2), party('clerk', 2)],
  relations: [
    relation('me', 'firm', 'works_for'),
    relation('me', 'wife', 'household', false),
    relation('boss', 'firm', 'works_for'),
    relation('clerk', 'firm', 'works_for'),
    relation('wife', 'boss', 'referred_by'),
  ],
  left_out: 2,
};

describe('the layout of relations', () => {
  it('says of each how the one nearer to the middle stands to it', () => {
    const { nodes, edges, undrawn } = layoutOf(graph, { stepsMax: 2 });
    expect(nodes.map(({ id, relation: word, holds }) => [id, word, holds])).toEqual([
      ['me', undefined, true],
      ['firm', 'works_for', true],
      ['boss', 'employs', true],
      ['clerk', 'employs', true],
      ['wife', 'household', false],
    ]);
    expect(edges).toHaveLength(5);
    expect(undrawn).toBe(2);
  });

  it('keeps directions apart, and whom one leads to in the same direction', () => {
    const { nodes } = layoutOf(graph, { stepsMax: 2 });
    const angle = Object.fromEntries(nodes.map(({ id, angle }) => [id, angle]));
    expect(angle.firm).toBeCloseTo((angle.boss! + angle.clerk!) / 2);
    expect(Math.abs(angle.wife! - angle.firm!)).toBeGreaterThan(1);
    expect(angle.clerk! - angle.boss!).toBeCloseTo((2 * Math.PI) / 3);
  });

  it('draws only the nearest where there is little room, and counts the rest', () => {
    const { nodes, edges, undrawn } = layoutOf(graph, { stepsMax: 1, nearMax: 1 });
    expect(nodes.map(({ id }) => id)).toEqual(['me', 'firm']);
    expect(edges).toHaveLength(1);
    expect(undrawn).toBe(5);
  });

  it('makes room for many', () => {
    const many: RelationGraph = {
      parties: [party('me', 0), ...Array.from({ length: 16 }, (_, n) => party(`${n}`, 1))],
      relations: Array.from({ length: 16 }, (_, n) => relation('me', `${n}`, 'household')),
      left_out: 0,
    };
    const [first] = radiiOf(layoutOf(many, { stepsMax: 2 }), 92);
    expect((2 * Math.PI * first) / 16).toBeGreaterThanOrEqual(92);
  });
});

it('shortens names as people say them', () => {
  expect(shortName('Nguyễn Thị Minh Khai', 'person')).toBe('Minh Khai');
  expect(shortName('Công ty TNHH Rang Xay An Bình', 'organisation')).toBe('Công ty TNHH Rang…');
  expect(shortName('An', 'person')).toBe('An');
});
