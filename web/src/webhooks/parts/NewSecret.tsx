// Replaces the secret of an endpoint, and shows the new one.
import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Shown } from '../../platform/shell/Shown';
import { Refusal } from '../../platform/states/Refusal';
import { useReplaceSecret, type Endpoint } from '../calls';

const OVERLAP_HOURS = [24, 1, 72, 168, 0];

export function NewSecret({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  const { t } = useTranslation('webhooks');
  const { t: tp } = useTranslation('platform');
  const replace = useReplaceSecret(endpoint.id);
  const [overlap, setOverlap] = useState(OVERLAP_HOURS[0]!);
  const label = (hours: number) =>
    hours === 0
      ? t('secret.none')
      : hours < 48
        ? t('secret.hours', { count: hours })
        : t('secret.days', { count: hours / 24 });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('secret.replace')}
      closeButtonProps={{ 'aria-label': tp('close') }}
      closeOnClickOutside={!replace.data}
    >
      {replace.data ? (
        <Shown label={t('secret.label')} text={replace.data.secret}>
          {t('secret.once')}
        </Shown>
      ) : (
        <Stack gap="sm">
          <Text size="sm">{t('secret.replaceText')}</Text>
          <NativeSelect
            data-autofocus
            label={t('secret.overlap')}
            value={overlap}
            data={OVERLAP_HOURS.map((hours) => ({ value: String(hours), label: label(hours) }))}
            onChange={(event) => setOverlap(Number(event.currentTarget.value))}
          />
          <Refusal error={replace.error} />
          <Group justify="flex-end">
            <Button loading={replace.isPending} onClick={() => replace.mutate(overlap)}>
              {t('secret.replace')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
