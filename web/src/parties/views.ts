import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../platform/api/client';
import type { Body, Row } from '../platform/api/types';
import { showsAnyOf } from '../platform/live/changes';
import type { PartyFilter } from './calls';
import { conditionsOf, textOf } from './narrowing';

export type SavedView = Row<'/v1/views'>;
export type NewView = Body<'/v1/views', 'post'>;

const viewsKey = ['parties', 'views'];

/** One's own, and those that are shared. */
export const viewsQuery = queryOptions({
  queryKey: viewsKey,
  meta: showsAnyOf('views'),
  queryFn: async ({ signal }) => (await call('get', '/v1/views', { signal })).data,
  staleTime: 60_000,
});

/** The list that a view shows. */
export const filterOf = ({ kind, where, sort, columns }: SavedView): PartyFilter => ({
  ...(kind !== '' && { kind }),
  ...(where.length > 0 && { where: where.join('\n') }),
  ...(sort !== '' && { sort }),
  ...(columns !== '' && { columns }),
});

/** What a view of this list says; what was searched for and the letter belong to the moment. */
export const viewOf = ({ kind, where, sort, columns }: PartyFilter, name: string, shared: boolean): NewView => ({
  name: name.trim(),
  shared,
  kind: kind === 'person' || kind === 'organisation' ? kind : '',
  where: conditionsOf(where).map(textOf),
  sort: sort ?? '',
  columns: columns ?? '',
});

/** Whether a list is the one of the view. */
export const shows = (view: SavedView, filter: PartyFilter) =>
  !filter.search &&
  !filter.letter &&
  JSON.stringify(viewOf(filterOf(view), '', false)) === JSON.stringify(viewOf(filter, '', false));

function useChanged() {
  const queries = useQueryClient();
  return { onSettled: () => queries.invalidateQueries({ queryKey: viewsKey }) };
}

export function useSaveView() {
  return useMutation({
    mutationFn: ({ id, view }: { id?: string; view: NewView }) =>
      id === undefined
        ? call('post', '/v1/views', { body: view })
        : call('put', '/v1/views/{id}', { path: { id }, body: view }),
    ...useChanged(),
  });
}

export function useRemoveView() {
  return useMutation({
    mutationFn: (id: string) => call('delete', '/v1/views/{id}', { path: { id } }),
    ...useChanged(),
  });
}
