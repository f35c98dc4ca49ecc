// Who may come in, and with which keys programs do. For owners.
import {
  ActionIcon,
  Badge,
  Button,
  Group,
  Menu,
  Modal,
  NativeSelect,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Ellipsis, KeyRound, Plus } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useSession } from '../../platform/session';
import { useActions } from '../../platform/shell/actions';
import { useAnnounce } from '../../platform/shell/announce';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { Failed, LoadingRows } from '../../platform/states/States';
import { useVocabulary } from '../../platform/vocabulary';
import {
  keysQuery,
  useAddUser,
  useChangeUser,
  useMakeKey,
  useMakeLink,
  useRevokeKey,
  useSignOutUser,
  usersQuery,
  type AccessKey,
  type User,
} from '../calls';
import { Shown } from '../parts/Shown';
import { KEY_SCOPES, ROLES } from '../shape';
import classes from './TeamPage.module.css';

export function TeamPage() {
  const { t } = useTranslation('team');
  const users = useQuery(usersQuery);
  const keys = useQuery(keysQuery);
  const [inviting, setInviting] = useState(false);
  const [makingKey, setMakingKey] = useState(false);
  useActions([
    { label: t('users.invite'), Icon: Plus, run: () => setInviting(true) },
    { label: t('keys.make'), Icon: KeyRound, run: () => setMakingKey(true) },
  ]);
  return (
    <>
      <PageHead title={t('users.title')}>
        <ApiCall
          calls={[
            { method: 'GET', path: '/v1/users' },
            { method: 'GET', path: '/v1/keys' },
          ]}
        />
        <Button leftSection={<Plus size={16} />} onClick={() => setInviting(true)}>
          {t('users.invite')}
        </Button>
      </PageHead>
      <div className={classes.page}>
        {users.isPending ? (
          <LoadingRows rows={3} />
        ) : !users.data ? (
          <Failed error={users.error} retry={() => void users.refetch()} />
        ) : (
          <Users users={users.data} />
        )}
        <section className={classes.keys} aria-label={t('keys.title')}>
          <Group justify="space-between" mb="xs">
            <h2>{t('keys.title')}</h2>
            <Button variant="default" leftSection={<KeyRound size={15} />} onClick={() => setMakingKey(true)}>
              {t('keys.make')}
            </Button>
          </Group>
          <p className={classes.explain}>{t('keys.explain')}</p>
          {keys.data && <Keys keys={keys.data} />}
          {keys.isError && <Failed error={keys.error} retry={() => void keys.refetch()} />}
        </section>
      </div>
      {inviting && <Invite onClose={() => setInviting(false)} />}
      {makingKey && <MakeKey onClose={() => setMakingKey(false)} />}
    </>
  );
}

