// What somebody saved while the server did not answer: kept in this browser, under its command name, until the server has
// taken or refused it. So it outlives the tab, and sending it twice doubles nothing.
//
// Each stands under a key of its own, so that tabs never overwrite what another has just kept; and under the name of who
// is signed in, so that nobody sends another's. The body is all that is kept: no session, no token, no key.
import type { ProblemBody } from '../api/problem';

/** A command that waits, as it is kept. */
export interface Unsent {
  /** Its command name, the Idempotency-Key. */
  name: string;
  method: 'post' | 'patch';
  /** As in the description of the API, with {placeholders} and their values. */
  path: string;
  values: Record<string, string>;
  body: unknown;
  /** The body for later, where time makes a difference: what happened when it was typed did not happen when it is sent. */
  later?: unknown;
  /** What it is, for people, in the language of that moment. */
  about: About;
  /** ms since 1970 */
  keptAt: number;
  /** Why the server did not take it; then it is not sent again by itself. */
  refusal?: ProblemBody & { status: number };
}

/** What is waiting, in words. */
export interface About {
  /** Such as “Call · Nguyễn An”. */
  title: string;
  /** What was typed, field by field. */
  typed: { label: string; value: string }[];
  /** The page it belongs to. */
  to?: string;
}

export const UNSENT_MAX = 100;
const PREFIX = 'ganbo.unsent.';
/** Over the largest body that these calls take there is no use in keeping one. */
const BYTES_MAX = 128 * 1024;

// A slash stands in no encoded login, so that of no two one begins like the other.
const keyOf = (login: string, name: string) => `${PREFIX}${encodeURIComponent(login)}/${name}`;

/** What a key holds, unless it is none of ours or damaged. */
function read(storage: Storage, key: string): Unsent | undefined {
  try {
    const kept = JSON.parse(storage.getItem(key) ?? '') as Partial<Unsent> | null;
    const whole =
      typeof kept?.name === 'string' &&
      (kept.method === 'post' || kept.method === 'patch') &&
      typeof kept.path === 'string' &&
      kept.path.startsWith('/v1/') &&
      typeof kept.values === 'object' &&
      typeof kept.keptAt === 'number' &&
      typeof kept.about?.title === 'string' &&
      Array.isArray(kept.about.typed);
    return whole ? (kept as Unsent) : undefined;
  } catch {
    return undefined;
  }
}

/** All of whoever is named, the first first. */
export function unsentOf(storage: Storage, login: string): Unsent[] {
  const prefix = keyOf(login, '');
  const all: Unsent[] = [];
  for (let place = 0; place < storage.length; place += 1) {
    const key = storage.key(place);
    const kept = key?.startsWith(prefix) ? read(storage, key) : undefined;
    if (kept) all.push(kept);
  }
  return all.sort((a, b) => a.keptAt - b.keptAt);
}

/** False when it cannot be kept: too many wait, it is too large, or the browser keeps nothing. */
export function keepUnsent(storage: Storage, login: string, unsent: Unsent): boolean {
  try {
    const text = JSON.stringify(unsent);
    const key = keyOf(login, unsent.name);
    if (text.length > BYTES_MAX) return false;
    if (storage.getItem(key) === null && unsentOf(storage, login).length >= UNSENT_MAX) return false;
    storage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

export function forgetUnsent(storage: Storage, login: string, name: string) {
  storage.removeItem(keyOf(login, name));
}

export const isUnsentKey = (key: string | null) => key === null || key.startsWith(PREFIX);

/**
 * What says what was seen before it, so that nobody overwrites what they have not looked at: a correction of traits says
 * what the card said of each, a touchpoint that tells something anew says when what stood there was told.
 */
interface Corrects {
  seen: Record<string, unknown> | string | null;
  traits?: Record<string, unknown>;
}

function corrects({ body }: Pick<Unsent, 'body'>): Corrects | undefined {
  if (typeof body !== 'object' || body === null || !('seen' in body) || body.seen === undefined) return undefined;
  return body as Corrects;
}

/** A card says each value as text; null where it has none. */
const asSeen = (value: unknown) => (value === null || typeof value === 'string' ? value : JSON.stringify(value));

/** The body with what will be seen once all that waits before it has been sent: its own author has typed that. */
export function bodyAfter(waiting: Unsent[], unsent: Pick<Unsent, 'method' | 'path' | 'values' | 'body'>): unknown {
  const correction = corrects(unsent);
  if (!correction) return unsent.body;
  let { seen } = correction;
  for (const before of waiting) {
    const earlier = corrects(before);
    const same = before.path === unsent.path && JSON.stringify(before.values) === JSON.stringify(unsent.values);
    if (!earlier || !same || before.method !== unsent.method || before.refusal) continue;
    if (typeof seen === 'object' && seen !== null) {
      seen = { ...seen };
      for (const [name, value] of Object.entries(earlier.traits ?? {})) if (name in seen) seen[name] = asSeen(value);
    } else if (earlier.seen === seen) {
      // When the earlier one will have been told nobody knows yet.
      return { ...correction, seen: undefined };
    }
  }
  return { ...correction, seen };
}

/** The same for whoever has looked at what somebody else wrote meanwhile, and still means theirs. */
export function overwriting(unsent: Unsent, name: string): Unsent {
  const correction = corrects(unsent);
  return {
    ...unsent,
    name,
    refusal: undefined,
    body: correction ? { ...correction, seen: undefined } : unsent.body,
  };
}
