// The words that several concepts show: roles, kinds of identifier, kinds of party, and those that the business added. A code
// without a word is shown as it stands.
import { useTranslation } from 'react-i18next';
import { useBilingual } from './i18n/i18n';
import { useSession, type Session } from './session';

const ROLES: readonly string[] = [
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
];

type OwnWord = Session['business']['words'][number];

/** "loyalty_tier" reads as "loyalty tier". */
export const spaced = (code: string) => code.replace(/[_.]+/g, ' ').trim();

export function useVocabulary() {
  const { t, i18n } = useTranslation('platform');
  const pick = useBilingual();
  const { words: added } = useSession().business;
  const own = (family: OwnWord['family'], code: string) => {
    const found = added.find((each) => each.family === family && each.key === code);
    return found && pick(found.label);
  };
  const word = (family: string, code: string) => {
    const key = `${family}.${code}`;
    return i18n.exists(key, { ns: 'platform' }) ? String(t(key as never)) : spaced(code);
  };
  return {
    role: (code: string) => own('role', code) ?? word('role', code),
    /** Those that a party may be met in from now on. */
    roles: [...ROLES, ...added.filter(({ family, retired }) => family === 'role' && !retired).map(({ key }) => key)],
    /** Of a kind of key date that the business added; undefined for any other. */
    ownKeyDate: (kind: string) => own('key_date_kind', kind),
    /** Of somebody who signs in. */
    userRole: (code: string) => word('userRole', code),
    identifier: (type: string) => word('identifier', type),
    /** A card may have no name yet; then what is known of it must do. */
    name: ({ name, identifiers }: { name: string; identifiers: { value: string }[] }) =>
      name.trim() || identifiers[0]?.value || t('nameless'),
    kind: (kind: string) => word('kind', kind),
    /** Through which an event came: ours have words, those of the business are names. */
    source: (name: string) =>
      i18n.exists(`source.${name}`, { ns: 'platform' }) ? String(t(`source.${name}` as never)) : name,
    /** By which somebody may be contacted, and for what. */
    channel: (channel: string) => word('channel', channel),
    purpose: (purpose: string) => word('purpose', purpose),
  };
}
