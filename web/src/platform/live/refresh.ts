// Reads again what a page shows and somebody has changed. A query that is on the page is read soon, and not more often
// than it bears; one that is not is read when it is shown again. What people type is in no query, so it stays.
import type { Query, QueryClient } from '@tanstack/react-query';
import { concerns, type Change } from './changes';

/** Changes that come together are read together. */
const GATHER_MS = 100;
/** How often at most: what shows one thing, and what shows any of many. */
const ONE_MS = 1_000;
const MANY_MS = 5_000;

export interface Refresher {
  /** What concerns these changes is read again. */
  changed(changes: Change[]): void;
  stop(): void;
}

export function refresher(queries: QueryClient): Refresher {
  const cache = queries.getQueryCache();
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const readAt = new Map<string, number>();

  const readAgain = (query: Query) => {
    // What is being read may be of before the change, and may be the next page of a list, which is not cut off.
    if (query.state.fetchStatus === 'fetching') {
      waiting.set(
        query.queryHash,
        setTimeout(() => readAgain(query), GATHER_MS),
      );
      return;
    }
    waiting.delete(query.queryHash);
    readAt.set(query.queryHash, Date.now());
    void queries.invalidateQueries({ queryKey: query.queryKey, exact: true });
  };

  return {
    changed(changes) {
      for (const query of cache.getAll()) {
        const shows = query.meta?.shows;
        if (!shows || !concerns(changes, shows) || waiting.has(query.queryHash)) continue;
        if (!query.isActive()) {
          query.invalidate();
          continue;
        }
        const every = query.meta?.everyMs ?? (shows.some(({ id }) => id !== undefined) ? ONE_MS : MANY_MS);
        const since = Date.now() - (readAt.get(query.queryHash) ?? 0);
        waiting.set(
          query.queryHash,
          setTimeout(() => readAgain(query), Math.max(GATHER_MS, every - since)),
        );
      }
    },
    stop() {
      waiting.forEach((timer) => clearTimeout(timer));
      waiting.clear();
    },
  };
}