function Users({ users }: { users: User[] }) {
  const { t } = useTranslation('team');
  return (
    <Table className={classes.table} verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('users.name')}</Table.Th>
          <Table.Th>{t('users.role')}</Table.Th>
          <Table.Th className={classes.wide}>{t('users.state')}</Table.Th>
          <Table.Th aria-label={t('users.more')} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {users.map((user) => (
          <UserRow key={user.login} user={user} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function UserRow({ user }: { user: User }) {
  const { t } = useTranslation('team');
  const words = useVocabulary();
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const session = useSession();
  const change = useChangeUser();
  const signOut = useSignOutUser();
  const [linking, setLinking] = useState(false);
  const onError = (error: unknown) => announce(sentence(error));
  const { login } = user;
  const state = !user.active ? 'gone' : user.sessions > 0 ? 'here' : user.has_password ? 'away' : 'invited';
  return (
    <Table.Tr data-user={login} data-state={state}>
      <Table.Td>
        <span className={classes.name}>{user.name}</span>
        <span className={classes.quiet}>{login === session.user.login ? t('users.you', { login }) : login}</span>
        <span className={`${classes.quiet} ${classes.narrow}`}>{t(`users.is.${state}`)}</span>
      </Table.Td>
      <Table.Td>
        <NativeSelect
          className={classes.role}
          aria-label={t('users.roleOf', { name: user.name })}
          disabled={!user.active || change.isPending}
          value={user.role}
          data={ROLES.map((role) => ({ value: role, label: words.userRole(role) }))}
          onChange={(event) =>
            change.mutate(
              { login, role: event.currentTarget.value as User['role'] },
              { onSuccess: () => announce(t('users.changed', { name: user.name })), onError },
            )
          }
        />
      </Table.Td>
      <Table.Td className={classes.wide}>
        <Badge variant="light" tt="none" color={state === 'here' ? 'leaf' : 'gray'}>
          {t(`users.is.${state}`)}
        </Badge>
      </Table.Td>
      <Table.Td className={classes.end}>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon size="lg" aria-label={t('users.moreOf', { name: user.name })}>
              <Ellipsis size={17} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {user.active && <Menu.Item onClick={() => setLinking(true)}>{t('users.link')}</Menu.Item>}
            {user.sessions > 0 && (
              <Menu.Item
                onClick={() =>
                  signOut.mutate(login, {
                    onSuccess: () => announce(t('users.signedOut', { name: user.name })),
                    onError,
                  })
                }
              >
                {t('users.signOut')}
              </Menu.Item>
            )}
            <Menu.Item
              color={user.active ? 'red' : undefined}
              onClick={() =>
                change.mutate(
                  { login, active: !user.active },
                  { onSuccess: () => announce(t('users.changed', { name: user.name })), onError },
                )
              }
            >
              {t(user.active ? 'users.letGo' : 'users.letBack')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        {linking && <NewLink user={user} onClose={() => setLinking(false)} />}
      </Table.Td>
    </Table.Tr>
  );
}

function NewLink({ user, onClose }: { user: Pick<User, 'login' | 'name'>; onClose: () => void }) {
  const { t } = useTranslation('team');
  const { t: tp } = useTranslation('platform');
  const sentence = useProblemSentence();
  const link = useMakeLink();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('users.linkFor', { name: user.name })}
      closeButtonProps={{ 'aria-label': tp('close') }}
    >
      <Stack gap="sm">
        <Text size="sm">{t('users.linkText')}</Text>
        {link.data ? (
          <LinkShown link={link.data} />
        ) : (
          <Button loading={link.isPending} onClick={() => link.mutate(user.login)}>
            {t('users.link')}
          </Button>
        )}
        {link.isError && (
          <Text role="alert" size="sm" c="var(--mantine-color-error)">
            {sentence(link.error)}
          </Text>
        )}
      </Stack>
    </Modal>
  );
}

function LinkShown({ link }: { link: { path: string; expires_at: string } }) {
  const { t } = useTranslation('team');
  const formats = useFormats();
  return (
    <Shown label={t('users.address')} text={window.location.origin + link.path}>
      {t('users.once', { until: formats.dateTime(link.expires_at) })}
    </Shown>
  );
}

function Invite({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation('team');
  const { t: tp } = useTranslation('platform');
  const words = useVocabulary();
  const sentence = useProblemSentence();
  const add = useAddUser();
  const link = useMakeLink();
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [role, setRole] = useState<User['role']>('staff');
  const [locale, setLocale] = useState<User['locale']>(i18n.language === 'en' ? 'en' : 'vi');
  const error = add.error ?? link.error;
  const send = (event: FormEvent) => {
    event.preventDefault();
    const user = { login: login.trim(), name: name.trim(), role, locale };
    // Whom an attempt before has added already gets the link alone.
    if (add.data?.login === user.login) link.mutate(user.login);
    else add.mutate(user, { onSuccess: () => link.mutate(user.login) });
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
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              label={t('users.login')}
              required
              maxLength={100}
              autoCapitalize="none"
              spellCheck={false}
              value={login}
              onChange={(event) => setLogin(event.currentTarget.value)}
            />
            <NativeSelect
              label={t('users.role')}
              description={t(`users.may.${role}`)}
              value={role}
              data={ROLES.map((each) => ({ value: each, label: words.userRole(each) }))}
              onChange={(event) => setRole(event.currentTarget.value as User['role'])}
            />
            <NativeSelect
              label={tp('language.label')}
              value={locale}
              data={[
                { value: 'vi', label: tp('language.vi') },
                { value: 'en', label: tp('language.en') },
              ]}
              onChange={(event) => setLocale(event.currentTarget.value as User['locale'])}
            />
            {error && (
              <Text role="alert" size="sm" c="var(--mantine-color-error)">
                {sentence(error)}
              </Text>
            )}
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

function Keys({ keys }: { keys: AccessKey[] }) {
  const { t } = useTranslation('team');
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const revoke = useRevokeKey();
  if (keys.length === 0) return <p className="quiet">{t('keys.none')}</p>;
  return (
    <Table className={classes.table} verticalSpacing="xs">
      <Table.Tbody>
        {keys.map(({ id, source, scopes, origins }) => (
          <Table.Tr key={id} data-key={source}>
            <Table.Td>
              <span className={classes.name}>{source}</span>
              <span className={classes.quiet}>{[id, ...origins].join(' · ')}</span>
            </Table.Td>
            <Table.Td>
              {scopes
                .split(' ')
                .map((scope) => t(`keys.scope.${scope}` as never))
                .join(', ')}
            </Table.Td>
            <Table.Td className={classes.end}>
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                aria-label={t('keys.revokeOf', { source })}
                onClick={() =>
                  revoke.mutate(id, {
                    onSuccess: () => announce(t('keys.revoked', { source })),
                    onError: (error) => announce(sentence(error)),
                  })
                }
              >
                {t('keys.revoke')}
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function MakeKey({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('team');
  const { t: tp } = useTranslation('platform');
  const sentence = useProblemSentence();
  const make = useMakeKey();
  const [source, setSource] = useState('');
  const [scope, setScope] = useState<(typeof KEY_SCOPES)[number]>('events');
  const [origin, setOrigin] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    make.mutate({ source: source.trim(), scope, ...(scope === 'browser' && { origin: origin.trim() }) });
  };
  return (
    <Modal opened onClose={onClose} title={t('keys.make')} closeButtonProps={{ 'aria-label': tp('close') }}>
      {make.data ? (
        <Shown label={t('keys.key')} text={make.data.key}>
          {t('keys.once')}
        </Shown>
      ) : (
        <form onSubmit={send}>
          <Stack gap="sm">
            <TextInput
              data-autofocus
              label={t('keys.source')}
              description={t('keys.sourceText')}
              required
              maxLength={100}
              value={source}
              onChange={(event) => setSource(event.currentTarget.value)}
            />
            <NativeSelect
              label={t('keys.may')}
              value={scope}
              data={KEY_SCOPES.map((each) => ({ value: each, label: t(`keys.scope.${each}`) }))}
              onChange={(event) => setScope(event.currentTarget.value as typeof scope)}
            />
            {scope === 'browser' && (
              <TextInput
                label={t('keys.origin')}
                placeholder="https://shop.example"
                required
                maxLength={200}
                value={origin}
                onChange={(event) => setOrigin(event.currentTarget.value)}
              />
            )}
            {make.isError && (
              <Text role="alert" size="sm" c="var(--mantine-color-error)">
                {sentence(make.error)}
              </Text>
            )}
            <Group justify="flex-end">
              <Button type="submit" loading={make.isPending}>
                {t('keys.make')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
