// Numbers as people write them in the language of the page: 1.234,5 in Vietnamese, 1,234.5 in English. What is sent and kept
// is the plain decimal, 1234.5.
import type { Language } from '../i18n/i18n';

const MARKS = { vi: { group: '.', decimal: ',' }, en: { group: ',', decimal: '.' } } as const;

/** Groups of three, then perhaps decimals: each mark escaped for an expression. */
const grouped = ({ group, decimal }: { group: string; decimal: string }) =>
  new RegExp(`^-?\\d{1,3}(\\${group}\\d{3})+(\\${decimal}\\d+)?$`);
const plain = (decimal: string) => new RegExp(`^-?\\d+(\\${decimal}\\d+)?$`);

/**
 * The plain decimal of what was typed; undefined where it is no number. What the language leaves no doubt about counts
 * first, so that 250.000 is a quarter of a million in Vietnamese; then what only the other way of writing makes sense of.
 */
export function readNumber(typed: string, language: Language): string | undefined {
  const text = typed.replace(/[\s\u00a0_]/g, '').replace('−', '-');
  const other = language === 'vi' ? 'en' : 'vi';
  for (const marks of [MARKS[language], MARKS[other]]) {
    if (grouped(marks).test(text) && (marks === MARKS[language] || text.includes(marks.decimal)))
      return text.replaceAll(marks.group, '').replace(marks.decimal, '.');
    if (plain(marks.decimal).test(text)) return text.replace(marks.decimal, '.');
  }
  // 1,234,567 leaves no doubt in any language.
  if (grouped(MARKS[other]).test(text) && text.split(MARKS[other].group).length > 2)
    return text.replaceAll(MARKS[other].group, '');
  return undefined;
}

/** A plain decimal as the language writes it; anything else as it is. */
export function shownNumber(value: string, language: Language): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value);
  if (!parts) return value;
  const [, sign = '', whole = '', decimals] = parts;
  const { group, decimal } = MARKS[language];
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, group) + (decimals === undefined ? '' : decimal + decimals);
}
