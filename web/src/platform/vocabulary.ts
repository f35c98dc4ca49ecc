// The words that several concepts show: roles, kinds of identifier, kinds of party. A code without a word of ours (a role
// that the business made up) is shown as it stands.
import { useTranslation } from 'react-i18next';

export const ROLES = [
  'customer',
  'prospect',
  'supplier',
  'creditor',
  'investor',
  'press',
  'agent',
  'service_provider',
  'employee',
  'competitor',
  'partner',
] as const;

/** "loyalty_tier" reads as "loyalty tier". */
export const spaced = (code: string) => code.replace(/[_.]+/g, ' ').trim();

export function useVocabulary() {
  const { t, i18n } = useTranslation('platform');
  const word = (family: string, code: string) => {
    const key = `${family}.${code}`;
    return i18n.exists(key, { ns: 'platform' }) ? String(t(key as never)) : spaced(code);
  };
  return {
    role: (code: string) => word('role', code),
    /** Of somebody who signs in. */
    userRole: (code: string) => word('userRole', code),
    identifier: (type: string) => word('identifier', type),
    /** A card may have no name yet; then what is known of it must do. */
    name: ({ name, identifiers }: { name: string; identifiers: { value: string }[] }) =>
      name.trim() || identifiers[0]?.value || t('nameless'),
    kind: (kind: string) => word('kind', kind),
    /** By which somebody may be contacted, and for what. */
    channel: (channel: string) => word('channel', channel),
    purpose: (purpose: string) => word('purpose', purpose),
  };
}
