// Copies of everything: made now, downloaded, removed. For owners.
import { ActionIcon, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Archive, Download, Save, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { urlOf } from '../../platform/api/client';
import { localeOf } from '../../platform/format/format';
import { sizeText } from '../../platform/format/size';
import { useFormats } from '../../platform/format/useFormats';
import { useActions } from '../../platform/shell/actions';
import { useAnnounce } from '../../platform/shell/announce';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { Refusal } from '../../platform/states/Refusal';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { backupsQuery, useMakeBackup, useRemoveBackup, type Backup } from '../calls';
import classes from './BackupsPage.module.css';

export function BackupsPage() {
  const { t } = useTranslation('backups');
  const announce = useAnnounce();
  const backups = useQuery(backupsQuery);
  const make = useMakeBackup();
  const [removing, setRemoving] = useState<Backup>();
  const makeNow = () => make.mutate(undefined, { onSuccess: () => announce(t('made')) });
  const possible = backups.data?.possible ?? false;
  useActions(possible ? [{ label: t('make'), Icon: Save, run: makeNow }] : []);
  return (
    <>
      <PageHead title={t('title')}>
        <ApiCall calls={[{ method: 'GET', path: '/v1/backups' }]} />
        {possible && (
          <Button leftSection={<Save size={16} aria-hidden />} onClick={makeNow} loading={make.isPending}>
            {t('make')}
          </Button>
        )}
      </PageHead>
      <div className={classes.page}>
        {backups.isPending ? (
          <LoadingRows rows={3} />
        ) : !backups.data ? (
          <Failed error={backups.error} retry={() => void backups.refetch()} />
        ) : !possible ? (
          <p className={classes.explain}>{t('otherwise')}</p>
        ) : (
          <>
            <p className={classes.explain}>{t('explain')}</p>
            <Refusal error={make.error} />
            {backups.data.data.length === 0 ? (
              <Message Icon={Archive} title={t('none')}>
                {t('noneText')}
              </Message>
            ) : (
              <ul className={classes.list} aria-label={t('title')}>
                {backups.data.data.map((backup) => (
                  <BackupLine key={backup.name} backup={backup} onRemove={() => setRemoving(backup)} />
                ))}
              </ul>
            )}
            <p className={classes.explain}>
              {t('restore')} <code>ganbo restore {backups.data.data[0]?.name ?? 'ganbo-….db'} --data DIR</code>
            </p>
            <p className={classes.explain}>{t('elsewhere')}</p>
          </>
        )}
      </div>
      {removing && <RemoveDialog backup={removing} onClose={() => setRemoving(undefined)} />}
    </>
  );
}

function BackupLine({ backup, onRemove }: { backup: Backup; onRemove: () => void }) {
  const { t } = useTranslation('backups');
  const formats = useFormats();
  const at = formats.dateTime(backup.made_at);
  return (
    <li>
      <Archive size={18} aria-hidden />
      <span className={classes.what}>
        <span className={classes.at}>{at}</span>
        <span className="quiet">
          {sizeText(backup.bytes, localeOf(formats.language))} · {backup.name}
        </span>
      </span>
      <Button
        component="a"
        variant="default"
        size="compact-md"
        href={urlOf('/v1/backups/{name}', { name: backup.name })}
        download={backup.name}
        aria-label={t('downloadOf', { at })}
        leftSection={<Download size={15} aria-hidden />}
      >
        {t('download')}
      </Button>
      <ActionIcon variant="subtle" color="gray" aria-label={t('removeOf', { at })} onClick={onRemove}>
        <Trash2 size={16} aria-hidden />
      </ActionIcon>
    </li>
  );
}

function RemoveDialog({ backup, onClose }: { backup: Backup; onClose: () => void }) {
  const { t } = useTranslation('backups');
  const { t: tp } = useTranslation('platform');
  const formats = useFormats();
  const announce = useAnnounce();
  const remove = useRemoveBackup();
  const gone = () => {
    announce(t('removed'));
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('remove')} closeButtonProps={{ 'aria-label': tp('close') }}>
      <Stack gap="sm">
        <Text size="sm">{t('removeSure', { at: formats.dateTime(backup.made_at) })}</Text>
        <Refusal error={remove.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {tp('cancel')}
          </Button>
          <Button
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate(backup.name, { onSuccess: gone })}
          >
            {t('remove')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
