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
import { keysQuery, usersQuery } from '../calls';
import { Invite } from '../parts/Invite';
import { Keys, MakeKey } from '../parts/Keys';
import { Users } from '../parts/Users';
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
