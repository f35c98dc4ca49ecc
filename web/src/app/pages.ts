// What is fetched when it is first shown: every page, and the dialogs of the frame. When the first page stands and nobody
// waits, the rest is fetched too, so that a change of page waits for nothing and needs no connection.
import { lazyRouteComponent } from '@tanstack/react-router';
import { askWhetherLost } from '../platform/api/connection';
import { Problem } from '../platform/api/problem';
import { getLanguage, LANGUAGES } from '../platform/i18n/i18n';

type Fetch = () => Promise<unknown>;
const ahead: Fetch[] = [];

/**
 * Why a file did not come. The router reads the whole application anew where it takes the file for one of an older version; without a
 * connection nothing would be left of it.
 */
async function notFetched(cause: unknown): Promise<never> {
  if ((await askWhetherLost()) !== undefined) throw cause;
  throw new Problem({ status: 0, code: 'unavailable' });
}

/** One component of a file; the file is fetched when it is first drawn, or ahead. */
function late<File extends Record<string, unknown>, Name extends keyof File & string>(
  fetch: () => Promise<File>,
  name: Name,
) {
  const component = lazyRouteComponent(() => fetch().catch(notFetched), name);
  // Fetched first, since the router asks no second time for what once did not come. Then it is drawn at once when it is shown.
  ahead.push(() => fetch().then(() => component.preload?.()));
  return component;
}

// In the order in which they are fetched ahead: what is opened every day comes first.
export const TodayPage = late(() => import('./TodayPage'), 'TodayPage');
export const PartiesPage = late(() => import('../parties/pages/PartiesPage'), 'PartiesPage');
export const CardPage = late(() => import('./CardPage'), 'CardPage');
export const CalendarPage = late(() => import('../card/pages/CalendarPage'), 'CalendarPage');
export const Help = late(() => import('../platform/shell/Help'), 'Help');
export const DuplicatesPage = late(() => import('../card/pages/DuplicatesPage'), 'DuplicatesPage');
export const PrintPage = late(() => import('./PrintPage'), 'PrintPage');
export const CalendarLink = late(() => import('../team/parts/CalendarLink'), 'CalendarLink');
export const Password = late(() => import('../team/parts/Password'), 'Password');
export const Sessions = late(() => import('../team/parts/Sessions'), 'Sessions');
export const DoorPage = late(() => import('../card/pages/DoorPage'), 'DoorPage');
export const WelcomePage = late(() => import('../team/pages/WelcomePage'), 'WelcomePage');
export const ImportPage = late(() => import('../imports/pages/ImportPage'), 'ImportPage');
export const BusinessPage = late(() => import('../team/pages/BusinessPage'), 'BusinessPage');
export const TeamPage = late(() => import('../team/pages/TeamPage'), 'TeamPage');
export const AuditPage = late(() => import('../team/pages/AuditPage'), 'AuditPage');
export const CustomFieldsPage = late(() => import('../parties/pages/CustomFieldsPage'), 'CustomFieldsPage');
export const WordsPage = late(() => import('../parties/pages/WordsPage'), 'WordsPage');
export const WebhooksPage = late(() => import('../webhooks/pages/WebhooksPage'), 'WebhooksPage');
export const EventTypesPage = late(() => import('../events/pages/EventTypesPage'), 'EventTypesPage');
export const BackupsPage = late(() => import('../backups/pages/BackupsPage'), 'BackupsPage');
export const HolidaysPage = late(() => import('../team/pages/HolidaysPage'), 'HolidaysPage');
export const RatesPage = late(() => import('../events/pages/RatesPage'), 'RatesPage');
export const UnknownFieldsPage = late(() => import('../events/pages/UnknownFieldsPage'), 'UnknownFieldsPage');

const whenIdle = (run: () => void) =>
  'requestIdleCallback' in window ? void window.requestIdleCallback(run) : void setTimeout(run, 300);

/** The first page, what it reads and what is done on it at once come first. */
const AHEAD_AFTER_MS = 5_000;

/** One after the other, each while the browser has nothing else to do; what does not come is asked for when it is shown. */
export function fetchAhead(): () => void {
  const rest: Fetch[] = [...ahead, ...LANGUAGES.map((language) => () => getLanguage(language))];
  const next = () => {
    const fetch = rest.shift();
    if (fetch) whenIdle(() => void fetch().then(next, () => undefined));
  };
  const timer = setTimeout(next, AHEAD_AFTER_MS);
  return () => clearTimeout(timer);
}
