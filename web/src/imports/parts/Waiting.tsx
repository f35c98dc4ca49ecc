// What was begun and not finished: here, in another tab, on another day.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useSession } from '../../platform/session';
import { useAnnounce } from '../../platform/shell/announce';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { isBusy, uploadsQuery, useDiscard, type Upload } from '../calls';
import { begun } from '../sending';
import classes from './Imports.module.css';

interface WaitingProps {
  onOpen: (id: string) => void;
  onChoose: () => void;
}

export function Waiting({ onOpen, onChoose }: WaitingProps) {
  const { t } = useTranslation('imports');
  const formats = useFormats();
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const { user } = useSession();
  const uploads = useQuery(uploadsQuery);
  const discard = useDiscard();
  // What is over stands among the imports.
  const waiting = uploads.data?.filter(({ task }) => !(task?.doing === 'import' && task.state === 'done'));
  if (!waiting?.length) return null;
  const mine = begun();
  const state = ({ upload_id, bytes, received, task }: Upload) => {
    if (received < bytes) {
      const partly = t('waiting.partly', { percent: formats.percent(received / bytes) });
      return mine?.id === upload_id && mine.user === user.id ? `${partly}; ${t('waiting.continueText')}` : partly;
    }
    if (task?.doing !== 'import') return t('waiting.whole');
    return isBusy(task) ? t('waiting.importing') : t('waiting.failed');
  };
  return (
    <section aria-label={t('waiting.title')}>
      <h2 className={classes.heading}>{t('waiting.title')}</h2>
      <ul className={classes.list}>
        {waiting.map((upload) => (
          <li key={upload.upload_id} className={classes.item} data-upload={upload.file}>
            <div className={classes.itemText}>
              <span className={classes.name}>{upload.file}</span>
              <span className={classes.small}>
                {state(upload)} · {t('waiting.until', { when: formats.ago(upload.expires_at) })}
              </span>
            </div>
            <div className={classes.actions}>
              {upload.received < upload.bytes ? (
                mine?.id === upload.upload_id && (
                  <Button size="compact-sm" variant="default" onClick={onChoose}>
                    {t('drop.again')}
                  </Button>
                )
              ) : (
                <Button size="compact-sm" variant="default" onClick={() => onOpen(upload.upload_id)}>
                  {isBusy(upload.task) && upload.task?.doing === 'import' ? t('waiting.watch') : t('waiting.open')}
                </Button>
              )}
              {!isBusy(upload.task) && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="red"
                  aria-label={t('waiting.discardOf', { file: upload.file })}
                  onClick={() =>
                    discard.mutate(upload.upload_id, {
                      onSuccess: () => announce(t('waiting.discarded', { file: upload.file })),
                      onError: (error) => announce(sentence(error)),
                    })
                  }
                >
                  {t('waiting.discard')}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
