// Vietnamese and English, switched at any moment. The choice is kept in this browser; without one, the signed-in user's
// language counts, then the browser's.
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Bilingual } from '../api/types';

export type Language = 'vi' | 'en';
export const LANGUAGES: Language[] = ['vi', 'en'];

const STORED = 'ganbo.language';

function stored(): Language | undefined {
  try {
    const value = localStorage.getItem(STORED);
    return value === 'vi' || value === 'en' ? value : undefined;
  } catch {
    return undefined; // storage may be switched off; the browser's language serves then
  }
}

const ofBrowser = (): Language => (navigator.language.toLowerCase().startsWith('vi') ? 'vi' : 'en');

/** Fetches the strings of one language, by concept. */
export type FetchStrings = Record<Language, () => Promise<Record<string, object>>>;

let fetchStrings: FetchStrings;

/** Only the language that is read is fetched before the first page is drawn. */
export async function startLanguage(fetchers: FetchStrings) {
  fetchStrings = fetchers;
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  const language = stored() ?? ofBrowser();
  await i18next.use(initReactI18next).init({
    resources: { [language]: await fetchStrings[language]() },
    lng: language,
    fallbackLng: false,
    defaultNS: 'platform',
    initAsync: false,
    interpolation: { escapeValue: false },
  });
}

/** The strings of a language, once; afterwards it can be changed to without a connection. */
export async function getLanguage(language: Language) {
  if (i18next.hasResourceBundle(language, 'platform')) return;
  for (const [concept, strings] of Object.entries(await fetchStrings[language]()))
    i18next.addResourceBundle(language, concept, strings);
}

async function changeLanguage(language: Language) {
  await getLanguage(language);
  await i18next.changeLanguage(language);
}

export function chooseLanguage(language: Language) {
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // The choice then lasts as long as the page.
  }
  void changeLanguage(language);
}

/** The language of the user's account, unless this browser has a choice of its own. */
export function offerLanguage(locale: string | null | undefined) {
  if (stored() || !locale) return;
  const language = locale.toLowerCase().startsWith('vi') ? 'vi' : 'en';
  if (language !== i18next.language) void changeLanguage(language);
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'vi' ? 'vi' : 'en';
}

/** Picks one side of a text that the server sends in both languages. */
export function useBilingual() {
  const language = useLanguage();
  return (text: Bilingual) => text[language] || text.en;
}
