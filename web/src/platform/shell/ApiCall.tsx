// Every page can show the call behind it: whoever wants the same from a script copies it from here.
import { ActionIcon, Button, Code, Modal, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Code2, Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { urlOf, type Query } from '../api/client';
import { useAnnounce } from './announce';
import { copy } from './copy';
import classes from './ApiCall.module.css';

export interface ShownCall {
  method: 'GET' | 'POST';
  path: string;
  values?: Record<string, string>;
  query?: Query;
}

export function curlOf({ method, path, values, query }: ShownCall, origin: string) {
  const verb = method === 'GET' ? '' : ` -X ${method}`;
  return `curl${verb} -H "Authorization: Bearer $GANBO_KEY" \\\n  '${origin}${urlOf(path, values, query)}'`;
}

export function ApiCall({ calls }: { calls: ShownCall[] }) {
  const { t } = useTranslation('platform');
  const announce = useAnnounce();
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Tooltip label={t('api.open')}>
        <ActionIcon size="lg" visibleFrom="sm" aria-label={t('api.open')} onClick={open}>
          <Code2 size={18} />
        </ActionIcon>
      </Tooltip>
      <Modal
        opened={opened}
        onClose={close}
        title={t('api.title')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Text size="sm" c="dimmed" mb="md">
          {t('api.explain')}
        </Text>
        {calls.map((shown) => {
          const curl = curlOf(shown, window.location.origin);
          return (
            <div key={curl} className={classes.call}>
              <Code block tabIndex={0} aria-label={shown.path}>
                {curl}
              </Code>
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<Copy size={12} />}
                onClick={() => void copy(curl).then(() => announce(t('api.copied')))}
              >
                {t('api.copy')}
              </Button>
            </div>
          );
        })}
      </Modal>
    </>
  );
}
