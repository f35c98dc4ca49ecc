import { createRootRoute, createRoute, createRouter, Outlet, useNavigate } from '@tanstack/react-router';
import { FileUp, UserPlus } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { isDay } from '../card/month';
import { CALENDAR_VIEWS, type CalendarView } from '../card/views';
import { claimOf, type Claim } from '../card/suggestion';
import type { PartyFilter } from '../parties/calls';
import { LETTERS } from '../parties/shape';
import { PageFailed } from '../platform/states/PageFailed';
import { SignInPage } from '../team/pages/SignInPage';
import type { View } from '../team/today';
import { forOwners, Frame, NoPage } from './Frame';
import { HomePage } from './HomePage';
import {
  AuditPage,
  BackupsPage,
  BusinessPage,
  CalendarPage,
  CardPage,
  CustomFieldsPage,
  DuplicatesPage,
  EventTypesPage,
  HolidaysPage,
  ImportPage,
  PartiesPage,
  PrintPage,
  RatesPage,
  TeamPage,
  TodayPage,
  UnknownFieldsPage,
  WebhooksPage,
  WelcomePage,
  WordsPage,
} from './pages';

const root = createRootRoute({ component: Outlet });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/signin',
  validateSearch: (search: Record<string, unknown>): { token?: string } =>
    search.token === undefined ? {} : { token: String(search.token) },
  component: function SignIn() {
    const { token } = signIn.useSearch();
    const navigate = useNavigate();
    // The used link does not stay in the history.
    const enter = useCallback(() => void navigate({ to: '/', replace: true }), [navigate]);
    return <SignInPage token={token} onSignedIn={enter} />;
  },
});

const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Frame });

const home = createRoute({
  getParentRoute: () => frame,
  path: '/',
  component: function Home() {
    const navigate = useNavigate();
    const begin = useCallback((to: '/welcome' | '/today') => void navigate({ to, replace: true }), [navigate]);
    return <HomePage onBegin={begin} />;
  },
});

const welcome = createRoute({
  getParentRoute: () => frame,
  path: '/welcome',
  component: forOwners(function Welcome() {
    const { t } = useTranslation('team');
    const navigate = useNavigate();
    return (
      <WelcomePage
        onDone={() => void navigate({ to: '/today', replace: true })}
        beginnings={[
          {
            Icon: FileUp,
            title: t('welcome.import'),
            text: t('welcome.importText'),
            begin: () => void navigate({ to: '/import', replace: true }),
          },
          {
            Icon: UserPlus,
            title: t('welcome.add'),
            text: t('welcome.addText'),
            begin: () => void navigate({ to: '/parties', replace: true }),
          },
        ]}
      />
    );
  }),
});

const today = createRoute({
  getParentRoute: () => frame,
  path: '/today',
  validateSearch: (search: Record<string, unknown>): { view?: View } =>
    // What is left out would stay as it came.
    ({ view: search.view === 'team' ? 'team' : undefined }),
  component: function TodayRoute() {
    const { view = 'own' } = today.useSearch();
    const navigate = useNavigate();
    return (
      <TodayPage
        view={view}
        onView={(chosen) =>
          void navigate({ to: '/today', search: chosen === 'team' ? { view: chosen } : {}, replace: true })
        }
        onOpen={(partyId) => void navigate({ to: '/parties/$partyId', params: { partyId } })}
      />
    );
  },
});

/** Only what the list understands; anything else in an address is left aside: what is left out would stay as it came. */
function filterOf(search: Record<string, unknown>): PartyFilter {
  const filter: PartyFilter = { kind: undefined, letter: undefined };
  if (search.search !== undefined && search.search !== '') filter.search = String(search.search);
  if (search.kind === 'person' || search.kind === 'organisation') filter.kind = search.kind;
  if (!filter.search && typeof search.letter === 'string' && LETTERS.includes(search.letter))
    filter.letter = search.letter;
  for (const key of ['where', 'sort', 'columns'] as const)
    if (search[key] !== undefined && search[key] !== '') filter[key] = String(search[key]);
  return filter;
}

/** Whether this is the page that is shown, or that the next one shown will be. */
const isOnItsWay = (path: string) => router.history.location.pathname === path;

const parties = createRoute({
  getParentRoute: () => frame,
  path: '/parties',
  validateSearch: filterOf,
  component: function Parties() {
    const filter = parties.useSearch();
    const navigate = useNavigate();
    const onFilter = useCallback(
      // What was typed reaches the address a little later: by then one may be on the way to a card.
      (search: PartyFilter) => void (isOnItsWay('/parties') && navigate({ to: '/parties', search, replace: true })),
      [navigate],
    );
    return (
      <PartiesPage
        filter={filter}
        onFilter={onFilter}
        onOpen={({ id }) => void navigate({ to: '/parties/$partyId', params: { partyId: id } })}
        onImports={() => void navigate({ to: '/import' })}
      />
    );
  },
});

