import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { localeOf } from '../../platform/format/format';
import { useLanguage } from '../../platform/i18n/i18n';
import { useSession } from '../../platform/session';
import { Refusal } from '../../platform/states/Refusal';
import { useDiscard } from '../calls';
import { giveUp, goOnSending, type Sending } from '../sending';
import { sizeText } from '../../platform/format/size';
import classes from './Imports.module.css';

export function SendingPanel({ sending }: { sending: Sending }) {
  const { t } = useTranslation('imports');
  const language = useLanguage();
  const { user } = useSession();
  const discard = useDiscard();
  const { file, sent, state, problem, uploadId } = sending;
  const size = (bytes: number) => sizeText(bytes, localeOf(language));
  const share = (sent / file.size) * 100;
  const stop = () => {
    giveUp();
    if (uploadId) discard.mutate(uploadId);
  };
  return (
    <section className={classes.panel} aria-label={t('sending.title', { file: file.name })}>
      <div className={classes.stack}>
        <h2>{t('sending.title', { file: file.name })}</h2>
        <Progress value={share} aria-label={t('sending.title', { file: file.name })} />
        <p className={classes.line}>{t('sending.progress', { sent: size(sent), size: size(file.size) })}</p>
        <div role="status">
          {state === 'waiting' && <p className={classes.quiet}>{t('sending.waiting')}</p>}
          {state === 'signedOut' && <p className={classes.quiet}>{t('sending.signedOut')}</p>}
        </div>
        {state === 'failed' && (problem ? <Refusal error={problem} /> : <Refusal>{t('sending.changed')}</Refusal>)}
        <div className={classes.actions}>
          {state === 'failed' && problem && <Button onClick={() => goOnSending(user.id)}>{t('sending.retry')}</Button>}
          <Button variant="default" onClick={stop}>
            {t('sending.stop')}
          </Button>
        </div>
      </div>
    </section>
  );
}
