// One's own secret link for a calendar program: made, copied, made anew, taken back. The server keeps no copy that it could
// show again.
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMakeCalendarLink, useTakeBackCalendarLink } from '../calls';
import { Shown } from '../../platform/shell/Shown';
import { Refusal } from '../../platform/states/Refusal';

export function CalendarLink({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('team');
  const { t: tp } = useTranslation('platform');
  const make = useMakeCalendarLink();
  const takeBack = useTakeBackCalendarLink();
  const address = make.data && window.location.origin + make.data.path;
  const error = make.error ?? takeBack.error;
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(window.location.hostname);
  return (
    <Modal opened onClose={onClose} title={t('calendarLink.title')} closeButtonProps={{ 'aria-label': tp('close') }}>
      <Stack gap="sm">
        <Text size="sm">{t('calendarLink.explain')}</Text>
        {address && (
          <>
            <Shown label={t('calendarLink.address')} text={address} />
            <Text size="sm">{t('calendarLink.how')}</Text>
            {here && <Text size="sm">{t('calendarLink.local')}</Text>}
          </>
        )}
        <Text size="sm" c="dimmed">
          {t('calendarLink.secret')}
        </Text>
        <div role="status">{takeBack.isSuccess && <Text size="sm">{t('calendarLink.takenBack')}</Text>}</div>
        <Refusal error={error} />
        <Group justify="space-between" mt="xs">
          <Button
            variant="subtle"
            color="red"
            loading={takeBack.isPending}
            onClick={() => takeBack.mutate(undefined, { onSuccess: () => make.reset() })}
          >
            {t('calendarLink.takeBack')}
          </Button>
          <Button
            variant={address ? 'default' : 'filled'}
            loading={make.isPending}
            onClick={() => {
              takeBack.reset();
              make.mutate();
            }}
          >
            {t(address ? 'calendarLink.again' : 'calendarLink.make')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