const card = createRoute({
  getParentRoute: () => frame,
  path: '/parties/$partyId',
  component: function Card() {
    const { partyId } = card.useParams();
    return <CardPage key={partyId} partyId={partyId} />;
  },
});

const print = createRoute({
  getParentRoute: () => frame,
  path: '/parties/$partyId/print',
  component: function Print() {
    const { partyId } = print.useParams();
    return <PrintPage key={partyId} partyId={partyId} />;
  },
});

const calendar = createRoute({
  getParentRoute: () => frame,
  path: '/calendar',
  // What is left out would stay as it came.
  validateSearch: ({ view, day }: Record<string, unknown>): { view?: CalendarView; day?: string } => ({
    view: view !== 'month' && CALENDAR_VIEWS.includes(view as CalendarView) ? (view as CalendarView) : undefined,
    day: isDay(day) ? day : undefined,
  }),
  component: function CalendarRoute() {
    const { view = 'month', day } = calendar.useSearch();
    const navigate = useNavigate();
    return (
      <CalendarPage
        view={view}
        day={day}
        onGo={(to) => void navigate({ to: '/calendar', search: to.view === 'month' ? { day: to.day } : to })}
      />
    );
  },
});

const duplicates = createRoute({
  getParentRoute: () => frame,
  path: '/duplicates',
  validateSearch: (search: Record<string, unknown>): { view?: Claim } => {
    const view = claimOf(search.view);
    return view === 'one' ? {} : { view };
  },
  component: function Duplicates() {
    return <DuplicatesPage claim={claimOf(duplicates.useSearch().view)} />;
  },
});

const imports = createRoute({
  getParentRoute: () => frame,
  path: '/import',
  validateSearch: (search: Record<string, unknown>): { upload?: string } =>
    search.upload === undefined ? {} : { upload: String(search.upload) },
  component: function Imports() {
    const { upload } = imports.useSearch();
    const navigate = useNavigate();
    const show = useCallback(
      (id: string | undefined) =>
        void navigate({ to: '/import', search: id === undefined ? {} : { upload: id }, replace: true }),
      [navigate],
    );
    const people = useCallback(() => void navigate({ to: '/parties' }), [navigate]);
    return <ImportPage upload={upload} onUpload={show} onPeople={people} />;
  },
});

const unknownFields = createRoute({
  getParentRoute: () => frame,
  path: '/settings/unknown-fields',
  component: UnknownFieldsPage,
});

const rates = createRoute({ getParentRoute: () => frame, path: '/settings/rates', component: RatesPage });
const business = createRoute({ getParentRoute: () => frame, path: '/settings/business', component: BusinessPage });
const team = createRoute({ getParentRoute: () => frame, path: '/settings/team', component: forOwners(TeamPage) });
const webhooks = createRoute({
  getParentRoute: () => frame,
  path: '/settings/webhooks',
  component: forOwners(WebhooksPage),
});
const audit = createRoute({ getParentRoute: () => frame, path: '/settings/audit', component: forOwners(AuditPage) });
const words = createRoute({ getParentRoute: () => frame, path: '/settings/words', component: WordsPage });
const eventTypes = createRoute({
  getParentRoute: () => frame,
  path: '/settings/event-types',
  component: forOwners(EventTypesPage),
});
const backups = createRoute({
  getParentRoute: () => frame,
  path: '/settings/backups',
  component: forOwners(BackupsPage),
});
const holidays = createRoute({ getParentRoute: () => frame, path: '/settings/holidays', component: HolidaysPage });
const customFields = createRoute({
  getParentRoute: () => frame,
  path: '/settings/fields',
  validateSearch: (search: Record<string, unknown>): { key?: string } =>
    search.key === undefined ? {} : { key: String(search.key) },
  component: function CustomFields() {
    const { key } = customFields.useSearch();
    const navigate = useNavigate();
    const forget = useCallback(() => void navigate({ to: '/settings/fields', replace: true }), [navigate]);
    return <CustomFieldsPage begun={key} onBegun={forget} />;
  },
});

const noPage = createRoute({ getParentRoute: () => frame, path: '$', component: NoPage });

export const router = createRouter({
  defaultErrorComponent: PageFailed,
  routeTree: root.addChildren([
    signIn,
    frame.addChildren([
      home,
      welcome,
      today,
      parties,
      card,
      calendar,
      print,
      duplicates,
      imports,
      audit,
      business,
      customFields,
      holidays,
      rates,
      team,
      unknownFields,
      webhooks,
      backups,
      eventTypes,
      words,
      noPage,
    ]),
  ]),
  scrollRestoration: false,
  // A page that is loaded late begins to load when somebody points at its link.
  defaultPreload: 'intent',
  // Plain strings: the library's default reads values as JSON, which would turn a token or a phone number into a number.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const filled = Object.entries(search).filter(([, value]) => value !== undefined) as [string, string][];
    const text = new URLSearchParams(filled).toString();
    return text && `?${text}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
