// What the server refused, in the language of the page. The server says it in English, with what exactly was wrong; in another
// language the page says what the rule asks for, by the rule's name and, where that is clearer, by the field as well.
import { useTranslation } from 'react-i18next';
import type { Problem } from '../api/problem';
import { useLanguage } from '../i18n/i18n';

/** "A whole number from 0 to 365." names two numbers, and those belong into the sentence. */
export function numbersIn(detail: string | undefined): string[] {
  return [...(detail ?? '').matchAll(/(?<![\w.-])\d[\d,.]*(?![\w-])/g)].map(([number]) => number.replace(/[.,]+$/, ''));
}

/** The keys under which words for it may stand, the most exact first. */
export function keysOf({ code, field, rule, detail }: Pick<Problem, 'code' | 'field' | 'rule' | 'detail'>): string[] {
  const ofCode = code ? [`code.${code}`] : [];
  if (!rule) return ofCode;
  const last = field
    ?.split('.')
    .at(-1)
    ?.replace(/\[\d+\]$/, '');
  const numbers = numbersIn(detail).length;
  return [
    ...(last ? [`${last}_${rule}`] : []),
    ...(rule === 'range' && numbers === 2 ? ['range_of'] : []),
    ...(rule === 'limit' && numbers === 1 ? ['limit_of'] : []),
    rule,
    ...ofCode,
  ];
}

export function useRefusalText() {
  const { t, i18n } = useTranslation('platform');
  const language = useLanguage();
  return (problem: Problem): string => {
    const known = keysOf(problem).find((key) => i18n.exists(`refusal.${key}`, { ns: 'platform' }));
    if (language === 'en' || !known) return problem.detail ?? problem.rule ?? t('state.failedText');
    const [least, most = least] = numbersIn(problem.detail);
    return String(t(`refusal.${known}` as never, { least, most } as never));
  };
}
