import { useTranslation } from 'react-i18next';
import type { Field } from '../../platform/form/values';
import { spaced } from '../../platform/vocabulary';
import type { TraitWords } from '../details';

const GENDERS = ['female', 'male'] as const;

/** What a trait, or a member of one, is called in both languages: by our word, else by the server's. */
export function useTraitWords(described: Field[]): TraitWords {
  const { i18n } = useTranslation('card');
  const both = (namespace: 'card' | 'platform', key: string): Field['label'] => ({
    en: String(i18n.getFixedT('en', namespace)(key as never)),
    vi: String(i18n.getFixedT('vi', namespace)(key as never)),
  });
  return {
    label: (name) => {
      if (i18n.exists(`identifier.${name}`, { ns: 'platform' })) return both('platform', `identifier.${name}`);
      if (i18n.exists(`trait.${name}`, { ns: 'card' })) return both('card', `trait.${name}`);
      return described.find((field) => field.name === name)?.label ?? { en: spaced(name), vi: spaced(name) };
    },
    choices: (name) =>
      name === 'gender' ? GENDERS.map((value) => ({ value, label: both('card', `trait_value.${value}`) })) : undefined,
  };
}
