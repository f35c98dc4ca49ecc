import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { call } from '../platform/api/client';
import type { Answer, Body, Row } from '../platform/api/types';
import { showsAnyOf, showsParty } from '../platform/live/changes';
import { KEPT, send } from '../platform/unsent/send';
import { namedFirst } from './shape';
import type { About } from '../platform/unsent/unsent';

export type Card = Answer<'/v1/parties/{id}'>;
export type Figures = Card['figures'];
export type ListedParty = Row<'/v1/parties'>;
export type Suggestion = Row<'/v1/merge-suggestions'>;
/** One telling of a fact. */
export type Told = Row<'/v1/parties/{id}/history'>;
export type RelationGraph = Answer<'/v1/parties/{id}/relations'>;

/** What comparing everybody has found; the description of the API does not say it yet. */
export interface Found {
  parties: number;
  pairs: number;
  suggestions: number;
  merged: number;
}

/** Days of the calendar, both included; while others are on their way those of before stay. */
export const calendarQuery = (span: { since: string; until: string }) =>
  queryOptions({
    queryKey: ['calendar', span],
    meta: showsAnyOf('party', 'settings'),
    queryFn: ({ signal }) => call('get', '/v1/calendar', { query: span, signal }),
    placeholderData: keepPreviousData,
  });

export const cardQuery = (partyId: string) =>
  queryOptions({
    queryKey: ['card', partyId],
    meta: showsParty(partyId),
    queryFn: ({ signal }) => call('get', '/v1/parties/{id}', { path: { id: partyId }, signal }),
  });

/** Says that the card is printed. */
export const notePrinted = (partyId: string) =>
  call('get', '/v1/parties/{id}', { path: { id: partyId }, query: { purpose: 'print' } });

/** Who comes in, for those at the door. */
export type Visitor = Row<'/v1/door/search'>;
export const visitorsQuery = (q: string, language: 'vi' | 'en') =>
  queryOptions({
    queryKey: ['door', q, language],
    queryFn: async ({ signal }) => (await call('get', '/v1/door/search', { query: { q, language }, signal })).data,
    enabled: q.length >= 2,
    staleTime: 10_000,
    // Whom they visit and what to mind may change while somebody stands there; those at the door are told of no changes.
    refetchInterval: 10_000,
  });

interface Arrival {
  visitor: Visitor;
  idempotencyKey: string;
  about: About;
}

/** Without a connection it waits, as something that happened now. */
export function useArrive() {
  return useMutation({
    mutationFn: ({ visitor, idempotencyKey, about }: Arrival) => {
      const body = { party: visitor.id, ...(visitor.visits && { to_see: visitor.visits.id }) };
      return send(
        'post',
        '/v1/door/arrivals',
        { body, idempotencyKey },
        { about, later: (asked) => ({ ...body, occurred_at: asked.toISOString() }) },
      );
    },
  });
}

/** A fact of a card: a trait by its name, an identifier as `type:value`, a matter by its kind and number. */
export type FactOf = { trait: string } | { identifier: string } | { matter: string; number: string };

const TOLD_AT_ONCE = 10;

