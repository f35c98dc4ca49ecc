import { useMemo } from 'react';
import { useLanguage } from '../i18n/i18n';
import { useSession } from '../session';
import { newFormats } from './format';

export function useFormats() {
  const language = useLanguage();
  const { business } = useSession();
  return useMemo(() => newFormats(language, business.time_zone), [language, business.time_zone]);
}
