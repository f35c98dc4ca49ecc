// Teams: who leads each, how many are in it; a new one.
import { Button, Group, NativeSelect, Table, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '../../platform/shell/announce';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { Refusal } from '../../platform/states/Refusal';
import { useChangeTeam, useDissolveTeam, useMakeTeam, type Team, type User } from '../calls';
import classes from './Team.module.css';

export function Teams({ teams, users }: { teams: Team[]; users: User[] }) {
  const { t } = useTranslation('team');
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const make = useMakeTeam();
  const change = useChangeTeam();
  const dissolve = useDissolveTeam();
  const [name, setName] = useState('');
  const onError = (error: unknown) => announce(sentence(error));
  const leaders = [
    { value: '', label: t('teams.nobody') },
    ...users
      .filter(({ active, role }) => active && (role === 'owner' || role === 'manager'))
      .map((user) => ({ value: user.login, label: user.name })),
  ];
  const send = (event: FormEvent) => {
    event.preventDefault();
    make.mutate(
      { name: name.trim() },
      {
        onSuccess: (team) => {
          announce(t('teams.made', { name: team.name }));
          setName('');
        },
      },
    );
  };
  return (
    <>
      {teams.length === 0 ? (
        <p className="quiet">{t('teams.none')}</p>
      ) : (
        <Table className={classes.table} verticalSpacing="xs">
          <Table.Tbody>
            {teams.map((team) => (
              <Table.Tr key={team.id} data-team={team.name}>
                <Table.Td>
                  <span className={classes.name}>{team.name}</span>
                  <span className={classes.quiet}>{t('teams.members', { count: team.members.length })}</span>
                </Table.Td>
                <Table.Td>
                  <NativeSelect
                    className={classes.role}
                    aria-label={t('teams.managerOf', { name: team.name })}
                    value={team.manager ?? ''}
                    data={leaders}
                    onChange={(event) =>
                      change.mutate(
                        { id: team.id, manager: event.currentTarget.value },
                        { onSuccess: () => announce(t('teams.changed', { name: team.name })), onError },
                      )
                    }
                  />
                </Table.Td>
                <Table.Td className={classes.end}>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="red"
                    aria-label={t('teams.dissolveOf', { name: team.name })}
                    onClick={() =>
                      dissolve.mutate(team.id, {
                        onSuccess: () => announce(t('teams.dissolved', { name: team.name })),
                        onError,
                      })
                    }
                  >
                    {t('teams.dissolve')}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <form onSubmit={send} className={classes.form}>
        <Group align="flex-end" gap="xs">
          <TextInput
            label={t('teams.name')}
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={make.isPending}>
            {t('teams.make')}
          </Button>
        </Group>
        <Refusal error={make.error} />
      </form>
    </>
  );
}
