import type { Party } from './calls';
import { contactOf, emptyDraft, isFound, newPartyOf, railOf, totalOf } from './shape';

describe('the A–Z rail', () => {
  const counts = [
    { letter: 'D', count: 3 },
    { letter: '#', count: 1 },
  ];
  it('shows every letter, also those under which nobody stands', () => {
    const rail = railOf(counts);
    expect(rail).toHaveLength(27);
    expect(rail.find(({ letter }) => letter === 'D')?.count).toBe(3);
    expect(rail.find(({ letter }) => letter === 'X')?.count).toBe(0);
  });
  it('tells the total only where letters can know it', () => {
    expect(totalOf(counts, {})).toBe(4);
    expect(totalOf(counts, { letter: 'D' })).toBe(3);
    expect(totalOf(counts, { letter: 'X' })).toBe(0);
    expect(totalOf(counts, { search: 'hoa' })).toBeUndefined();
    expect(totalOf(counts, { kind: 'person' })).toBeUndefined();
  });
});

describe('the contact shown in the list', () => {
  const identifiers: Party['identifiers'] = [
    { type: 'email', value: 'hoa@example.com' },
    { type: 'phone', value: '+84900000001' },
  ];
  it('prefers the phone', () => expect(contactOf({ identifiers })?.type).toBe('phone'));
  it('is what was typed into the search, where it is part of an identifier', () => {
    expect(contactOf({ identifiers }, 'hoa@')?.type).toBe('email');
    expect(contactOf({ identifiers }, 'hoa nguyen')?.type).toBe('phone');
  });
  it('finds a phone by its digits, with or without 0 or +84', () => {
    for (const typed of ['0900 000', '+84 900', '900000001', '000 001'])
      expect(isFound({ type: 'phone', value: '+84900000001' }, typed), typed).toBe(true);
    expect(isFound({ type: 'phone', value: '+84900000001' }, '0912')).toBe(false);
    expect(isFound({ type: 'phone', value: '+84900000001' }, 'hoa 900')).toBe(false);
  });
  it('never is a login', () => {
    const login = { type: 'external' as const, value: 'login:mai' };
    expect(contactOf({ identifiers: [login] })).toBeUndefined();
    expect(contactOf({ identifiers: [login, { type: 'external' as const, value: 'till:7' }] })?.value).toBe('till:7');
  });
  it('never is an anonymous id', () =>
    expect(contactOf({ identifiers: [{ type: 'anonymous_id', value: 'x' }] })).toBeUndefined());
});

describe('a new party', () => {
  it('leaves out what was left empty', () => {
    expect(newPartyOf({ ...emptyDraft('person'), name: '  Lê Thị Hoa ', phone: ' ' })).toEqual({
      kind: 'person',
      name: 'Lê Thị Hoa',
      phone: undefined,
      email: undefined,
      loyalty_card: undefined,
      roles: ['customer'],
    });
  });
});
