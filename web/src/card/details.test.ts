import type { CustomField } from '../platform/fields';
import type { Card } from './calls';
import { inputOf } from '../platform/fields';
import { isContested, ownEditing, traitEditing, type TraitWords } from './details';

const own = (key: string, kind: CustomField['kind'], rest: Partial<CustomField> = {}): CustomField => ({
  key,
  kind,
  label: { en: key, vi: key },
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
const trait = (value: unknown) => ({ value, at: '2026-01-01T00:00:00Z', source: 'app' });
const onCard = (field: CustomField, value: string | number | boolean | null): Card['fields'][number] => ({
  key: field.key,
  label: field.label,
  kind: field.kind,
  value,
  value_label: null,
  at: null,
  source: null,
  retired: field.retired,
});
const zone = 'Asia/Ho_Chi_Minh';

const seats = own('seats', 'integer');
const delivers = own('delivers', 'boolean');
const card = {
  name: 'Lan',
  roles: ['customer'],
  traits: {
    name: trait('Lan'),
    address: trait({ street: '12 Hàng Gai', city: 'Huế' }),
    birthday: trait('1990-05-02'),
    interests: trait(['trà', 'cà phê']),
    employees: trait(4),
    gender: trait('female'),
    odd: trait([['x']]),
  },
  fields: [onCard(seats, 12), onCard(delivers, null)],
} as unknown as Card;
const word = (name: string) => ({ en: name, vi: name });
const words: TraitWords = {
  label: word,
  choices: (name) => (name === 'gender' ? [{ value: 'female', label: word('female') }] : undefined),
};
const described = [
  { name: 'birthday', kind: 'day', label: word('birthday'), required: false },
  { name: 'lunar_birthday', kind: 'lunar_day', label: word('lunar_birthday'), required: false },
  { name: 'employees', kind: 'integer', label: word('employees'), required: false, min: 0 },
  { name: 'address', kind: 'json', label: word('address'), required: false },
  { name: 'company', kind: 'json', label: word('company'), required: false },
  { name: 'interests', kind: 'json', label: word('interests'), required: false },
];
const editing = (name: string) => traitEditing(card, name, described, words)!;

describe('a trait that is corrected where it stands', () => {
  it('is typed as the server describes it, and what is known is not let go of', () => {
    const shape = (name: string) => editing(name).inputs.map(({ name, kind, required }) => [name, kind, required]);
    expect(shape('name')).toEqual([['name', 'text', true]]);
    expect(shape('birthday')).toEqual([['birthday', 'day', true]]);
    expect(shape('lunar_birthday')).toEqual([['lunar_birthday', 'lunar_day', false]]);
    expect(shape('company')).toEqual([['company', 'text', false]]);
    expect(shape('gender')).toEqual([['gender', 'choice', true]]);
    expect(traitEditing(card, 'odd', described, words), 'nobody could type that').toBeUndefined();
  });

  it('in parts is typed part by part and said whole', () => {
    const { inputs, begun, said, seen } = editing('address');
    expect(inputs.map(({ name }) => name)).toEqual(['street', 'city']);
    expect(begun).toEqual({ street: '12 Hàng Gai', city: 'Huế' });
    expect(said({ street: ' 7 Hàng Bông ', city: 'Huế' })).toEqual({ street: '7 Hàng Bông', city: 'Huế' });
    expect(seen).toEqual({ street: '12 Hàng Gai', city: 'Huế' });
  });

  it('is said in its kind', () => {
    expect(editing('interests').begun).toEqual({ interests: 'trà, cà phê' });
    expect(editing('interests').said({ interests: 'trà, , rang đậm' })).toEqual(['trà', 'rang đậm']);
    expect(editing('employees').said({ employees: '7' })).toBe(7);
    expect(editing('lunar_birthday').said({ lunar_birthday: '10/3/1990' })).toBe('1990-03-10');
    expect(editing('name').said({ name: ' Lan Anh ' })).toBe('Lan Anh');
    expect(editing('company').seen).toBeNull();
  });

  it('of the business may be emptied', () => {
    const of = (field: CustomField) => ownEditing(card, field, inputOf(field, word('yes'), word('no')), zone);
    expect(of(seats).begun).toEqual({ seats: '12' });
    expect(of(seats).said({ seats: '' })).toBeNull();
    expect(of(seats).said({ seats: '8' })).toBe(8);
    expect(of(delivers).said({ delivers: 'false' })).toBe(false);
    expect(of(delivers).seen).toBeNull();
  });
});

describe('a fact that two change', () => {
  const now = { seen: '7 Hàng Bông', onCard: { address: '7 Hàng Bông' } };

  it('is contested until somebody decides', () => {
    expect(isContested(now, { address: 'x' }, undefined), 'nobody has typed').toBe(false);
    expect(isContested(now, { address: 'x' }, { seen: '7 Hàng Bông' })).toBe(false);
    expect(isContested(now, { address: 'x' }, { seen: '12 Hàng Gai' })).toBe(true);
  });

  it('is not, where both say the same', () => {
    expect(isContested(now, { address: '7 Hàng Bông' }, { seen: '12 Hàng Gai' })).toBe(false);
  });
});
