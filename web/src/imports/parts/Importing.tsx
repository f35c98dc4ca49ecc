import { Button, Modal, Progress } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useAnnounce } from '../../platform/shell/announce';
import { Refusal } from '../../platform/states/Refusal';
import { useDiscard, type Upload } from '../calls';
import { shareOf } from '../shape';
import classes from './Imports.module.css';

interface ImportingProps {
  upload: Upload;
  onStopped: () => void;
}

export function Importing({ upload: { upload_id, file, task }, onStopped }: ImportingProps) {
  const { t } = useTranslation('imports');
  const { t: tp } = useTranslation('platform');
  const formats = useFormats();
  const announce = useAnnounce();
  const discard = useDiscard();
  const [asking, setAsking] = useState(false);
  if (!task) return null;
  const share = shareOf(task);
  const stop = () =>
    discard.mutate(upload_id, {
      onSuccess: () => {
        announce(t('importing.stopped'));
        onStopped();
      },
    });
  const said =
    task.state === 'waiting'
      ? t('importing.queued')
      : share === undefined
        ? t('importing.reading')
        : t('importing.progress', { done: formats.number(task.rows_done), rows: formats.number(task.rows) });
  return (
    <section className={classes.panel} aria-label={t('importing.title', { file })}>
      <div className={classes.stack}>
        <h2>{t('importing.title', { file })}</h2>
        <Progress
          value={(share ?? 1) * 100}
          animated={share === undefined}
          aria-label={t('importing.title', { file })}
        />
        <p className={classes.line} role="status">
          {said}
        </p>
        <p className={classes.quiet}>{t('importing.leave')}</p>
        <div className={classes.actions}>
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('importing.stop')}
          </Button>
        </div>
      </div>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('importing.stopTitle')}
        closeButtonProps={{ 'aria-label': tp('close') }}
      >
        <div className={classes.stack}>
          <p className={classes.line}>{t('importing.stopText')}</p>
          <Refusal error={discard.error} />
          <div className={classes.actions}>
            <Button color="red" loading={discard.isPending} onClick={stop}>
              {t('importing.stop')}
            </Button>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('importing.goOn')}
            </Button>
          </div>
        </div>
      </Modal>
    </section>
  );
}
