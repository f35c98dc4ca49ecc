// Pure shaping of what is said of many at once.
import { ownValueOf, type OwnValue } from '../platform/fields';
import type { FieldValue } from '../platform/form/values';
import type { ListField } from './calls';

export interface BulkChange {
  set?: Record<string, OwnValue>;
  role?: string;
}

/** Not a field: a role is met in, and said beside. */
export const ROLE_SAID = 'role';

/** By these somebody is known, or they are told apart by what is told of them. */
const THEIR_OWN = ['kind', 'roles', 'phone', 'email', 'birthday', 'lunar_birthday', 'age', 'loyalty_card'];

export const isSaidOfMany = ({ key, group }: ListField) => group !== 'figures' && !THEIR_OWN.includes(key);

/** As what it is typed; no field of these kinds is said of many. */
export const typedKind = ({ kind }: ListField) => (kind === 'money' || kind === 'words' ? 'text' : kind);

/** What is sent; undefined while nothing is said. A field of the business that is left empty is cleared. */
export function saidOf(field: ListField, value: FieldValue, timeZone: string): BulkChange | undefined {
  const text = String(value).trim();
  if (field.key === ROLE_SAID) return text ? { role: text } : undefined;
  if (!text && field.group !== 'own') return undefined;
  return { set: { [field.key]: ownValueOf({ kind: typedKind(field) }, value, timeZone) } };
}
