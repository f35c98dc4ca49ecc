// A line over the page while the server does not answer.
import { WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useConnectionLost } from '../api/connection';
import classes from './LostConnection.module.css';

export function LostConnection() {
  const { t } = useTranslation('platform');
  const lost = useConnectionLost();
  return (
    <div role="status" aria-live="assertive">
      {lost && (
        <div className={classes.lost}>
          <WifiOff size={15} aria-hidden />
          {t('shell.lost')}
        </div>
      )}
    </div>
  );
}
