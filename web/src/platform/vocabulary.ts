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
    identifier: (type: string) => word('identifier', type),
    channel: (channel: string) => word('channel', channel),
    kind: (kind: string) => word('kind', kind),
  };
}
