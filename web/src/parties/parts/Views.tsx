// Lists that somebody saved: opened, kept, shared, removed.
import { ActionIcon, Button, Checkbox, Group, Menu, Modal, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Bookmark, Check, Trash2, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '../../platform/shell/announce';
import { Refusal } from '../../platform/states/Refusal';
import type { PartyFilter } from '../calls';
import { filterOf, shows, useRemoveView, useSaveView, viewOf, viewsQuery, type SavedView } from '../views';
import classes from './Views.module.css';

interface ViewsProps {
  filter: PartyFilter;
  onOpen: (filter: PartyFilter) => void;
}

export function Views({ filter, onOpen }: ViewsProps) {
  const { t } = useTranslation('parties');
  const { data: views = [] } = useQuery(viewsQuery);
  const [saving, setSaving] = useState(false);
  const [removing, setRemoving] = useState<SavedView>();
  const open = views.find((view) => shows(view, filter));
  return (
    <>
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <Button variant="default" leftSection={<Bookmark size={15} aria-hidden />} className={classes.button}>
            {open?.name ?? t('views.open')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.length === 0 && <p className={classes.none}>{t('views.none')}</p>}
          {views.map((view) => (
            <div key={view.id} className={classes.view}>
              <Menu.Item
                onClick={() => onOpen(filterOf(view))}
                leftSection={view === open ? <Check size={14} aria-hidden /> : <span className={classes.noMark} />}
                rightSection={view.shared && <Users size={13} aria-label={t('views.isShared')} />}
              >
                {view.name}
                {!view.own && <span className={classes.owner}>{view.owner}</span>}
              </Menu.Item>
              {view.own && (
                <ActionIcon
                  aria-label={t('views.remove', { name: view.name })}
                  onClick={() => setRemoving(view)}
                  size="md"
                >
                  <Trash2 size={14} aria-hidden />
                </ActionIcon>
              )}
            </div>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setSaving(true)}>{t('views.save')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {saving && <Save filter={filter} views={views} onClose={() => setSaving(false)} />}
      {removing && <Remove view={removing} onClose={() => setRemoving(undefined)} />}
    </>
  );
}

function Save({ filter, views, onClose }: { filter: PartyFilter; views: SavedView[]; onClose: () => void }) {
  const { t } = useTranslation('parties');
  const { t: tp } = useTranslation('platform');
  const announce = useAnnounce();
  const save = useSaveView();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  // Of one's own a view of that name is said anew.
  const known = views.find((view) => view.own && view.name.toLowerCase() === name.trim().toLowerCase());
  const submit = () =>
    save.mutate(
      { id: known?.id, view: viewOf(filter, name, shared) },
      {
        onSuccess: () => {
          announce(t('views.saved', { name: name.trim() }));
          onClose();
        },
      },
    );
  return (
    <Modal opened onClose={onClose} title={t('views.save')} closeButtonProps={{ 'aria-label': tp('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) submit();
        }}
      >
        <Stack>
          <TextInput
            data-autofocus
            label={t('views.name')}
            placeholder={t('views.nameExample')}
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox
            label={t('views.shared')}
            checked={shared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
          {save.isError && <Refusal error={save.error} />}
          <Group justify="flex-end">
            <Button type="submit" disabled={!name.trim()} loading={save.isPending}>
              {known ? t('views.replace') : t('views.keep')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Remove({ view, onClose }: { view: SavedView; onClose: () => void }) {
  const { t } = useTranslation('parties');
  const { t: tp } = useTranslation('platform');
  const remove = useRemoveView();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('views.remove', { name: view.name })}
      closeButtonProps={{ 'aria-label': tp('close') }}
    >
      <Stack>
        <p className={classes.none}>{t(view.shared ? 'views.removeShared' : 'views.removeOwn')}</p>
        {remove.isError && <Refusal error={remove.error} />}
        <Group justify="flex-end">
          <Button
            color="red"
            data-autofocus
            loading={remove.isPending}
            onClick={() => remove.mutate(view.id, { onSuccess: onClose })}
          >
            {t('views.removeNow')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
