import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './LanguageChoice.module.css';
import { chooseLanguage, LANGUAGES, useLanguage, type Language } from './i18n';

/** Two buttons rather than a menu: whoever cannot read the present language must still find the other one. */
export function LanguageChoice({ onChoose }: { onChoose?: (language: Language) => void }) {
  const { t } = useTranslation('platform');
  const chosen = useLanguage();
  return (
    <div className={classes.choice} role="group" aria-label={t('language.label')}>
      {LANGUAGES.map((language) => (
        <UnstyledButton
          key={language}
          lang={language}
          aria-pressed={chosen === language}
          className={classes.language}
          onClick={() => {
            chooseLanguage(language);
            onChoose?.(language);
          }}
        >
          {t(`language.${language}`)}
        </UnstyledButton>
      ))}
    </div>
  );
}
