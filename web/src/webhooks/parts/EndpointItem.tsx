// One endpoint: where it is, how it fares, what can be done with it, and its log.
import { ActionIcon, Badge, Button, Group, Menu, Modal, Stack, Text } from '@mantine/core';
import { Ellipsis, KeyRound, Pause, Pencil, Play, ScrollText, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useAnnounce } from '../../platform/shell/announce';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { Refusal } from '../../platform/states/Refusal';
import { useChangeEndpoint, useRemoveEndpoint, useTestEndpoint, type Endpoint } from '../calls';
import { keyOfType } from '../shape';
import { EndpointDialog } from './EndpointDialog';
import classes from './Endpoints.module.css';
import { Log } from './Log';
import { NewSecret } from './NewSecret';

export function EndpointItem({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTranslation('webhooks');
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const change = useChangeEndpoint(endpoint.id);
  const test = useTestEndpoint(endpoint.id);
  const [doing, setDoing] = useState<'change' | 'secret' | 'remove'>();
  const [showsLog, setShowsLog] = useState(false);
  const { url, state, description, types } = endpoint;
  const onError = (error: unknown) => announce(sentence(error));
  const enable = (enabled: boolean) =>
    change.mutate({ enabled }, { onSuccess: () => announce(t(enabled ? 'resumed' : 'paused')), onError });
  const done = () => setDoing(undefined);
  return (
    <li className={classes.item} data-endpoint={url} data-state={state}>
      <div className={classes.head}>
        <div className={classes.text}>
          <span className={classes.name}>{description || url}</span>
          {description && <span className={classes.small}>{url}</span>}
          <span className={classes.small}>
            {types.map((type) => t(`type.${keyOfType(type)}` as never)).join(' · ')}
          </span>
          <How endpoint={endpoint} />
        </div>
        <div className={classes.actions}>
          <Badge variant="light" tt="none" fw={500} color={state === 'enabled' ? 'leaf' : 'gray'}>
            {t(`is.${state}`)}
          </Badge>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Send size={13} aria-hidden />}
            aria-label={t('testOf', { url })}
            disabled={state !== 'enabled'}
            loading={test.isPending}
            onClick={() =>
              test.mutate(undefined, {
                onSuccess: () => {
                  announce(t('tested'));
                  setShowsLog(true);
                },
                onError,
              })
            }
          >
            {t('test')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<ScrollText size={13} aria-hidden />}
            aria-label={t('logOf', { url })}
            aria-expanded={showsLog}
            onClick={() => setShowsLog(!showsLog)}
          >
            {t('log')}
          </Button>
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon size="lg" aria-label={t('moreOf', { url })}>
                <Ellipsis size={17} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<Pencil size={15} aria-hidden />} onClick={() => setDoing('change')}>
                {t('change')}
              </Menu.Item>
              {state === 'enabled' ? (
                <Menu.Item leftSection={<Pause size={15} aria-hidden />} onClick={() => enable(false)}>
                  {t('pause')}
                </Menu.Item>
              ) : (
                <Menu.Item leftSection={<Play size={15} aria-hidden />} onClick={() => enable(true)}>
                  {t('resume')}
                </Menu.Item>
              )}
              <Menu.Item leftSection={<KeyRound size={15} aria-hidden />} onClick={() => setDoing('secret')}>
                {t('secret.replace')}
              </Menu.Item>
              <Menu.Item color="red" leftSection={<Trash2 size={15} aria-hidden />} onClick={() => setDoing('remove')}>
                {t('remove')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
      {showsLog && <Log endpoint={endpoint} />}
      {doing === 'change' && <EndpointDialog endpoint={endpoint} onClose={done} />}
      {doing === 'secret' && <NewSecret endpoint={endpoint} onClose={done} />}
      {doing === 'remove' && <AskRemove endpoint={endpoint} onClose={done} />}
    </li>
  );
}

/** What waits, what failed and what is worth knowing besides. */
function How({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTranslation('webhooks');
  const formats = useFormats();
  const { waiting, failing, waiting_since, skipped, skipped_until, former_secret_until, state } = endpoint;
  const waits = [
    waiting > 0 && t('waiting', { count: waiting }),
    waiting > 0 && waiting_since && t('waitingSince', { since: formats.dateTime(waiting_since) }),
    failing > 0 && t('failing', { count: failing }),
  ].filter(Boolean);
  return (
    <>
      {state === 'gone' && <span className={`${classes.small} ${classes.wrong}`}>{t('goneText')}</span>}
      {waits.length > 0 && (
        <span className={failing > 0 ? `${classes.small} ${classes.wrong}` : classes.small}>{waits.join(', ')}</span>
      )}
      {skipped > 0 && skipped_until && (
        <span className={`${classes.small} ${classes.wrong}`}>
          {t('skipped', { count: skipped, until: formats.dateTime(skipped_until) })}
        </span>
      )}
      {former_secret_until && (
        <span className={classes.small}>{t('formerUntil', { until: formats.dateTime(former_secret_until) })}</span>
      )}
    </>
  );
}

function AskRemove({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  const { t } = useTranslation('webhooks');
  const { t: tp } = useTranslation('platform');
  const announce = useAnnounce();
  const remove = useRemoveEndpoint(endpoint.id);
  return (
    <Modal opened onClose={onClose} title={t('remove')} closeButtonProps={{ 'aria-label': tp('close') }}>
      <Stack gap="sm">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('removeText', { url: endpoint.url })}
        </Text>
        <Refusal error={remove.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {tp('cancel')}
          </Button>
          <Button
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate(undefined, { onSuccess: () => announce(t('removed')) })}
          >
            {t('remove')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
