import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { listen } from './listen';
import { refresher } from './refresh';

/** While `login` is signed in, pages show what others change as they change it. */
export function useLivePages(login: string | undefined, onSignedOut: () => void) {
  const queries = useQueryClient();
  useEffect(() => {
    if (login === undefined) return;
    const refresh = refresher(queries);
    const stop = listen({
      onChanges: refresh.changed,
      onGap: () => void queries.invalidateQueries({ predicate: ({ meta }) => meta?.shows !== undefined }),
      onSignedOut,
    });
    return () => {
      stop();
      refresh.stop();
    };
  }, [login, onSignedOut, queries]);
}
