import type { Message, MessageType } from './calls';

/** As people choose among them; the server knows them under the same words. */
export const MESSAGE_TYPES = [
  'party.created',
  'party.changed',
  'party.merged',
  'party.merge_undone',
  'party.erased',
  'touchpoint.recorded',
  'matter.opened',
  'matter.closed',
  'key_date.due',
  'permission.changed',
] as const satisfies MessageType[];

/** "party.created" → "party_created": a full stop separates the levels of a string's key. */
export const keyOfType = (type: string) => type.replace('.', '_');

/** Those chosen, in the order of all. */
export const inOrder = (chosen: string[]): MessageType[] => MESSAGE_TYPES.filter((type) => chosen.includes(type));

/** How a message fares; one that has failed and is tried again is no longer just waiting. */
export function stateOf({ state, attempts }: Pick<Message, 'state' | 'attempts'>) {
  return state === 'waiting' && attempts > 0 ? 'failing' : state;
}
