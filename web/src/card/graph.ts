// Pure layout of the parties around one: each stands in a direction from the middle, whom it leads to stands further out
// in the same direction.
import type { RelationGraph } from './calls';

type GraphParty = RelationGraph['parties'][number];
type GraphRelation = RelationGraph['relations'][number];
export type RelationWord = GraphRelation['relation'] | 'employs' | 'referred' | 'decided_by';

export interface Placed extends GraphParty {
  /** Radians, clockwise from the right; of the one in the middle without meaning. */
  angle: number;
  /** How the one nearer to the middle stands to it, and whether that holds. */
  relation?: RelationWord;
  holds: boolean;
}

export interface Edge {
  from: Placed;
  to: Placed;
  relation: GraphRelation['relation'];
  holds: boolean;
}

export interface Layout {
  nodes: Placed[];
  edges: Edge[];
  /** How many parties of the graph are not drawn. */
  undrawn: number;
}

const FROM_THERE: Record<GraphRelation['relation'], RelationWord> = {
  works_for: 'employs',
  household: 'household',
  referred_by: 'referred',
  decides_for: 'decided_by',
};

/** How `from` stands to `to`, as one says it of `from`. */
const wordFor = ({ from, relation }: GraphRelation, of: string): RelationWord =>
  from === of ? relation : FROM_THERE[relation];

interface Limits {
  stepsMax: number;
  /** Of those around the one in the middle. */
  nearMax?: number;
}

export function layoutOf(graph: RelationGraph, { stepsMax, nearMax = Infinity }: Limits): Layout {
  const [middle, ...others] = graph.parties;
  if (!middle) return { nodes: [], edges: [], undrawn: 0 };
  const linksOf = (id: string) => graph.relations.filter(({ from, to }) => from === id || to === id);
  const near = others.filter(({ steps }) => steps === 1).slice(0, nearMax);
  const nearIds = new Set(near.map(({ id }) => id));
  // Each further one hangs on the first of those near the middle that it is related to.
  const further = new Map<string, GraphParty[]>();
  if (stepsMax > 1)
    for (const party of others.filter(({ steps }) => steps === 2)) {
      const link = linksOf(party.id).find(({ from, to }) => nearIds.has(from === party.id ? to : from));
      if (!link) continue;
      const parent = link.from === party.id ? link.to : link.from;
      further.set(parent, [...(further.get(parent) ?? []), party]);
    }
  const wideOf = ({ id }: GraphParty) => Math.max(1, further.get(id)?.length ?? 0);
  const whole = near.reduce((sum, party) => sum + wideOf(party), 0);
  const place = (party: GraphParty, angle: number, parent: string): Placed => {
    const link = linksOf(party.id).find(({ from, to }) => from === parent || to === parent);
    return { ...party, angle, relation: link && wordFor(link, parent), holds: link?.holds ?? true };
  };
  const nodes: Placed[] = [{ ...middle, angle: 0, holds: true }];
  let passed = 0;
  for (const party of near) {
    const wide = wideOf(party);
    const angleAt = (part: number) => -Math.PI / 2 + (2 * Math.PI * (passed + part)) / whole;
    nodes.push(place(party, angleAt(wide / 2), middle.id));
    further.get(party.id)?.forEach((each, at) => nodes.push(place(each, angleAt(at + 0.5), party.id)));
    passed += wide;
  }
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const edges = graph.relations.flatMap(({ from, to, relation, holds }) => {
    const [a, b] = [byId.get(from), byId.get(to)];
    return a && b ? [{ from: a, to: b, relation, holds }] : [];
  });
  return { nodes, edges, undrawn: graph.parties.length - nodes.length + graph.left_out };
}

/** The radii at which nodes of so many pixels in width do not stand on each other. */
export function radiiOf({ nodes }: Layout, width: number): [number, number] {
  const count = (steps: number) => nodes.filter((node) => node.steps === steps).length;
  const around = (many: number) => (many * width) / (2 * Math.PI);
  const first = Math.max(120, around(count(1)));
  return [first, Math.max(first + 110, around(Math.max(count(2), count(1))))];
}

/** Enough of a name to be told by: the last two words of a Vietnamese person's, the beginning of a firm's. */
export function shortName(name: string, kind: string): string {
  const words = name.trim().split(/\s+/);
  const short = kind === 'organisation' ? words.join(' ') : words.slice(-2).join(' ');
  return [...short].length > 18 ? `${[...short].slice(0, 17).join('')}…` : short;
}
