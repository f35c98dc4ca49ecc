// What the server tells of (GET /v1/changes), and whether it concerns what a query shows. A query says in its `meta` what
// it shows; nothing else is needed for it to stay up to date.

/** Something has changed: one of a topic, or, without an id, any of them. */
export interface Change {
  topic: string;
  id?: string;
  version?: number;
}

/** What a query shows: one of a topic, or, without an id, any of them. */
export interface Shown {
  topic: string;
  id?: string;
}

interface LiveMeta extends Record<string, unknown> {
  shows?: Shown[];
  /** It is read again at most this often: for what takes the server long. */
  everyMs?: number;
}

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: LiveMeta;
  }
}

/** Anything may have changed. */
const EVERYTHING = 'everything';

/** The meta of a query that shows one party. */
export const showsParty = (id: string): LiveMeta => ({ shows: [{ topic: 'party', id }, { topic: 'fields' }] });

/** The meta of a query that shows any of these topics. */
export const showsAnyOf = (...topics: string[]): LiveMeta => ({ shows: topics.map((topic) => ({ topic })) });

export const concerns = (changes: Change[], shows: Shown[]) =>
  changes.some(
    ({ topic, id }) =>
      topic === EVERYTHING ||
      shows.some((shown) => shown.topic === topic && (id === undefined || shown.id === undefined || shown.id === id)),
  );

/** What an event carries; nothing where it is not understood, so that a newer server may say more. */
export function changesOf(data: string): Change[] {
  let said: unknown;
  try {
    said = JSON.parse(data);
  } catch {
    return [];
  }
  if (!Array.isArray(said)) return [];
  return said.filter(
    (each): each is Change =>
      typeof each === 'object' &&
      each !== null &&
      typeof each.topic === 'string' &&
      (each.id === undefined || typeof each.id === 'string'),
  );
}
