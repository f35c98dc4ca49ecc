import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call, newIdempotencyKey } from '../platform/api/client';
import type { Answer, Body, Row } from '../platform/api/types';
import { showsAnyOf, showsParty } from '../platform/live/changes';
import { KEPT, send } from '../platform/unsent/send';
import type { About } from '../platform/unsent/unsent';

export type TimelineEntry = Row<'/v1/parties/{id}/timeline'>;
export type EventTypes = Answer<'/v1/event-types'>;
export type EventType = EventTypes['data'][number];
export type Touchpoint = Body<'/v1/parties/{id}/touchpoints', 'post'>;
export type Rates = Answer<'/v1/rates'>;
export type SeenType = Row<'/v1/event-types/seen'>;
export type UnknownField = Row<'/v1/quarantine'>;

const PAGE_ENTRIES = 50;

/** The descriptors of all types; they change only with the server, and with the words of the business. */
export const eventTypesQuery = queryOptions({
  queryKey: ['event-types'],
  meta: showsAnyOf('settings'),
  queryFn: ({ signal }) => call('get', '/v1/event-types', { signal }),
  staleTime: Infinity,
});

/** Reads every event: asked for again by a press alone. */
export const seenTypesQuery = queryOptions({
  queryKey: ['event-types', 'seen'],
  queryFn: async ({ signal }) => (await call('get', '/v1/event-types/seen', { signal })).data,
  staleTime: 5 * 60_000,
});

/** What of a timeline is shown; what is left out is not narrowed. */
export interface TimelineFilter {
  type?: string;
  direction?: 'in' | 'out';
  channel?: string;
  person?: string;
  text?: string;
}

export const timelineQuery = (partyId: string, filter: TimelineFilter) =>
  infiniteQueryOptions({
    queryKey: ['timeline', partyId, filter],
    meta: showsParty(partyId),
    queryFn: ({ pageParam, signal }) =>
      call('get', '/v1/parties/{id}/timeline', {
        path: { id: partyId },
        query: { ...filter, limit: PAGE_ENTRIES, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const unknownFieldsQuery = queryOptions({
  queryKey: ['quarantine'],
  meta: showsAnyOf('unknown_fields', 'fields'),
  queryFn: async ({ signal }) => (await call('get', '/v1/quarantine', { signal })).data,
});

export const ratesQuery = queryOptions({
  queryKey: ['rates'],
  meta: showsAnyOf('rates'),
  queryFn: ({ signal }) => call('get', '/v1/rates', { signal }),
});

/** Cards follow a few seconds after a rate was changed. */
function useRateChanged() {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['rates'] }),
      queries.invalidateQueries({ queryKey: ['card'] }),
      queries.invalidateQueries({ queryKey: ['timeline'] }),
    ]);
}

export function useSetRate() {
  const changed = useRateChanged();
  return useMutation({
    mutationFn: (rate: { currency: string; from: string; rate: string }) => call('post', '/v1/rates', { body: rate }),
    onSuccess: changed,
  });
}

export function useTakeBackRate() {
  const changed = useRateChanged();
  return useMutation({
    mutationFn: (rate: { currency: string; from: string }) =>
      call('delete', '/v1/rates/{currency}/{from}', { path: rate }),
    onSuccess: changed,
  });
}

/** What shows a touchpoint of the party. */
function useLogged() {
  const queries = useQueryClient();
  return (partyId: string) =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['timeline', partyId] }),
      queries.invalidateQueries({ queryKey: ['card', partyId] }),
      queries.invalidateQueries({ queryKey: ['parties', 'list'] }),
      queries.invalidateQueries({ queryKey: ['today'] }),
    ]);
}

interface LoggedTouchpoint {
  touchpoint: Touchpoint;
  idempotencyKey: string;
  about: About;
}

/** Without a connection it waits, as something that happened now. */
export function useLogTouchpoint(partyId: string) {
  const logged = useLogged();
  return useMutation({
    mutationFn: ({ touchpoint, idempotencyKey, about }: LoggedTouchpoint) =>
      send(
        'post',
        '/v1/parties/{id}/touchpoints',
        { path: { id: partyId }, body: touchpoint, idempotencyKey },
        {
          about,
          later: (asked) => (touchpoint.occurred_at ? undefined : { ...touchpoint, occurred_at: asked.toISOString() }),
        },
      ),
    onSuccess: (answer) => answer !== KEPT && logged(partyId),
  });
}

interface Reminder {
  partyId: string;
  number: string;
  text: string;
  day: string | null;
  exposure: string | null;
  /** False: it is to be done again. */
  done: boolean;
  about: About;
}

/** Says of a reminder that it is done, or that it is not after all. Without a connection it waits. */
export function useReminder() {
  const changed = useLogged();
  return useMutation({
    mutationFn: ({ partyId, number, text, day, exposure, done, about }: Reminder) => {
      const body: Touchpoint = {
        type: done ? 'reminder_done' : 'reminder',
        properties: done ? { reminder: number } : { reminder: number, day, ...(text && { text }) },
        envelope: exposure ? { exposure } : {},
      };
      return send(
        'post',
        '/v1/parties/{id}/touchpoints',
        { path: { id: partyId }, body, idempotencyKey: newIdempotencyKey() },
        { about, later: (asked) => ({ ...body, occurred_at: asked.toISOString() }) },
      );
    },
    onSuccess: (answer, { partyId }) => answer !== KEPT && changed(partyId),
  });
}

export function useNameUse() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ field, use, idempotencyKey }: { field: string; use: string; idempotencyKey: string }) =>
      call('post', '/v1/quarantine/{field}/use', { path: { field }, body: { use }, idempotencyKey }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['quarantine'] }),
  });
}
