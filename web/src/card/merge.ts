// Pure shaping of two cards that become one: where they differ, and whose value stays.
import { isSame } from './details';
import type { Card } from './calls';

type Trait = Card['traits'][string];
type Own = Card['fields'][number];

export interface Differing {
  name: string;
  /** Of the business's own fields. */
  own?: [Own, Own];
  values: [unknown, unknown];
  /** Whose value stays if nobody chooses: that of the latest moment. Undefined where both are of one moment. */
  latest?: string;
}

/** What a party is cannot be chosen here, and the parts of a name go with the name. */
const NOT_CHOSEN = new Set(['kind', 'name', 'firstName', 'lastName']);

function latestOf(one: Card, other: Card, at: [string | null | undefined, string | null | undefined]) {
  const [a, b] = at.map((time) => (time ? Date.parse(time) : -Infinity)) as [number, number];
  if (a === b) return undefined;
  return a > b ? one.id : other.id;
}

/** Whoever was told no name is called by a number or an address, which is nobody's to choose. */
const isNamed = ({ traits }: Card) => ['name', 'firstName', 'lastName'].some((name) => traits[name]?.value);

export function differingFields(one: Card, other: Card): Differing[] {
  const found: Differing[] = [];
  if (isNamed(one) && isNamed(other) && one.name !== other.name) {
    const told: [Trait | undefined, Trait | undefined] = [one.traits.name, other.traits.name];
    // A name that was told whole stands before one that is put together.
    const latest = told[0] && told[1] ? latestOf(one, other, [told[0].at, told[1].at]) : told[0] ? one.id : other.id;
    found.push({ name: 'name', values: [one.name, other.name], latest: told[0] || told[1] ? latest : undefined });
  }
  for (const [name, trait] of Object.entries(one.traits)) {
    const theirs = other.traits[name];
    if (NOT_CHOSEN.has(name) || !theirs || isSame(trait.value, theirs.value)) continue;
    found.push({
      name,
      values: [trait.value, theirs.value],
      latest: latestOf(one, other, [trait.at, theirs.at]),
    });
  }
  for (const field of one.fields) {
    const theirs = other.fields.find(({ key }) => key === field.key);
    if (!theirs || field.value === null || theirs.value === null || isSame(field.value, theirs.value)) continue;
    found.push({
      name: field.key,
      own: [field, theirs],
      values: [field.value, theirs.value],
      latest: latestOf(one, other, [field.at, theirs.at]),
    });
  }
  return found;
}

/** What is told with the merge: only what would come out otherwise without a word. */
export function keepsOf(differing: Differing[], chosen: Record<string, string>, stays: string): Record<string, string> {
  const keeps: Record<string, string> = {};
  for (const { name, latest } of differing) {
    const of = chosen[name] ?? latest ?? stays;
    if (of !== latest) keeps[name] = of;
  }
  return keeps;
}
