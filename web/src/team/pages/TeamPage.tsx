// Who may come in, and with which keys programs do. For owners.
import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../platform/shell/actions';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { Failed, LoadingRows } from '../../platform/states/States';
import { keysQuery, settingsQuery, teamsQuery, usersQuery } from '../calls';
import { Access } from '../parts/Access';
import { Invite } from '../parts/Invite';
import { Keys, MakeKey } from '../parts/Keys';
import { Teams } from '../parts/Teams';
import { Users } from '../parts/Users';
import classes from './TeamPage.module.css';

export function TeamPage() {
  const { t } = useTranslation('team');
  const users = useQuery(usersQuery);
  const keys = useQuery(keysQuery);
  const teams = useQuery(teamsQuery);
  const settings = useQuery(settingsQuery);
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
            { method: 'GET', path: '/v1/teams' },
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
          <Users users={users.data} teams={teams.data ?? []} />
        )}
        <section className={classes.section} aria-label={t('access.title')}>
          <h2>{t('access.title')}</h2>
          <p className={classes.explain}>{t('access.explain')}</p>
          {settings.data && <Access settings={settings.data} />}
          {settings.isError && <Failed error={settings.error} retry={() => void settings.refetch()} />}
        </section>
        <section className={classes.section} aria-label={t('teams.title')}>
          <h2>{t('teams.title')}</h2>
          <p className={classes.explain}>{t('teams.explain')}</p>
          {teams.data && <Teams teams={teams.data} users={users.data ?? []} />}
          {teams.isError && <Failed error={teams.error} retry={() => void teams.refetch()} />}
        </section>
        <section className={classes.section} aria-label={t('keys.title')}>
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
