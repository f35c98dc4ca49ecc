// One's own password: whoever came in by a link sets one, to come back without.
import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '../../platform/shell/announce';
import { useChangePassword } from '../calls';
import { Refusal } from '../../platform/states/Refusal';

export function Password({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('team');
  const { t: tp } = useTranslation('platform');
  const announce = useAnnounce();
  const change = useChangePassword();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { password: next, current },
      {
        onSuccess: () => {
          announce(t('password.saved'));
          onClose();
        },
      },
    );
  };
  const shown = { visibilityToggleButtonProps: { 'aria-label': t('signIn.show') } };
  return (
    <Modal opened onClose={onClose} title={t('password.title')} closeButtonProps={{ 'aria-label': tp('close') }}>
      <form onSubmit={send}>
        <Stack gap="sm">
          <Text size="sm">{t('password.explain')}</Text>
          <PasswordInput
            {...shown}
            data-autofocus
            label={t('password.current')}
            description={t('password.currentIfAny')}
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            {...shown}
            label={t('password.next')}
            description={t('password.rule')}
            autoComplete="new-password"
            required
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          <Refusal error={change.error} />
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              {t('password.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
