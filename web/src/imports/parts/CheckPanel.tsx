// The file before it is imported: what it holds, on its real values, and what would become of its rows. Whatever is put
// right is counted again at once; what was counted before stays in sight meanwhile.
import { Button, Checkbox, Group, Loader, Radio } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../platform/session';
import { useAnnounce } from '../../platform/shell/announce';
import { Refusal } from '../../platform/states/Refusal';
import { isBusy, useCheck, useDiscard, useImport, type Check, type ImportOptions, type Upload } from '../calls';
import { draftOf, keepDraft } from '../draft';
import { isAboutReading } from '../shape';
import { Columns } from './Columns';
import { Counts, Obstacle } from './Counts';
import classes from './Imports.module.css';
import { Reading, WhatItHolds } from './Reading';

const SETTLED_MS = 250;

interface CheckPanelProps {
  upload: Upload;
  onDiscarded: () => void;
}

export function CheckPanel({ upload, onDiscarded }: CheckPanelProps) {
  const { t } = useTranslation('imports');
  const { business } = useSession();
  const announce = useAnnounce();
  const { upload_id: id, file, task } = upload;
  const [options, setOptions] = useState<ImportOptions>(() => draftOf(id));
  const look = useCheck(id);
  const start = useImport(id);
  const discard = useDiscard();

  const change = (next: ImportOptions) => {
    setOptions(next);
    keepDraft(id, next);
  };
  // What somebody types is looked at when they pause. A server that was started again has forgotten what it counted.
  const { into_demo: _, ...reading } = options;
  const asked = JSON.stringify(reading);
  const forgotten = task === null;
  const { mutate } = look;
  useEffect(() => {
    const timer = setTimeout(() => mutate(JSON.parse(asked) as ImportOptions), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [asked, forgotten, mutate]);

  const kept = useRef<Check>(undefined);
  if (task?.check) kept.current = task.check;
  const check = task?.check ?? kept.current;
  const counting = look.isPending || isBusy(task) || !task;
  // What was counted last, and whether that is still what is asked for.
  const isCounted = look.isSuccess && !counting && JSON.stringify(look.variables) === asked;
  const problem = look.isError ? undefined : (task?.problem ?? task?.check?.problem);
  const upToDate = isCounted && Boolean(task?.check) && !problem;
  const mayStart = upToDate && check!.ready > 0 && (!business.demo || options.into_demo === true);

  return (
    <section className={classes.panel} aria-label={file} data-counted={upToDate}>
      <div className={classes.stack}>
        <h2>{file}</h2>
        {check && <WhatItHolds check={check} options={options} onChange={change} />}
        {!check && counting && (
          <p className={classes.quiet} role="status">
            <Loader size={14} mr={8} aria-hidden />
            {t('check.looking')}
          </p>
        )}
        <Obstacle problem={problem} columns={check?.columns} />
        <Refusal error={look.error} />
        {check && <Columns check={check} onChange={(columns) => change({ ...options, columns })} />}
        <Reading
          check={check}
          options={options}
          onChange={change}
          opened={isAboutReading(problem) || !!check?.problems.some(({ rule }) => rule === 'as_of')}
        />
        {check && (
          <div className={classes.stack} role="status">
            {check.kind === 'parties' && (
              <Radio.Group
                label={t('check.repeated')}
                value={options.known ?? 'update'}
                onChange={(known) => change({ ...options, known: known === 'keep' ? 'keep' : undefined })}
              >
                <Group gap="md" mt={4}>
                  <Radio value="update" label={t('check.update')} />
                  <Radio value="keep" label={t('check.keep')} />
                </Group>
              </Radio.Group>
            )}
            {check.kind !== 'products' && (
              <p className={classes.quiet}>
                {check.kind !== 'parties' && <strong>{t('check.repeated')}. </strong>}
                {t(check.kind === 'parties' && options.known === 'keep' ? 'check.keepText' : 'check.repeatedText')}
              </p>
            )}
            {!problem && <Counts check={check} counting={counting} />}
          </div>
        )}
        {check && business.demo && (
          <div className={classes.stack}>
            <p className={classes.quiet}>{t('check.demo')}</p>
            <Checkbox
              label={t('check.demoTick')}
              checked={options.into_demo ?? false}
              onChange={(event) => change({ ...options, into_demo: event.currentTarget.checked || undefined })}
            />
          </div>
        )}
        <Refusal error={start.error ?? discard.error} />
        <div className={classes.actions}>
          <Button disabled={!mayStart} loading={start.isPending} onClick={() => start.mutate(options)}>
            {t('check.import')}
          </Button>
          <Button
            variant="default"
            loading={discard.isPending}
            onClick={() =>
              discard.mutate(id, {
                onSuccess: () => {
                  announce(t('waiting.discarded', { file }));
                  onDiscarded();
                },
              })
            }
          >
            {t('check.discard')}
          </Button>
        </div>
      </div>
    </section>
  );
}
