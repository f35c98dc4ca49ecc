// The imports of before, with their errors to download and their undoing.
import { Badge, Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FileClock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useAnnounce } from '../../platform/shell/announce';
import { Refusal } from '../../platform/states/Refusal';
import { Failed, LoadingRows } from '../../platform/states/States';
import { importsQuery, isBusy, uploadsQuery, useUndoImport, type Import } from '../calls';
import { ErrorsButton } from './ErrorsButton';
import classes from './Imports.module.css';

export function Earlier() {
  const { t } = useTranslation('imports');
  const imports = useQuery(importsQuery);
  // What is being imported is stopped first, above.
  const uploads = useQuery(uploadsQuery);
  const live = new Set(uploads.data?.filter(({ task }) => isBusy(task)).map(({ import_id }) => import_id));
  const [undoing, setUndoing] = useState<Import>();
  return (
    <section aria-label={t('earlier.title')}>
      <h2 className={classes.heading}>{t('earlier.title')}</h2>
      {imports.isPending ? (
        <LoadingRows rows={3} />
      ) : !imports.data ? (
        <Failed error={imports.error} retry={() => void imports.refetch()} />
      ) : imports.data.length === 0 ? (
        <p className={classes.quiet}>
          <FileClock size={15} aria-hidden /> {t('earlier.none')}
        </p>
      ) : (
        <ul className={classes.list}>
          {imports.data.map((each) => (
            <Line key={each.import_id} of={each} live={live.has(each.import_id)} onUndo={() => setUndoing(each)} />
          ))}
        </ul>
      )}
      {undoing && <AskUndo of={undoing} onClose={() => setUndoing(undefined)} />}
    </section>
  );
}

function Line({ of, live, onUndo }: { of: Import; live: boolean; onUndo: () => void }) {
  const { t } = useTranslation('imports');
  const formats = useFormats();
  const { import_id, file, source, kind, applied, repeated, refused, state, started_at, has_errors } = of;
  const counts = {
    applied: formats.number(applied),
    repeated: formats.number(repeated),
    refused: formats.number(refused),
  };
  return (
    <li className={classes.item} data-import={import_id} data-state={state}>
      <div className={classes.itemText}>
        <span className={classes.name}>{file}</span>
        <span className={classes.small}>
          {t(`kind.${kind}`)} · {t('earlier.from', { source })} · {formats.dateTime(started_at)}
        </span>
        <span className={classes.small}>{t('earlier.counts', counts)}</span>
      </div>
      {state !== 'finished' && (
        <Badge variant="light" color="gray" tt="none" fw={500}>
          {live ? t('waiting.importing') : t(`earlier.state.${state}`)}
        </Badge>
      )}
      <div className={classes.actions}>
        {has_errors && (
          <ErrorsButton importId={import_id} size="compact-sm" label={t('earlier.errorsOf', { file })}>
            {t('earlier.errors')}
          </ErrorsButton>
        )}
        {(state === 'finished' || (state === 'running' && !live)) && (
          <Button size="compact-sm" variant="default" aria-label={t('earlier.undoOf', { file })} onClick={onUndo}>
            {t('earlier.undo')}
          </Button>
        )}
      </div>
    </li>
  );
}

function AskUndo({ of, onClose }: { of: Import; onClose: () => void }) {
  const { t } = useTranslation('imports');
  const { t: tp } = useTranslation('platform');
  const announce = useAnnounce();
  const undo = useUndoImport();
  const { file, import_id } = of;
  return (
    <Modal opened onClose={onClose} title={t('earlier.undoTitle')} closeButtonProps={{ 'aria-label': tp('close') }}>
      <div className={classes.stack}>
        <p className={classes.line}>{t('earlier.undoText', { file })}</p>
        <Refusal error={undo.error} />
        <div className={classes.actions}>
          <Button
            color="red"
            loading={undo.isPending}
            onClick={() =>
              undo.mutate(import_id, {
                onSuccess: () => {
                  announce(t('earlier.undoing', { file }));
                  onClose();
                },
              })
            }
          >
            {t('earlier.undoYes')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {tp('cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
