import { newFormats } from '../platform/format/format';
import { linkOf, orderedIdentifiers, shownFigures, traitText } from './shape';

const formats = newFormats('en', 'Asia/Ho_Chi_Minh');
const now = new Date('2026-11-21T01:00:00Z');

it('puts first what one can call or write to', () => {
  const types = orderedIdentifiers([
    { type: 'anonymous_id', value: 'a' },
    { type: 'shop:id', value: '7' },
    { type: 'email', value: 'e@example.com' },
    { type: 'phone', value: '+84900000001' },
  ]).map(({ type }) => type);
  expect(types).toEqual(['phone', 'email', 'anonymous_id', 'shop:id']);
});

it('links only what a device can act on', () => {
  expect(linkOf({ type: 'phone', value: '+84900000001' })).toBe('tel:+84900000001');
  expect(linkOf({ type: 'email', value: 'e@example.com' })).toBe('mailto:e@example.com');
  expect(linkOf({ type: 'loyalty_card', value: '7' })).toBeUndefined();
});

describe('figures', () => {
  it('tell a zero from an unknown', () => {
    const shown = shownFigures({ orders: 0, spent: null }, formats, now);
    expect(shown.find(({ name }) => name === 'orders')?.text).toBe('0');
    expect(shown.find(({ name }) => name === 'spent')?.text).toBeUndefined();
    expect(shown.find(({ name }) => name === 'touchpoints')?.text).toBeUndefined();
  });
  it('say how long ago, and the exact instant beside it', () => {
    const shown = shownFigures({ last_order_at: '2026-11-18T01:00:00Z' }, formats, now);
    expect(shown.find(({ name }) => name === 'last_order_at')).toEqual({
      name: 'last_order_at',
      text: '3 days ago',
      exact: '08:00 · 18 Nov 2026',
    });
  });
});

it('hides no trait, whatever its value', () => {
  expect(traitText(['a', 'b'])).toBe('a, b');
  expect(traitText({ city: 'Huế' })).toBe('{"city":"Huế"}');
  expect(traitText(false)).toBe('false');
  expect(traitText(null)).toBe('–');
});
