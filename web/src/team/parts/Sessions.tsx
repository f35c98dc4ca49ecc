// One's own signed-in browsers: which there are, and an end to one or to all of them.
import { Badge, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useAnnounce } from '../../platform/shell/announce';
import { Refusal } from '../../platform/states/Refusal';
import { Failed, LoadingRows } from '../../platform/states/States';
import { sessionsQuery, useCloseSession, useSignOutEverywhere } from '../calls';
import { browserName } from '../shape';
import classes from './Team.module.css';

export function Sessions({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('team');
  const { t: tp } = useTranslation('platform');
  const formats = useFormats();
  const announce = useAnnounce();
  const sessions = useQuery(sessionsQuery);
  const close = useCloseSession();
  const everywhere = useSignOutEverywhere();
  return (
    <Modal opened onClose={onClose} title={t('sessions.title')} closeButtonProps={{ 'aria-label': tp('close') }}>
      <Stack gap="sm">
        <Text size="sm">{t('sessions.explain')}</Text>
        {sessions.isPending ? (
          <LoadingRows rows={2} />
        ) : !sessions.data ? (
          <Failed error={sessions.error} retry={() => void sessions.refetch()} />
        ) : (
          <ul className={classes.sessions}>
            {sessions.data.map((session) => {
              const browser = browserName(session.agent) || session.agent || t('sessions.unknown');
              return (
                <li key={session.id} data-session={session.current ? 'this' : 'other'}>
                  <span>
                    <span className={classes.name}>{browser}</span>
                    <span className={classes.quiet}>
                      {[t('sessions.opened', { at: formats.dateTime(session.opened_at) }), session.address]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                  </span>
                  {session.current ? (
                    <Badge variant="light" tt="none" color="leaf">
                      {t('sessions.this')}
                    </Badge>
                  ) : (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={t('sessions.closeOf', { what: browser })}
                      onClick={() => close.mutate(session.id, { onSuccess: () => announce(t('sessions.closed')) })}
                    >
                      {t('sessions.close')}
                    </Button>
                  )}
                </li>
              );
            })}
          </ul>
        )}
        <Refusal error={close.error ?? everywhere.error} />
        <Group justify="flex-start">
          <Button
            variant="subtle"
            color="red"
            loading={everywhere.isPending}
            onClick={() => everywhere.mutate(undefined, { onSuccess: onClose })}
          >
            {t('sessions.everywhere')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
