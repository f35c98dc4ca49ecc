import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../platform/api/client';
import type { Answer, Body, Row } from '../platform/api/types';
import { showsAnyOf } from '../platform/live/changes';
import { send } from '../platform/unsent/send';
import type { About } from '../platform/unsent/unsent';
import type { BulkChange } from './bulk';

export type Party = Row<'/v1/parties'>;
export type LetterCount = Row<'/v1/parties/letters'>;
export type NewParty = Body<'/v1/parties', 'post'>;
export type NewField = Body<'/v1/fields', 'post'>;
export type FieldChange = Body<'/v1/fields/{key}', 'patch'>;
export type DefinedField = Answer<'/v1/fields', 'post'>;

export interface PartyFilter {
  search?: string;
  kind?: Party['kind'];
  letter?: string;
  /** Conditions, one a line (narrowing.ts). */
  where?: string;
  sort?: string;
  /** Fields, with commas between them; without it the usual columns stand. */
  columns?: string;
}

export type ListField = Row<'/v1/parties/fields'>;

/** As the server is asked. */
export const askedOf = ({ where, ...rest }: PartyFilter) => ({ ...rest, where: where?.split('\n') });

const PAGE_ROWS = 100;

/** The list page by page; while a new filter is on its way the old rows stay. */
export const partiesQuery = (filter: PartyFilter) =>
  infiniteQueryOptions({
    queryKey: ['parties', 'list', filter],
    meta: showsAnyOf('party', 'fields'),
    queryFn: ({ pageParam, signal }) =>
      call('get', '/v1/parties', { query: { ...askedOf(filter), limit: PAGE_ROWS, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (previous) => previous,
    // What the server has not read yet is there a moment later.
    refetchInterval: ({ state }) => (state.data?.pages.some(({ warming }) => warming) ? 1_000 : false),
  });

/** By what lists are narrowed and sorted, and with what they are shown. */
export const listFieldsQuery = queryOptions({
  queryKey: ['parties', 'fields'],
  meta: showsAnyOf('fields', 'settings'),
  queryFn: async ({ signal }) => (await call('get', '/v1/parties/fields', { signal })).data,
  staleTime: 60_000,
});

export const lettersQuery = queryOptions({
  queryKey: ['parties', 'letters'],
  meta: { ...showsAnyOf('party'), everyMs: 30_000 },
  queryFn: async ({ signal }) => (await call('get', '/v1/parties/letters', { signal })).data,
  staleTime: 30_000,
});

/** What would become of whom; nobody is changed. */
export function useBulkPreview(filter: PartyFilter) {
  return useMutation({
    mutationFn: async (change: BulkChange) => {
      const answer = await call('post', '/v1/parties/bulk', {
        query: askedOf({ ...filter, columns: undefined }),
        body: { ...change, dry_run: true },
      });
      if (!('rows' in answer)) throw new Error('a dry run has rows');
      return answer;
    },
  });
}

/** `total`: as many as were shown. It goes on behind the page, as an import. */
export function useBulkEdit(filter: PartyFilter) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ change, total }: { change: BulkChange; total: number }) =>
      call('post', '/v1/parties/bulk', {
        query: askedOf({ ...filter, columns: undefined }),
        body: { ...change, total },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['parties'] }),
  });
}

/** Whose an identifier is; nobody where there is none. */
export const ownerQuery = (type: string, value: string) =>
  queryOptions({
    queryKey: ['parties', 'by', type, value],
    queryFn: ({ signal }) => call('get', '/v1/parties/by/{type}/{value}', { path: { type, value }, signal }),
    retry: false,
  });

export function useAddParty() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ party, idempotencyKey, about }: { party: NewParty; idempotencyKey: string; about: About }) =>
      send('post', '/v1/parties', { body: party, idempotencyKey }, { about }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['parties'] }),
  });
}

/** Cards, lists and what waits in the quarantine are shown by the definitions. */
function useDefined() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries();
}

export function useAddField() {
  return useMutation({
    mutationFn: ({ field, idempotencyKey }: { field: NewField; idempotencyKey: string }) =>
      call('post', '/v1/fields', { body: field, idempotencyKey }),
    onSuccess: useDefined(),
  });
}

export function useChangeField(key: string) {
  return useMutation({
    mutationFn: (change: FieldChange) => call('patch', '/v1/fields/{key}', { path: { key }, body: change }),
    onSuccess: useDefined(),
  });
}

export type PartyRole = Row<'/v1/roles'>;
export type KeyDateKind = Row<'/v1/key-date-kinds'>;

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  meta: showsAnyOf('settings'),
  queryFn: async ({ signal }) => (await call('get', '/v1/roles', { signal })).data,
});

export const keyDateKindsQuery = queryOptions({
  queryKey: ['key-date-kinds'],
  meta: showsAnyOf('settings'),
  queryFn: async ({ signal }) => (await call('get', '/v1/key-date-kinds', { signal })).data,
});

export type WordSaid = Body<'/v1/key-date-kinds/{key}', 'put'>;

/** Adds a word of the business, or says something else of one: whatever shows its words follows. */
export function useSayWord(family: 'roles' | 'key-date-kinds') {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ key, said }: { key: string; said: WordSaid }) =>
      family === 'roles'
        ? call('put', '/v1/roles/{key}', { path: { key }, body: said })
        : call('put', '/v1/key-date-kinds/{key}', { path: { key }, body: said }),
    onSuccess: () =>
      Promise.all([
        ...[[family], ['session'], ['event-types'], ['parties', 'fields'], ['card']].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      ]),
  });
}
