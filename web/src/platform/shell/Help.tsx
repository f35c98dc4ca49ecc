import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { InstallLine } from '../install/InstallLine';
import classes from './Help.module.css';

const KEYS = [
  { keys: ['Ctrl', 'K'], means: 'goTo' },
  { keys: ['/'], means: 'search' },
  { keys: ['↑', '↓', '↵'], means: 'list' },
  { keys: ['P'], means: 'add' },
  { keys: ['C'], means: 'call' },
  { keys: ['V'], means: 'visit' },
  { keys: ['N'], means: 'note' },
  { keys: ['Ctrl', '↵'], means: 'save' },
  { keys: ['Esc'], means: 'escape' },
  { keys: ['?'], means: 'help' },
] as const;

export function Help({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('platform');
  return (
    <Modal opened onClose={onClose} title={t('help.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <dl className={classes.keys}>
        {KEYS.map(({ keys, means }) => (
          <div key={means} className={classes.line}>
            <dt>{t(`help.${means}`)}</dt>
            <dd>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <InstallLine />
    </Modal>
  );
}
