import type { CustomField } from '../platform/fields';
import type { Card } from './calls';
import { begunDetails, contestedFields, correctedFields, ownFields, saidAnew, seenOn } from './details';

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
const machine = own('machine', 'text', { roles: ['supplier'] });
const delivers = own('delivers', 'boolean');
const old = own('old', 'text', { retired: true });
const card = {
  roles: ['customer'],
  traits: { name: trait('Lan'), address: trait({ city: 'Huế' }), birthday: trait('1990-05-02') },
  fields: [onCard(seats, 12), onCard(old, 'x')],
} as unknown as Card;

describe('the form that corrects a card', () => {
  const corrected = correctedFields(card, (name) => ({ en: name, vi: name }));

  it('asks for what is a text, and does not let go of what is known', () => {
    expect(corrected.map(({ name, kind, required }) => [name, kind, required])).toEqual([
      ['name', 'text', true],
      ['phone', 'text', false],
      ['email', 'text', false],
      ['birthday', 'day', true],
      ['lunar_birthday', 'lunar_day', false],
      ['title', 'text', false],
      ['company', 'text', false],
      ['description', 'long_text', false],
    ]);
  });

  it("asks for the business's fields of its roles, and of what has a value, unless they are retired", () => {
    expect(ownFields(card, [seats, machine, delivers, old])).toEqual([seats, delivers]);
    const valued = { ...card, fields: [...card.fields, onCard(machine, 'Phin')] } as Card;
    expect(ownFields(valued, [seats, machine, delivers, old])).toEqual([seats, machine, delivers]);
  });

  it('says anew only what was changed, and null for what was emptied', () => {
    const asked = [seats, delivers];
    const begun = begunDetails(card, corrected, asked, zone);
    expect(begun).toMatchObject({ name: 'Lan', phone: '', birthday: '1990-05-02', seats: '12', delivers: '' });
    expect(saidAnew(begun, begun, asked, zone)).toEqual({});
    expect(saidAnew(begun, { ...begun, lunar_birthday: '8/4/1990' }, asked, zone)).toEqual({
      lunar_birthday: '1990-04-08',
    });
    expect(saidAnew(begun, { ...begun, name: ' Lan Anh ', seats: ' ', delivers: 'false' }, asked, zone)).toEqual({
      name: 'Lan Anh',
      seats: null,
      delivers: false,
    });
  });
});

describe('two who change the same card', () => {
  const now = { name: 'Lan', address: '7 Hàng Bông' };
  it('contest what was typed over while somebody else changed it', () => {
    const acknowledged = { address: { text: '', seen: null } };
    expect(contestedFields(now, { address: '12 Hàng Gai' }, acknowledged)).toEqual(['address']);
    expect(contestedFields(now, { address: '7 Hàng Bông' }, acknowledged), 'both say the same').toEqual([]);
    expect(contestedFields(now, {}, {}), 'nobody typed there').toEqual([]);
    const decided = { address: { text: '7 Hàng Bông', seen: '7 Hàng Bông' } };
    expect(contestedFields(now, { address: '12 Hàng Gai' }, decided), 'mine was kept').toEqual([]);
  });
  it('tell the server what they saw as the card says it', () => {
    expect(seenOn(card, 'name', [seats])).toBe('Lan');
    expect(seenOn(card, 'seats', [seats])).toBe(12);
    expect(seenOn(card, 'title', [seats])).toBeNull();
  });
});
