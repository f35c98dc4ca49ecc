import type { Card } from './calls';
import { differingFields, keepsOf } from './merge';

const trait = (value: unknown, at: string | null) => ({ value, at, source: 'app' });
const card = (id: string, name: string, traits: Card['traits'], fields: unknown[] = []) =>
  ({ id, name, traits, fields }) as unknown as Card;
const own = (key: string, value: unknown, at: string) => ({ key, value, at });

const one = card(
  '1',
  'Nguyễn An',
  {
    name: trait('Nguyễn An', '2026-01-01T00:00:00Z'),
    kind: trait('person', '2026-01-01T00:00:00Z'),
    address: trait('12 Hàng Gai', '2026-03-01T00:00:00Z'),
    title: trait('Chị', '2026-01-01T00:00:00Z'),
    gender: trait('female', '2026-01-01T00:00:00Z'),
    interests: trait(['trà'], '2026-02-01T00:00:00Z'),
  },
  [own('seats', 4, '2026-01-01T00:00:00Z'), own('machine', null, '2026-01-01T00:00:00Z')],
);
const other = card(
  '2',
  'Nguyen An',
  {
    firstName: trait('An', '2026-02-01T00:00:00Z'),
    lastName: trait('Nguyen', '2026-02-01T00:00:00Z'),
    kind: trait('organisation', '2026-01-02T00:00:00Z'),
    address: trait('7 Hàng Bông', '2026-02-01T00:00:00Z'),
    title: trait('Chị', '2026-01-05T00:00:00Z'),
    interests: trait(['cà phê'], '2026-02-01T00:00:00Z'),
  },
  [own('seats', 6, '2026-05-01T00:00:00Z'), own('machine', 'Faema', '2026-01-01T00:00:00Z')],
);

describe('where two cards differ', () => {
  it('only what both have is chosen of, and the latest stays unless somebody chooses', () => {
    expect(differingFields(one, other).map(({ name, values, latest }) => [name, values, latest])).toEqual([
      ['name', ['Nguyễn An', 'Nguyen An'], '1'],
      ['address', ['12 Hàng Gai', '7 Hàng Bông'], '1'],
      ['interests', [['trà'], ['cà phê']], undefined],
      ['seats', [4, 6], '2'],
    ]);
  });

  it('is told only where it would come out otherwise', () => {
    const differing = differingFields(one, other);
    expect(keepsOf(differing, {}, '2')).toEqual({ interests: '2' });
    expect(keepsOf(differing, { address: '2', seats: '2', name: '2', interests: '1' }, '1')).toEqual({
      address: '2',
      name: '2',
      interests: '1',
    });
  });
});
