// Everything behind sign-in stands in this frame. Without a session the sign-in page takes its place at the same address,
// so that after signing in again one is where one was.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import {
  Archive,
  CalendarDays,
  CalendarOff,
  CalendarSync,
  CircleHelp,
  Coins,
  Copy,
  FileQuestion,
  FileUp,
  Inbox,
  KeyRound,
  Languages,
  ListPlus,
  LockKeyhole,
  LogOut,
  MonitorSmartphone,
  Radio,
  ScrollText,
  Search,
  Store,
  Sun,
  Tags,
  Users,
  Webhook,
} from 'lucide-react';
import { Suspense, useCallback, useEffect, useRef, useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { setSignedOutListener } from '../platform/api/client';
import { chooseLanguage, LANGUAGES, offerLanguage, useLanguage } from '../platform/i18n/i18n';
import { useLivePages } from '../platform/live/useLivePages';
import { lastSession, mayWrite, sessionKey, sessionQuery, useSession } from '../platform/session';
import { useActions } from '../platform/shell/actions';
import { AnnounceProvider, useAnnounce } from '../platform/shell/announce';
import { PageHead } from '../platform/shell/PageHead';
import { Shell, type PlaceGroup } from '../platform/shell/Shell';
import { SignedOut } from '../platform/shell/SignedOut';
import { Failed, Message } from '../platform/states/States';
import { startSending } from '../platform/unsent/send';
import { useKeepLanguage, useSignOut } from '../team/calls';
import { SignInPage } from '../team/pages/SignInPage';
import { GoTo, useGoToKey } from './GoTo';
import { CalendarLink, DoorPage, fetchAhead, Help, Password, Sessions } from './pages';

export function Frame() {
  const { t } = useTranslation('parties');
  const { t: tc } = useTranslation('card');
  const { t: te } = useTranslation('events');
  const { t: ti } = useTranslation('imports');
  const { t: tt } = useTranslation('team');
  const { t: tw } = useTranslation('webhooks');
  const { t: tb } = useTranslation('backups');
  const { t: tp } = useTranslation('platform');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const session = useQuery(sessionQuery);
  const signOut = useSignOut();
  const keepLanguage = useKeepLanguage();
  const [help, setHelp] = useState(false);
  const [calendarLink, setCalendarLink] = useState(false);
  const [password, setPassword] = useState(false);
  const [sessions, setSessions] = useState(false);
  const [goingTo, setGoingTo] = useState(false);
  const language = useLanguage();

  const endSession = useCallback(() => void queries.setQueryData(sessionKey, null), [queries]);
  useEffect(() => setSignedOutListener(endSession), [endSession]);
  const atTheDoor = session.data?.user.role === 'door';
  useLivePages(atTheDoor ? undefined : session.data?.user.login, endSession);
  useEffect(() => offerLanguage(session.data?.user.locale), [session.data?.user.locale]);
  useNewPageForAnother(session.data?.user.login);
  const isSignedIn = Boolean(session.data);
  useEffect(() => (isSignedIn ? fetchAhead() : undefined), [isSignedIn]);

  const focusSearch = () => {
    const input = () => document.querySelector<HTMLInputElement>('input[data-search]');
    if (input()) return input()!.focus();
    void navigate({ to: '/parties' }).then(() => requestAnimationFrame(() => input()?.focus()));
  };
  const otherLanguage = LANGUAGES.find((other) => other !== language)!;
  useActions([
    { label: tp('help.search'), Icon: Search, key: '/', run: focusSearch },
    { label: tp('shell.help'), Icon: CircleHelp, key: '?', run: () => setHelp(true) },
    { label: tp('shell.calendarLink'), Icon: CalendarSync, run: () => setCalendarLink(true) },
    {
      label: tp(`language.${otherLanguage}`),
      Icon: Languages,
      run: () => {
        chooseLanguage(otherLanguage);
        keepLanguage(otherLanguage);
      },
    },
    { label: tp('shell.password'), Icon: LockKeyhole, run: () => setPassword(true) },
    { label: tp('shell.sessions'), Icon: MonitorSmartphone, run: () => setSessions(true) },
    { label: tp('shell.signOut'), Icon: LogOut, run: () => signOut.mutate() },
  ]);
  useGoToKey(useCallback(() => setGoingTo(true), []));

  if (session.isPending) return null;
  // A session that has ended leaves the page as it is, under a request to sign in again.
  const signedIn = session.data ?? lastSession();
  if (session.isError && !signedIn) return <Failed error={session.error} retry={() => void session.refetch()} />;
  if (!signedIn) return <SignInPage />;
  const ended = !session.data && (
    <SignedOut>
      <SignInPage ended />
    </SignedOut>
  );
  if (signedIn.user.role === 'door')
    return (
      <AnnounceProvider key={signedIn.user.login}>
        <SendWaiting login={session.data?.user.login} />
        <Suspense>
          <DoorPage
            onSignOut={() => signOut.mutate()}
            onPassword={() => setPassword(true)}
            onChooseLanguage={keepLanguage}
          />
        </Suspense>
        <Suspense>{password && <Password onClose={() => setPassword(false)} />}</Suspense>
        {ended}
      </AnnounceProvider>
    );
  const groups: PlaceGroup[] = [
    {
      places: [
        { to: '/today', label: tt('today.title'), Icon: Sun },
        { to: '/parties', label: t('title'), Icon: Users },
        { to: '/calendar', label: tc('calendar.title'), Icon: CalendarDays },
        ...(mayWrite(signedIn) ? [{ to: '/duplicates', label: tc('duplicates.title'), Icon: Copy }] : []),
        ...(signedIn.user.role === 'owner' ? [{ to: '/import', label: ti('title'), Icon: FileUp }] : []),
      ],
    },
    {
      label: tp('shell.settings'),
      places: [
        { to: '/settings/business', label: tt('business.title'), Icon: Store },
        ...(signedIn.user.role === 'owner'
          ? [
              { to: '/settings/team', label: tt('users.title'), Icon: KeyRound },
              { to: '/settings/audit', label: tt('audit.title'), Icon: ScrollText },
              { to: '/settings/fields', label: t('fields.title'), Icon: ListPlus },
              { to: '/settings/webhooks', label: tw('title'), Icon: Webhook },
              { to: '/settings/event-types', label: te('seen.title'), Icon: Radio },
              { to: '/settings/backups', label: tb('title'), Icon: Archive },
            ]
          : []),
        ...(['owner', 'manager'].includes(signedIn.user.role)
          ? [{ to: '/settings/holidays', label: tt('holidays.title'), Icon: CalendarOff }]
          : []),
        { to: '/settings/words', label: t('words.title'), Icon: Tags },
        { to: '/settings/rates', label: te('rates.title'), Icon: Coins },
        { to: '/settings/unknown-fields', label: te('unknown.title'), Icon: Inbox },
      ],
    },
  ];
  return (
    <AnnounceProvider key={signedIn.user.login}>
      <SendWaiting login={session.data?.user.login} />
      <Shell
        groups={groups}
        onSignOut={() => signOut.mutate()}
        onChooseLanguage={keepLanguage}
        onGoTo={() => setGoingTo(true)}
        onHelp={() => setHelp(true)}
        onCalendarLink={() => setCalendarLink(true)}
        onPassword={() => setPassword(true)}
        onSessions={() => setSessions(true)}
      >
        <Outlet />
      </Shell>
      {goingTo && <GoTo places={groups.flatMap(({ places }) => places)} onClose={() => setGoingTo(false)} />}
      <Suspense>
        {calendarLink && <CalendarLink onClose={() => setCalendarLink(false)} />}
        {password && <Password onClose={() => setPassword(false)} />}
        {sessions && <Sessions onClose={() => setSessions(false)} />}
        {help && <Help onClose={() => setHelp(false)} />}
      </Suspense>
      {ended}
    </AnnounceProvider>
  );
}

/** Somebody else has signed in in another tab: nothing that the one before could see may be left. */
function useNewPageForAnother(login: string | undefined) {
  const before = useRef(login);
  useEffect(() => {
    if (login === undefined) return;
    if (before.current !== undefined && before.current !== login) window.location.reload();
    before.current = login;
  }, [login]);
}

/** What waited for the server is sent while somebody is signed in, and cards show it then. */
function SendWaiting({ login }: { login: string | undefined }) {
  const { t } = useTranslation('platform');
  const queries = useQueryClient();
  const announce = useAnnounce();
  useEffect(() => {
    if (login === undefined) return;
    return startSending(login, (count) => {
      announce(t('unsent.sent', { count }));
      void queries.invalidateQueries();
    });
  }, [announce, login, queries, t]);
  return null;
}

/** A page for owners alone: who is none is told so, whatever address was opened. */
export function forOwners(Page: ComponentType & { preload?: () => Promise<void> }) {
  function ForOwners() {
    const { t } = useTranslation('platform');
    if (useSession().user.role === 'owner') return <Page />;
    return (
      <>
        <PageHead title={t('shell.settings')} />
        <Message alert Icon={LockKeyhole} title={t('state.forbidden')}>
          {t('state.forbiddenText')}
        </Message>
      </>
    );
  }
  return Object.assign(ForOwners, { preload: Page.preload });
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
