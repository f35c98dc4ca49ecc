import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { call } from '../platform/api/client';
import type { Answer, Body, Row } from '../platform/api/types';
import type { Language } from '../platform/i18n/i18n';
import { showsAnyOf } from '../platform/live/changes';
import { holdSession, lastSession, leaveSession, sessionKey } from '../platform/session';

export type SignIn = Body<'/v1/session', 'post'>;
export type Holidays = Answer<'/v1/holidays'>;
export type Holiday = Holidays['data'][number];
export type Settings = Answer<'/v1/settings'>;
export type User = Row<'/v1/users'>;
export type AccessKey = Row<'/v1/keys'>;
export type Team = Row<'/v1/teams'>;
export type OpenSession = Row<'/v1/session/all'>;
export type AuditEntry = Row<'/v1/audit'>;

export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: SignIn) => call('post', '/v1/session', { body }),
    onSuccess: (session) => {
      const before = lastSession();
      if (before && before.user.login !== session.user.login) forgetAll(queries);
      queries.setQueryData(sessionKey, holdSession(session));
      // What was refused while nobody was signed in.
      return queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
    },
  });
}

/** Nothing that the one before could see may be left for the one after. */
function forgetAll(queries: QueryClient) {
  queries.clear();
  sessionStorage.clear();
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call('delete', '/v1/session'),
    onSuccess: () => {
      leaveSession();
      forgetAll(queries);
      queries.setQueryData(sessionKey, null);
    },
  });
}

/** Remembers the language with the user; this browser has it already, so a failure changes nothing here. */
export function useKeepLanguage() {
  const queries = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (locale: Language) => call('patch', '/v1/session', { body: { locale } }),
    onSuccess: (session) => queries.setQueryData(sessionKey, holdSession(session)),
  });
  return mutate;
}

/** A new secret link to one's own calendar; the one of before ends. It is told this once. */
export function useMakeCalendarLink() {
  return useMutation({ mutationFn: () => call('post', '/v1/session/calendar') });
}

export function useTakeBackCalendarLink() {
  return useMutation({ mutationFn: () => call('delete', '/v1/session/calendar') });
}

/** While another year is on its way the one of before stays. */
export const holidaysQuery = (year: number) =>
  queryOptions({
    queryKey: ['holidays', year],
    meta: showsAnyOf('settings'),
    queryFn: ({ signal }) => call('get', '/v1/holidays', { query: { year }, signal }),
    placeholderData: keepPreviousData,
  });

/** Key dates that fall on a day off are moved, so cards change too. */
function useDaysChanged() {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['holidays'] }),
      queries.invalidateQueries({ queryKey: ['card'] }),
    ]);
}

export function useSetDay() {
  return useMutation({
    mutationFn: ({ day, ...facts }: { day: string; name: string; off: boolean }) =>
      call('put', '/v1/holidays/{day}', { path: { day }, body: facts }),
    onSuccess: useDaysChanged(),
  });
}

export function useTakeBackDay() {
  return useMutation({
    mutationFn: (day: string) => call('delete', '/v1/holidays/{day}', { path: { day } }),
    onSuccess: useDaysChanged(),
  });
}

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  meta: showsAnyOf('settings'),
  queryFn: ({ signal }) => call('get', '/v1/settings', { signal }),
});

/** The name, the zone and the currency stand on every page. */
export function useChangeSettings() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (settings: Settings) => call('patch', '/v1/settings', { body: settings }),
    onSuccess: () => queries.invalidateQueries(),
  });
}

/** A made-up business, to look around in; only where there is nobody yet. */
export function useFillDemo() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call('post', '/v1/demo'),
    onSuccess: () => queries.invalidateQueries(),
  });
}

export const usersQuery = queryOptions({
  queryKey: ['users'],
  meta: showsAnyOf('team'),
  queryFn: async ({ signal }) => (await call('get', '/v1/users', { signal })).data,
});

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  meta: showsAnyOf('team'),
  queryFn: async ({ signal }) => (await call('get', '/v1/keys', { signal })).data,
});

function useUsersChanged() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['users'] });
}

export function useAddUser() {
  return useMutation({
    mutationFn: (body: Body<'/v1/users', 'post'>) => call('post', '/v1/users', { body }),
    onSuccess: useUsersChanged(),
  });
}

/** What one may do oneself may have changed with it. */
export function useChangeUser() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ login, ...change }: { login: string } & Body<'/v1/users/{id}', 'patch'>) =>
      call('patch', '/v1/users/{id}', { path: { id: login }, body: change }),
    onSettled: () => queries.invalidateQueries(),
  });
}

export function useSignOutUser() {
  return useMutation({
    mutationFn: (login: string) => call('delete', '/v1/users/{id}/sessions', { path: { id: login } }),
    onSuccess: useUsersChanged(),
  });
}

/** A link that may be used once within a week. It is told this once. */
export function useMakeLink() {
  return useMutation({
    mutationFn: (login: string) =>
      call('post', '/v1/users/{id}/link', { path: { id: login }, body: { purpose: 'invitation' } }),
    onSuccess: useUsersChanged(),
  });
}

function useKeysChanged() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['keys'] });
}

/** The key is told this once. */
export function useMakeKey() {
  return useMutation({
    mutationFn: (body: Body<'/v1/keys', 'post'>) => call('post', '/v1/keys', { body }),
    onSuccess: useKeysChanged(),
  });
}

export function useRevokeKey() {
  return useMutation({
    mutationFn: (id: string) => call('delete', '/v1/keys/{id}', { path: { id } }),
    onSuccess: useKeysChanged(),
  });
}

/** One's own; other browsers are signed out. */
export function useChangePassword() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Body<'/v1/session/password', 'put'>) => call('put', '/v1/session/password', { body }),
    onSuccess: (session) => queries.setQueryData(sessionKey, holdSession(session)),
  });
}

export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  meta: showsAnyOf('team'),
  queryFn: async ({ signal }) => (await call('get', '/v1/teams', { signal })).data,
});

function useTeamsChanged() {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['teams'] }),
      queries.invalidateQueries({ queryKey: ['users'] }),
    ]);
}

export function useMakeTeam() {
  return useMutation({
    mutationFn: (body: { name: string; manager?: string }) => call('post', '/v1/teams', { body }),
    onSuccess: useTeamsChanged(),
  });
}

export function useChangeTeam() {
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string; name?: string; manager?: string }) =>
      call('patch', '/v1/teams/{id}', { path: { id }, body }),
    onSettled: useTeamsChanged(),
  });
}

export function useDissolveTeam() {
  return useMutation({
    mutationFn: (id: string) => call('delete', '/v1/teams/{id}', { path: { id } }),
    onSuccess: useTeamsChanged(),
  });
}

/** One's own open sessions. */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  meta: showsAnyOf('team'),
  queryFn: async ({ signal }) => (await call('get', '/v1/session/all', { signal })).data,
});

export function useCloseSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call('delete', '/v1/session/all/{id}', { path: { id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
}

/** This browser too. */
export function useSignOutEverywhere() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call('delete', '/v1/session', { query: { everywhere: 'true' } }),
    onSuccess: () => {
      leaveSession();
      forgetAll(queries);
      queries.setQueryData(sessionKey, null);
    },
  });
}

export interface AuditFilter {
  user?: string;
  action?: string;
  from?: string;
  until?: string;
}

const AUDIT_AGAIN_MS = 15_000;

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) => call('get', '/v1/audit', { query: { ...filter, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
    // What was only looked at changes nothing, so nothing tells of it.
    refetchInterval: AUDIT_AGAIN_MS,
  });
