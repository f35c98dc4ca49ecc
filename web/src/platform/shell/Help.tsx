import { Kbd, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { InstallLine } from '../install/InstallLine';
import { offeredActions } from './actions';
import classes from './Help.module.css';

const KEYS = [
  { keys: ['Ctrl', 'K'], means: 'goTo' },
  { keys: ['/'], means: 'search' },
  { keys: ['↑', '↓', '↵'], means: 'list' },
  { keys: ['Ctrl', '↵'], means: 'save' },
  { keys: ['Esc'], means: 'escape' },
  { keys: ['?'], means: 'help' },
] as const;
const EVERYWHERE = new Set(['/', '?']);

export function Help({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('platform');
  // As the page was when it was asked for.
  const [here] = useState(() => offeredActions().filter(({ key }) => key && !EVERYWHERE.has(key)));
  const line = (keys: readonly string[], means: string) => (
    <div key={means} className={classes.line}>
      <dt>{means}</dt>
      <dd>
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dd>
    </div>
  );
  return (
    <Modal opened onClose={onClose} title={t('help.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <dl className={classes.keys}>{KEYS.map(({ keys, means }) => line(keys, t(`help.${means}`)))}</dl>
      {here.length > 0 && (
        <>
          <h3 className={classes.head}>{t('help.here')}</h3>
          <dl className={classes.keys}>{here.map(({ key, label }) => line([key!.toUpperCase()], label))}</dl>
        </>
      )}
      <InstallLine />
    </Modal>
  );
}
