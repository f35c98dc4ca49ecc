// Users with their roles; what is done with one of them.
import { ActionIcon, Badge, Button, Menu, Modal, NativeSelect, Stack, Table, Text } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../platform/session';
import { useAnnounce } from '../../platform/shell/announce';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { Refusal } from '../../platform/states/Refusal';
import { useVocabulary } from '../../platform/vocabulary';
import { useChangeUser, useMakeLink, useSignOutUser, type Team, type User } from '../calls';
import { ROLES } from '../shape';
import { LinkShown } from './LinkShown';
import classes from './Team.module.css';

export function Users({ users, teams }: { users: User[]; teams: Team[] }) {
  const { t } = useTranslation('team');
  return (
    <Table className={classes.table} verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('users.name')}</Table.Th>
          <Table.Th>{t('users.role')}</Table.Th>
          {teams.length > 0 && <Table.Th>{t('teams.team')}</Table.Th>}
          <Table.Th className={classes.wide}>{t('users.state')}</Table.Th>
          <Table.Th aria-label={t('users.more')} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {users.map((user) => (
          <UserRow key={user.login} user={user} teams={teams} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function UserRow({ user, teams }: { user: User; teams: Team[] }) {
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
      {teams.length > 0 && (
        <Table.Td>
          <NativeSelect
            className={classes.role}
            aria-label={t('teams.teamOf', { name: user.name })}
            disabled={!user.active || change.isPending}
            value={user.team ?? ''}
            data={[
              { value: '', label: t('teams.noTeam') },
              ...teams.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(event) =>
              change.mutate(
                { login, team: event.currentTarget.value || null },
                { onSuccess: () => announce(t('users.changed', { name: user.name })), onError },
              )
            }
          />
        </Table.Td>
      )}
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
        <Refusal error={link.error} />
      </Stack>
    </Modal>
  );
}
