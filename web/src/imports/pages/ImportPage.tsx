// A file from the drop to the cards: sent, looked at, put right, imported, undone. What is sent and what is imported goes
// on behind the page, so it may be left at any moment. For owners.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FileUp, Lock } from 'lucide-react';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../platform/api/problem';
import { useIsSignedIn, useSession } from '../../platform/session';
import { useActions } from '../../platform/shell/actions';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { isBusy, uploadQuery } from '../calls';
import { CheckPanel } from '../parts/CheckPanel';
import { DropZone } from '../parts/DropZone';
import { Earlier } from '../parts/Earlier';
import { Importing } from '../parts/Importing';
import { Outcome } from '../parts/Outcome';
import { SendingPanel } from '../parts/SendingPanel';
import { Waiting } from '../parts/Waiting';
import { giveUp, goOnSending, send, useSending } from '../sending';
import classes from './ImportPage.module.css';

interface ImportPageProps {
  /** The upload that the page is about; none: a file is chosen. */
  upload?: string;
  onUpload: (id: string | undefined) => void;
  onPeople: () => void;
}

export function ImportPage(props: ImportPageProps) {
  const { t } = useTranslation('imports');
  const { user } = useSession();
  return (
    <>
      <PageHead title={t('title')}>
        <ApiCall
          calls={[
            { method: 'POST', path: '/v1/uploads' },
            { method: 'GET', path: '/v1/uploads' },
            { method: 'GET', path: '/v1/imports' },
          ]}
        />
      </PageHead>
      {user.role === 'owner' ? <Page {...props} /> : <Message Icon={Lock} title={t('earlier.onlyOwner')} />}
    </>
  );
}

function Page({ upload, onUpload, onPeople }: ImportPageProps) {
  const { t } = useTranslation('imports');
  const { user } = useSession();
  const queries = useQueryClient();
  const sending = useSending();
  const chooser = useRef<HTMLInputElement>(null);
  const choose = useCallback(() => chooser.current?.click(), []);
  useActions([{ label: t('drop.choose'), Icon: FileUp, run: choose }]);

  // After signing in again the rest is sent.
  const signedOut = sending?.state === 'signedOut';
  const isSignedIn = useIsSignedIn();
  useEffect(() => {
    if (signedOut && isSignedIn) goOnSending(user.id);
  }, [signedOut, isSignedIn, user.id]);

  const arrived = sending?.state === 'sent' ? sending.uploadId : undefined;
  useEffect(() => {
    if (!arrived) return;
    giveUp();
    void queries.invalidateQueries({ queryKey: ['uploads'] });
    onUpload(arrived);
  }, [arrived, onUpload, queries]);

  const take = useCallback(
    (file: File) => {
      onUpload(undefined);
      send(file, user.id);
    },
    [onUpload, user.id],
  );
  const leave = useCallback(() => onUpload(undefined), [onUpload]);

  return (
    <div className={classes.page}>
      {sending && sending.state !== 'sent' ? (
        <SendingPanel sending={sending} />
      ) : upload ? (
        <Uploaded key={upload} id={upload} onLeave={leave} onPeople={onPeople} />
      ) : (
        <>
          <p className={classes.explain}>{t('explain')}</p>
          <DropZone chooser={chooser} onChoose={choose} onFile={take} />
          <Waiting onOpen={onUpload} onChoose={choose} />
        </>
      )}
      <Earlier />
    </div>
  );
}

interface UploadedProps {
  id: string;
  onLeave: () => void;
  onPeople: () => void;
}

function Uploaded({ id, onLeave, onPeople }: UploadedProps) {
  const { t } = useTranslation('imports');
  const queries = useQueryClient();
  const upload = useQuery(uploadQuery(id));
  const task = upload.data?.task;
  const over = task?.doing === 'import' && !isBusy(task);
  useEffect(() => {
    if (!over) return;
    // Cards, lists and the catalog hold what came in.
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'uploads' || queryKey.length === 1 });
  }, [over, queries]);

  if (upload.isPending) return <LoadingRows rows={4} />;
  if (!upload.data)
    return upload.error instanceof Problem && upload.error.status === 404 ? (
      <Message
        Icon={FileUp}
        title={t('problem.gone')}
        action={
          <Button variant="default" onClick={onLeave}>
            {t('done.another')}
          </Button>
        }
      />
    ) : (
      <Failed error={upload.error} retry={() => void upload.refetch()} />
    );
  if (upload.data.received < upload.data.bytes) return <Partly onLeave={onLeave} />;
  if (task?.doing !== 'import') return <CheckPanel upload={upload.data} onDiscarded={onLeave} />;
  if (isBusy(task)) return <Importing upload={upload.data} onStopped={onLeave} />;
  return <Outcome upload={upload.data} onLeave={onLeave} onPeople={onPeople} />;
}

/** The address of a file that did not arrive whole: the list of what waits tells how to go on. */
function Partly({ onLeave }: { onLeave: () => void }) {
  useEffect(onLeave, [onLeave]);
  return null;
}
