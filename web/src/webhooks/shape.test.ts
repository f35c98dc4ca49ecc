import schema from '../platform/api/openapi.json';
import { inOrder, keyOfType, MESSAGE_TYPES, stateOf } from './shape';

it('knows the types of messages that the server sends', () => {
  const sent = Object.keys((schema as { webhooks: object }).webhooks).filter((type) => type !== 'webhook.test');
  expect([...MESSAGE_TYPES].sort()).toEqual(sent.sort());
});

it('puts types in the order of all', () => {
  expect(inOrder(['matter.opened', 'party.created', 'of a newer server'])).toEqual(['party.created', 'matter.opened']);
  expect(keyOfType('key_date.due')).toBe('key_date_due');
});

it('tells a message that failed from one that waits for its first try', () => {
  expect(stateOf({ state: 'waiting', attempts: 0 })).toBe('waiting');
  expect(stateOf({ state: 'waiting', attempts: 2 })).toBe('failing');
  expect(stateOf({ state: 'given_up', attempts: 10 })).toBe('given_up');
});
