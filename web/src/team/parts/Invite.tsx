// Somebody new: added, and let in by a link that waits for a week.
import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useKept } from '../../platform/form/useKept';
import { Refusal } from '../../platform/states/Refusal';
import { useVocabulary } from '../../platform/vocabulary';
import { useAddUser, useMakeLink, type User } from '../calls';
import { ROLES } from '../shape';
import { LinkShown } from './LinkShown';

export function Invite({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation('team');
  const { t: tp } = useTranslation('platform');
  const words = useVocabulary();
  const add = useAddUser();
  const link = useMakeLink();
  const { value, put, forget } = useKept('invitation', () => ({
    name: '',
    login: '',
    role: 'staff' as User['role'],
    locale: (i18n.language === 'en' ? 'en' : 'vi') as User['locale'],
  }));
  const { name, login, role, locale } = value;
  const error = add.error ?? link.error;
  const send = (event: FormEvent) => {
    event.preventDefault();
    const user = { login: login.trim(), name: name.trim(), role, locale };
    // Whom an attempt before has added already gets the link alone.
    const makeLink = () => link.mutate(user.login, { onSuccess: forget });
    if (add.data?.login === user.login) makeLink();
    else add.mutate(user, { onSuccess: makeLink });
  };
  return (
    <Modal opened onClose={onClose} title={t('users.invite')} closeButtonProps={{ 'aria-label': tp('close') }}>
      {link.data ? (
        <Stack gap="sm">
          <Text size="sm">{t('users.invited', { name: name.trim() || login.trim() })}</Text>
          <LinkShown link={link.data} />
        </Stack>
      ) : (
        <form onSubmit={send}>
          <Stack gap="sm">
            <TextInput
              data-autofocus
              label={t('users.name')}
              maxLength={100}
              value={name}
              onChange={(event) => put('name')(event.currentTarget.value)}
            />
            <TextInput
              label={t('users.login')}
              required
              maxLength={100}
              autoCapitalize="none"
              spellCheck={false}
              value={login}
              onChange={(event) => put('login')(event.currentTarget.value)}
            />
            <NativeSelect
              label={t('users.role')}
              description={t(`users.may.${role}`)}
              value={role}
              data={ROLES.map((each) => ({ value: each, label: words.userRole(each) }))}
              onChange={(event) => put('role')(event.currentTarget.value as User['role'])}
            />
            <NativeSelect
              label={tp('language.label')}
              value={locale}
              data={[
                { value: 'vi', label: tp('language.vi') },
                { value: 'en', label: tp('language.en') },
              ]}
              onChange={(event) => put('locale')(event.currentTarget.value as User['locale'])}
            />
            <Refusal error={error} />
            <Group justify="flex-end">
              <Button type="submit" loading={add.isPending || link.isPending}>
                {t('users.makeLink')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
