// Everything behind sign-in stands in this frame. Without a session the sign-in page takes its place at the same address,
// so that after signing in again one is where one was.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { CalendarOff, Coins, Copy, FileQuestion, Inbox, ListPlus, Users } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setSignedOutListener } from '../platform/api/client';
import { offerLanguage } from '../platform/i18n/i18n';
import { mayWrite, sessionKey, sessionQuery } from '../platform/session';
import { AnnounceProvider } from '../platform/shell/announce';
import { Help } from '../platform/shell/Help';
import { PageHead } from '../platform/shell/PageHead';
import { Shell } from '../platform/shell/Shell';
import { useShortcuts } from '../platform/shell/shortcuts';
import { Failed, Message } from '../platform/states/States';
import { useKeepLanguage, useSignOut } from '../team/calls';
import { SignInPage } from '../team/pages/SignInPage';
import { CalendarLink } from '../team/parts/CalendarLink';

export function Frame() {
  const { t } = useTranslation('parties');
  const { t: tc } = useTranslation('card');
  const { t: te } = useTranslation('events');
  const { t: tt } = useTranslation('team');
  const { t: tp } = useTranslation('platform');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const session = useQuery(sessionQuery);
  const signOut = useSignOut();
  const keepLanguage = useKeepLanguage();
  const [help, setHelp] = useState(false);
  const [calendarLink, setCalendarLink] = useState(false);

  useEffect(() => setSignedOutListener(() => queries.setQueryData(sessionKey, null)), [queries]);
  useEffect(() => offerLanguage(session.data?.user.locale), [session.data?.user.locale]);

  const focusSearch = () => {
    const input = () => document.querySelector<HTMLInputElement>('input[data-search]');
    if (input()) return input()!.focus();
    void navigate({ to: '/parties' }).then(() => requestAnimationFrame(() => input()?.focus()));
  };
  useShortcuts({ '/': focusSearch, '?': () => setHelp(true) });

  if (session.isPending) return null;
  if (session.isError && !session.data) return <Failed error={session.error} retry={() => void session.refetch()} />;
  if (!session.data) return <SignInPage />;
  return (
    <AnnounceProvider>
      <Shell
        groups={[
          {
            places: [
              { to: '/parties', label: t('title'), Icon: Users },
              ...(mayWrite(session.data) ? [{ to: '/duplicates', label: tc('duplicates.title'), Icon: Copy }] : []),
            ],
          },
          {
            label: tp('shell.settings'),
            places: [
              ...(session.data.user.role === 'owner'
                ? [{ to: '/settings/fields', label: t('fields.title'), Icon: ListPlus }]
                : []),
              ...(['owner', 'manager'].includes(session.data.user.role)
                ? [{ to: '/settings/holidays', label: tt('holidays.title'), Icon: CalendarOff }]
                : []),
              { to: '/settings/rates', label: te('rates.title'), Icon: Coins },
              { to: '/settings/unknown-fields', label: te('unknown.title'), Icon: Inbox },
            ],
          },
        ]}
        onSignOut={() => signOut.mutate()}
        onChooseLanguage={keepLanguage}
        onHelp={() => setHelp(true)}
        onCalendarLink={() => setCalendarLink(true)}
      >
        <Outlet />
      </Shell>
      {calendarLink && <CalendarLink onClose={() => setCalendarLink(false)} />}
      <Help opened={help} onClose={() => setHelp(false)} />
    </AnnounceProvider>
  );
}

export function NoPage() {
  const { t } = useTranslation('platform');
  return (
    <>
      <PageHead title={t('state.gone')} />
      <Message
        Icon={FileQuestion}
        title={t('state.noPage')}
        action={
          <Button variant="default" renderRoot={(props) => <Link to="/parties" {...props} />}>
            {t('state.toParties')}
          </Button>
        }
      >
        {t('state.noPageText')}
      </Message>
    </>
  );
}
