// A link to a page for this customer: made, copied, taken back. The server keeps none, so it is shown while this is open.
import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useAnnounce } from '../../platform/shell/announce';
import { copy } from '../../platform/shell/copy';
import { Refusal } from '../../platform/states/Refusal';
import { useVocabulary } from '../../platform/vocabulary';
import { CUSTOMER_PAGES, useMakeCustomerLink, useTakeBackCustomerLinks, type Card, type CustomerPage } from '../calls';

export function CustomerLink({ card, onClose }: { card: Card; onClose: () => void }) {
  const { t } = useTranslation('card');
  const { t: tp } = useTranslation('platform');
  const formats = useFormats();
  const announce = useAnnounce();
  const words = useVocabulary();
  const [page, setPage] = useState<CustomerPage>('preferences');
  const make = useMakeCustomerLink(card.id);
  const takeBack = useTakeBackCustomerLinks(card.id);
  const link = make.data;
  const address = link && (link.url ?? window.location.origin + link.path);
  const here =
    address !== undefined &&
    ['localhost', '127.0.0.1', '[::1]'].includes(new URL(address, window.location.href).hostname);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('customerLink.title', { name: words.name(card) })}
      closeButtonProps={{ 'aria-label': tp('close') }}
    >
      <Stack gap="sm">
        <Text size="sm">{t('customerLink.explain')}</Text>
        <Radio.Group
          label={t('customerLink.page')}
          value={page}
          onChange={(value) => {
            setPage(value as CustomerPage);
            make.reset();
          }}
        >
          <Stack gap="xs" mt="xs">
            {CUSTOMER_PAGES.map((word) => (
              <Radio
                key={word}
                value={word}
                label={t(`customerLink.${word}`)}
                description={t(`customerLink.${word}Help`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {link && address && (
          <>
            <Group align="flex-end" gap="xs" wrap="nowrap">
              <TextInput
                style={{ flex: 1 }}
                label={t('customerLink.address')}
                readOnly
                value={address}
                onFocus={(event) => event.currentTarget.select()}
              />
              <Button
                leftSection={<Copy size={15} aria-hidden />}
                onClick={() => void copy(address).then(() => announce(t('customerLink.copied')))}
              >
                {t('customerLink.copy')}
              </Button>
            </Group>
            <Text size="sm">{t('customerLink.until', { day: formats.date(link.expires_at) })}</Text>
            {here && <Text size="sm">{t('customerLink.local')}</Text>}
          </>
        )}
        <div role="status">{takeBack.isSuccess && <Text size="sm">{t('customerLink.takenBack')}</Text>}</div>
        <Refusal error={make.error ?? takeBack.error} />
        <Group justify="space-between" mt="xs">
          <Button
            variant="subtle"
            color="red"
            loading={takeBack.isPending}
            onClick={() => takeBack.mutate(undefined, { onSuccess: () => make.reset() })}
          >
            {t('customerLink.takeBack')}
          </Button>
          <Button
            data-autofocus
            variant={address ? 'default' : 'filled'}
            loading={make.isPending}
            onClick={() => {
              takeBack.reset();
              make.mutate(page);
            }}
          >
            {t(address ? 'customerLink.again' : 'customerLink.make')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