/** What was told of a fact, by whom and when; the first is what holds. */
export const factHistoryQuery = (partyId: string, of: FactOf) =>
  infiniteQueryOptions({
    queryKey: ['card', partyId, 'history', of],
    meta: showsParty(partyId),
    queryFn: ({ pageParam, signal }) =>
      call('get', '/v1/parties/{id}/history', {
        path: { id: partyId },
        query: { ...of, limit: TOLD_AT_ONCE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** Whom the party is related to, and whom those are. */
export const relationGraphQuery = (partyId: string) =>
  queryOptions({
    queryKey: ['card', partyId, 'relations'],
    meta: showsParty(partyId),
    queryFn: ({ signal }) => call('get', '/v1/parties/{id}/relations', { path: { id: partyId }, signal }),
  });

/** Who may be the same as this party. */
export const suggestionsQuery = (partyId: string) =>
  queryOptions({
    queryKey: ['card', partyId, 'suggestions'],
    meta: showsParty(partyId),
    queryFn: async ({ signal }) =>
      (await call('get', '/v1/parties/{id}/suggestions', { path: { id: partyId }, signal })).data,
  });

/** All who may be the same, the likeliest first; at most this many are told at once. */
export const PAIRS_MAX = 100;
export const allSuggestionsQuery = queryOptions({
  queryKey: ['merge-suggestions'],
  meta: showsAnyOf('suggestions'),
  queryFn: async ({ signal }) => (await call('get', '/v1/merge-suggestions', { signal })).data,
});

/** Who probably lives with this person. */
export const householdsOfQuery = (partyId: string) =>
  queryOptions({
    queryKey: ['card', partyId, 'households'],
    meta: showsParty(partyId),
    queryFn: async ({ signal }): Promise<Suggestion[]> =>
      (await call('get', '/v1/parties/{id}/household-suggestions', { path: { id: partyId }, signal })).data,
  });

/** All people who probably live together, the likeliest first; at most PAIRS_MAX. */
export const allHouseholdsQuery = queryOptions({
  queryKey: ['household-suggestions'],
  meta: showsAnyOf('suggestions'),
  queryFn: async ({ signal }): Promise<Suggestion[]> =>
    (await call('get', '/v1/household-suggestions', { signal })).data,
});

/** What was merged into this party. */
export const mergesQuery = (partyId: string) =>
  queryOptions({
    queryKey: ['card', partyId, 'merges'],
    meta: showsParty(partyId),
    queryFn: async ({ signal }) =>
      (await call('get', '/v1/parties/{id}/merges', { path: { id: partyId }, signal })).data,
  });

/** The few that are found first, to choose one of. */
const OFFERED_MAX = 6;
/** Who is called so comes first; among so many. */
const LOOKED_AT_MAX = 40;

export const findQuery = (search: string) =>
  queryOptions({
    queryKey: ['parties', 'find', search],
    queryFn: async ({ signal }) => {
      const found = await call('get', '/v1/parties', { query: { search, limit: LOOKED_AT_MAX }, signal });
      return namedFirst(found.data, search).slice(0, OFFERED_MAX);
    },
  });

/** Whoever was merged, parted or erased: cards, timelines and lists are others now. */
function useChanged() {
  const queries = useQueryClient();
  return (answer: unknown) => (answer === KEPT ? undefined : queries.invalidateQueries());
}

/** A decision on two cards, and what it is called where it has to wait for a connection. */
interface Decided {
  /** Whose pair it is. */
  pair: [string, string];
  idempotencyKey: string;
  about: About;
}

export type Merging = Body<'/v1/parties/{id}/merges', 'post'> & { into: string; idempotencyKey: string; about: About };

export function useMerge() {
  return useMutation({
    mutationFn: ({ into, idempotencyKey, about, ...body }: Merging) =>
      send('post', '/v1/parties/{id}/merges', { path: { id: into }, body, idempotencyKey }, { about }),
    onSuccess: useChanged(),
  });
}

export function useUndoMerge() {
  return useMutation({
    mutationFn: ({ party, merge }: { party: string; merge: string }) =>
      call('post', '/v1/parties/{id}/merges/{merge}/undo', { path: { id: party, merge } }),
    onSuccess: useChanged(),
  });
}

export function useKeepApart() {
  return useMutation({
    mutationFn: ({ pair: [id, other], idempotencyKey, about }: Decided) =>
      send('post', '/v1/parties/{id}/suggestions/{other}/apart', { path: { id, other }, idempotencyKey }, { about }),
    onSuccess: useChanged(),
  });
}

/** That two live together is a relation of theirs like any other. */
export function useTellHousehold() {
  return useMutation({
    mutationFn: ({ pair: [id, other], idempotencyKey, about }: Decided) =>
      send(
        'post',
        '/v1/parties/{id}/touchpoints',
        {
          path: { id },
          idempotencyKey,
          body: { type: 'relation', properties: { relation: 'household', with: other } },
        },
        { about },
      ),
    onSuccess: useChanged(),
  });
}

export function useKeepHouseholdsApart() {
  return useMutation({
    mutationFn: ({ pair: [id, other], idempotencyKey, about }: Decided) =>
      send(
        'post',
        '/v1/parties/{id}/household-suggestions/{other}/apart',
        { path: { id, other }, idempotencyKey },
        { about },
      ),
    onSuccess: useChanged(),
  });
}

/** Compares everybody with everybody: seconds for thousands, minutes for millions. */
export function useCompareEverybody() {
  return useMutation({
    mutationFn: async () => (await call('post', '/v1/merge-suggestions/find')) as unknown as Found,
    onSuccess: useChanged(),
  });
}

/** The pages that a link can be made to, as the description of the API names them. */
export type CustomerPage = Body<'/v1/parties/{id}/links', 'post'>['page'];
export const CUSTOMER_PAGES: CustomerPage[] = ['preferences', 'first_contact'];

export function useMakeCustomerLink(partyId: string) {
  return useMutation({
    mutationFn: (page: CustomerPage) =>
      call('post', '/v1/parties/{id}/links', { path: { id: partyId }, body: { page } }),
  });
}

export function useTakeBackCustomerLinks(partyId: string) {
  return useMutation({
    mutationFn: () => call('delete', '/v1/parties/{id}/links', { path: { id: partyId } }),
  });
}

export function useErase(partyId: string) {
  return useMutation({
    mutationFn: () => call('post', '/v1/parties/{id}/erase', { path: { id: partyId } }),
    onSuccess: useChanged(),
  });
}

interface Correction {
  traits: Record<string, unknown>;
  /** What the card said of them when somebody began to type. */
  seen: Record<string, unknown>;
  idempotencyKey: string;
  about: About;
}

export function useCorrect(partyId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ traits, seen, idempotencyKey, about }: Correction) =>
      send('patch', '/v1/parties/{id}', { path: { id: partyId }, body: { traits, seen }, idempotencyKey }, { about }),
    onSuccess: useChanged(),
    // Somebody was faster: what they said is shown.
    onError: () => queries.invalidateQueries({ queryKey: ['card', partyId] }),
  });
}

interface Telling {
  type: string;
  properties: Record<string, unknown>;
  /** When what the card said of it was told; undefined: it is said of nothing that stood there. */
  seen?: string;
  idempotencyKey: string;
  about: About;
}

/** What is not a trait is told as a touchpoint: a relation, a role, a key date, a permission. */
export function useTell(partyId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ type, properties, seen, idempotencyKey, about }: Telling) =>
      send(
        'post',
        '/v1/parties/{id}/touchpoints',
        { path: { id: partyId }, body: { type, properties, seen }, idempotencyKey },
        { about },
      ),
    onSuccess: useChanged(),
    onError: () => queries.invalidateQueries({ queryKey: ['card'] }),
  });
}
