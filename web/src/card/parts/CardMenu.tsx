// What can be done with a card as a whole: merge it, take away all that is kept about the person, erase them.
import { ActionIcon, Button, Group, Menu, Modal, Stack, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { CalendarDays, ContactRound, Download, Ellipsis, Eraser, Link2, Merge, Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { urlOf } from '../../platform/api/client';
import { hasRight, mayWrite, useSession } from '../../platform/session';
import { useAnnounce } from '../../platform/shell/announce';
import { useVocabulary } from '../../platform/vocabulary';
import { useErase, type Card } from '../calls';
import { CustomerLink } from './CustomerLink';
import { MergeDialog } from './MergeDialog';
import { Refusal } from '../../platform/states/Refusal';

export function CardMenu({ card }: { card: Card }) {
  const { t } = useTranslation('card');
  const session = useSession();
  const { user } = session;
  const [dialog, setDialog] = useState<'merge' | 'link' | 'erase'>();
  const close = () => setDialog(undefined);
  const mayErase = user.role === 'owner';
  const mayChange = mayWrite(session);
  const mayExport = hasRight(session, 'export');
  if (card.erased_at) return null;
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size="lg" aria-label={t('menu.title')}>
            <Ellipsis size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayChange && (
            <>
              <Menu.Item leftSection={<Merge size={15} aria-hidden />} onClick={() => setDialog('merge')}>
                {t('same.action')}
              </Menu.Item>
              <Menu.Item leftSection={<Link2 size={15} aria-hidden />} onClick={() => setDialog('link')}>
                {t('menu.customerLink')}
              </Menu.Item>
            </>
          )}
          <Menu.Item
            leftSection={<Printer size={15} aria-hidden />}
            renderRoot={(props) => <Link to="/parties/$partyId/print" params={{ partyId: card.id }} {...props} />}
          >
            {t('menu.print')}
          </Menu.Item>
          {mayExport && hasRight(session, 'contact_details') && (
            <Menu.Item
              leftSection={<ContactRound size={15} aria-hidden />}
              component="a"
              href={urlOf('/v1/parties/{id}/vcard', { id: card.id })}
              download
            >
              {t('menu.vcard')}
            </Menu.Item>
          )}
          {mayExport && (
            <Menu.Item
              leftSection={<CalendarDays size={15} aria-hidden />}
              component="a"
              href={urlOf('/v1/parties/{id}/calendar', { id: card.id })}
              download
            >
              {t('menu.calendar')}
            </Menu.Item>
          )}
          {mayErase && (
            <>
              <Menu.Item
                leftSection={<Download size={15} aria-hidden />}
                component="a"
                href={urlOf('/v1/parties/{id}/bundle', { id: card.id })}
                download
              >
                {t('menu.export')}
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item color="red" leftSection={<Eraser size={15} aria-hidden />} onClick={() => setDialog('erase')}>
                {t('menu.erase')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog === 'merge' && <MergeDialog card={card} onClose={close} />}
      {dialog === 'link' && <CustomerLink card={card} onClose={close} />}
      {dialog === 'erase' && <EraseDialog card={card} onClose={close} />}
    </>
  );
}

/** Nothing brings back what was erased, so the name is typed again. */
function EraseDialog({ card, onClose }: { card: Card; onClose: () => void }) {
  const { t } = useTranslation('card');
  const { t: tp } = useTranslation('platform');
  const words = useVocabulary();
  const announce = useAnnounce();
  const [typed, setTyped] = useState('');
  const erase = useErase(card.id);
  const name = words.name(card);
  return (
    <Modal opened onClose={onClose} title={t('erase.dialog')} closeButtonProps={{ 'aria-label': tp('close') }}>
      <Stack gap="sm">
        <Text size="sm">{t('erase.goes')}</Text>
        <Text size="sm">{t('erase.stays')}</Text>
        <TextInput
          data-autofocus
          label={t('erase.confirm', { name })}
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Refusal error={erase.error} />
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={onClose}>
            {tp('cancel')}
          </Button>
          <Button
            color="red"
            disabled={typed.trim().normalize() !== name.normalize()}
            loading={erase.isPending}
            onClick={() =>
              erase.mutate(undefined, {
                onSuccess: () => {
                  announce(t('erase.done'));
                  onClose();
                },
              })
            }
          >
            {t('menu.erase')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
