// What became of an import: its rows, its errors to download, and where to look at it.
import { Button } from '@mantine/core';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { Refusal } from '../../platform/states/Refusal';
import { useCheck, useImport, type Upload } from '../calls';
import { draftOf } from '../draft';
import { ErrorsButton } from './ErrorsButton';
import classes from './Imports.module.css';
import own from './Outcome.module.css';

interface OutcomeProps {
  upload: Upload;
  onLeave: () => void;
  onPeople: () => void;
}

export function Outcome({ upload, onLeave, onPeople }: OutcomeProps) {
  const { t } = useTranslation('imports');
  const formats = useFormats();
  const { file, task } = upload;
  if (!task?.report) return <FailedImport upload={upload} onLeave={onLeave} />;
  const { applied, repeated, refused, import_id, has_errors, kind } = task.report;
  const count = (rows: number) => ({ count: rows, rows: formats.number(rows) });
  return (
    <section className={classes.panel} aria-label={t('done.title', { file })} data-import={import_id}>
      <div className={classes.stack}>
        <h2 className={own.head}>
          <CircleCheck size={19} aria-hidden className={own.good} />
          {t('done.title', { file })}
        </h2>
        <ul className={own.counts} role="status">
          <li>{t('done.applied', count(applied))}</li>
          {repeated > 0 && (
            <li>
              {t('done.repeated', count(repeated))}
              <span className={classes.small}>{t('done.repeatedText')}</span>
            </li>
          )}
          {refused > 0 && <li className={own.bad}>{t('done.refused', count(refused))}</li>}
        </ul>
        <div className={classes.actions}>
          {kind !== 'products' && applied > 0 && <Button onClick={onPeople}>{t('done.people')}</Button>}
          {has_errors && <ErrorsButton importId={import_id}>{t('done.errors')}</ErrorsButton>}
          <Button variant="default" onClick={onLeave}>
            {t('done.another')}
          </Button>
        </div>
      </div>
    </section>
  );
}

function FailedImport({ upload: { upload_id, file, task }, onLeave }: { upload: Upload; onLeave: () => void }) {
  const { t } = useTranslation('imports');
  const again = useImport(upload_id);
  const look = useCheck(upload_id);
  return (
    <section className={classes.panel} aria-label={t('done.failed', { file })}>
      <div className={classes.stack}>
        <h2 className={own.head}>
          <CircleAlert size={19} aria-hidden className={own.bad} />
          {t('done.failed', { file })}
        </h2>
        <Refusal>{task?.problem?.detail}</Refusal>
        <p className={classes.quiet}>{t('done.failedText')}</p>
        <Refusal error={again.error ?? look.error} />
        <div className={classes.actions}>
          <Button loading={again.isPending} onClick={() => again.mutate(draftOf(upload_id))}>
            {t('done.retry')}
          </Button>
          <Button variant="default" loading={look.isPending} onClick={() => look.mutate(draftOf(upload_id))}>
            {t('done.change')}
          </Button>
          <Button variant="subtle" onClick={onLeave}>
            {t('done.another')}
          </Button>
        </div>
      </div>
    </section>
  );
}
