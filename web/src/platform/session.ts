// Who is signed in and to which business. Every page below the shell may take a session for granted.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call, setCsrfToken } from './api/client';
import { Problem } from './api/problem';
import type { Answer } from './api/types';
import { showsAnyOf } from './live/changes';

export type Session = Answer<'/v1/session'>;

export const sessionKey = ['session'] as const;

/** The session that is in force, or that has ended under an open page. */
let last: Session | undefined;

const ENDED_AGAIN_MS = 5_000;

/** The session, or null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  meta: showsAnyOf('settings'),
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return holdSession(await call('get', '/v1/session', { signal }));
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
  // Under an open page whose session has ended: somebody may sign in in another tab.
  refetchInterval: ({ state }) => (state.data === null && last ? ENDED_AGAIN_MS : false),
});

/** Remembers the token that every changing request must carry. */
export function holdSession(session: Session): Session {
  setCsrfToken(session.csrf_token, session.user.login);
  last = session;
  return session;
}

/** Whoever was signed in has left: nothing of theirs stays on the page. */
export function leaveSession() {
  setCsrfToken(undefined);
  last = undefined;
}

/** Whose page is open, also when their session has ended and they are asked to sign in again. */
export const lastSession = () => last;

/** Analysts, those who only read and those at the door change nothing. */
export const mayWrite = ({ user }: Session) => !['analyst', 'read_only', 'door'].includes(user.role);
/** What somebody is shown and may take away beside their role. */
export const hasRight = ({ rights }: Session, right: Session['rights'][number]) => rights.includes(right);

/** False under the request to sign in again, where useSession() still gives who it was. */
export const useIsSignedIn = () => Boolean(useQuery(sessionQuery).data);

export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  const session = data ?? last;
  if (!session) throw new Error('useSession is for pages behind sign-in');
  return session;
}
