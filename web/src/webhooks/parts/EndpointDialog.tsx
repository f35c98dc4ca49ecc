// A new endpoint, whose secret is shown then; or another address, description or choice of one that is there.
import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useKept } from '../../platform/form/useKept';
import { useAnnounce } from '../../platform/shell/announce';
import { Shown } from '../../platform/shell/Shown';
import { Refusal } from '../../platform/states/Refusal';
import { useAddEndpoint, useChangeEndpoint, type Endpoint, type MessageType } from '../calls';
import { inOrder, keyOfType, MESSAGE_TYPES } from '../shape';

export function EndpointDialog({ endpoint, onClose }: { endpoint?: Endpoint; onClose: () => void }) {
  const { t } = useTranslation('webhooks');
  const { t: tp } = useTranslation('platform');
  const announce = useAnnounce();
  const add = useAddEndpoint();
  const change = useChangeEndpoint(endpoint?.id ?? '');
  const sending = endpoint ? change : add;
  const { value, put, forget } = useKept(`webhook.${endpoint?.id ?? ''}`, () => ({
    url: endpoint?.url ?? '',
    description: endpoint?.description ?? '',
    types: endpoint?.types ?? (['party.created', 'party.changed'] as MessageType[]),
  }));
  const { url, description, types } = value;
  const [missing, setMissing] = useState(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setMissing(types.length === 0);
    if (types.length === 0 || sending.isPending) return;
    const body = { url: url.trim(), description: description.trim(), types };
    if (!endpoint)
      return add.mutate(body, {
        onSuccess: () => {
          forget();
          announce(t('added'));
        },
      });
    change.mutate(body, {
      onSuccess: () => {
        forget();
        announce(t('changed'));
        onClose();
      },
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(endpoint ? 'changeTitle' : 'addTitle')}
      closeButtonProps={{ 'aria-label': tp('close') }}
      // What is shown once is not lost by a press beside it.
      closeOnClickOutside={!add.data}
    >
      {add.data ? (
        <Shown label={t('secret.label')} text={add.data.secret}>
          {t('secret.once')}
        </Shown>
      ) : (
        <form onSubmit={send}>
          <Stack gap="sm">
            <TextInput
              data-autofocus
              label={t('url')}
              placeholder="https://example.com/ganbo"
              type="url"
              required
              maxLength={2000}
              autoComplete="off"
              spellCheck={false}
              value={url}
              onChange={(event) => put('url')(event.currentTarget.value)}
            />
            <TextInput
              label={t('description')}
              placeholder={t('descriptionExample')}
              maxLength={100}
              value={description}
              onChange={(event) => put('description')(event.currentTarget.value)}
            />
            <Checkbox.Group
              label={t('types')}
              value={types}
              onChange={(chosen) => put('types')(inOrder(chosen))}
              error={missing && types.length === 0 ? t('typesMissing') : undefined}
            >
              <Stack gap={8} mt={6}>
                {MESSAGE_TYPES.map((type) => (
                  <Checkbox key={type} value={type} label={t(`type.${keyOfType(type)}` as never)} description={type} />
                ))}
              </Stack>
            </Checkbox.Group>
            <Refusal error={sending.error} />
            <Group justify="flex-end">
              <Button type="submit" loading={sending.isPending}>
                {endpoint ? t('save') : t('add')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
