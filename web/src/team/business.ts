// Pure shaping of the settings of the business.
import { localeOf } from '../platform/format/format';
import type { Language } from '../platform/i18n/i18n';
import type { Settings } from './calls';
import { WEEKDAYS, weekdayLabels } from './shape';

/** What of a draft differs from what is kept: that alone is sent. */
export function changedSettings(kept: Settings, draft: Settings): Settings {
  return Object.fromEntries(
    Object.entries(draft).filter(([name, value]) => value !== kept[name as keyof Settings]),
  ) as Settings;
}

export const weekdaysOf = (language: Language) =>
  weekdayLabels(language).map((label, index) => ({ word: WEEKDAYS[index]!, label }));

/** `saturday sunday` with one day more, or less; `none` where no day is left. */
export function withDay(words: string, day: string): string {
  const off = new Set(words.split(' '));
  if (!off.delete(day)) off.add(day);
  return WEEKDAYS.filter((word) => off.has(word)).join(' ') || 'none';
}

interface Choice {
  value: string;
  label: string;
}

const NEWER_NAMES: Record<string, string> = {
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Katmandu': 'Asia/Kathmandu',
};

/** By the names that the zone database uses today; browsers call some by older ones, and may not know the kept one. */
export function timeZones(kept = ''): string[] {
  const names = Intl.supportedValuesOf('timeZone').map((zone) => NEWER_NAMES[zone] ?? zone);
  return [...new Set([...names, ...(kept ? [kept] : [])])].sort();
}

export function currenciesOf(language: Language): Choice[] {
  const names = new Intl.DisplayNames(localeOf(language), { type: 'currency' });
  return Intl.supportedValuesOf('currency').map((code) => ({ value: code, label: `${code} · ${names.of(code)}` }));
}

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** The countries that have a name, by that name. */
export function regionsOf(language: Language): Choice[] {
  const locale = localeOf(language);
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' });
  return LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .flatMap((code) => {
      const label = names.of(code);
      return label ? [{ value: code, label: `${label} (${code})` }] : [];
    })
    .sort((a, b) => a.label.localeCompare(b.label, locale));
}

const HOLD_OUTS = ['0', '5', '10', '20'];

/** What is offered, with what is in force, whatever it is: from the smallest. */
export const holdOuts = (inForce = '0') =>
  [...new Set([...HOLD_OUTS, inForce])].sort((one, other) => Number(one) - Number(other));
