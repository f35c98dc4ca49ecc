import { Button } from '@mantine/core';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { install, useInstalling } from './install';
import classes from './InstallLine.module.css';

/** How to have the application on the home screen, or why it cannot be had there. Nothing where it is already. */
export function InstallLine() {
  const { t } = useTranslation('platform');
  const state = useInstalling();
  if (state === 'installed') return null;
  return (
    <section className={classes.line} aria-label={t('install.title')} data-install={state}>
      <h3>{t('install.title')}</h3>
      {state === 'offered' ? (
        <Button size="compact-md" leftSection={<Download size={15} aria-hidden />} onClick={() => void install()}>
          {t('install.do')}
        </Button>
      ) : (
        <p>{t(`install.${state}`)}</p>
      )}
    </section>
  );
}
