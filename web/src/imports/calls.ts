import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../platform/api/client';
import type { Answer, Body, Row } from '../platform/api/types';
import { showsAnyOf } from '../platform/live/changes';

export type Upload = Answer<'/v1/uploads/{id}'>;
export type Task = NonNullable<Upload['task']>;
export type Check = NonNullable<Task['check']>;
export type Report = NonNullable<Task['report']>;
export type ImportOptions = Body<'/v1/uploads/{id}/import', 'post'>;
export type Import = Row<'/v1/imports'>;

const BUSY_MS = 400;
const IDLE_MS = 5_000;

export const isBusy = (task: Task | null | undefined) => task?.state === 'waiting' || task?.state === 'running';

const uploadKey = (id: string) => ['uploads', id] as const;

/** Asked again and again while the server works on it. */
export const uploadQuery = (id: string) =>
  queryOptions({
    queryKey: uploadKey(id),
    queryFn: ({ signal }) => call('get', '/v1/uploads/{id}', { path: { id }, signal }),
    refetchInterval: ({ state }) => isBusy(state.data?.task) && BUSY_MS,
    // A long import is watched in a tab behind others too: its title says how far it is.
    refetchIntervalInBackground: true,
  });

export const uploadsQuery = queryOptions({
  queryKey: ['uploads'],
  queryFn: async ({ signal }) => (await call('get', '/v1/uploads', { signal })).data,
  refetchInterval: ({ state }) => (state.data?.some(({ task }) => isBusy(task)) ? BUSY_MS * 5 : false),
});

export const importsQuery = queryOptions({
  queryKey: ['imports'],
  meta: showsAnyOf('imports'),
  queryFn: async ({ signal }) => (await call('get', '/v1/imports', { signal })).data,
  refetchInterval: ({ state }) => {
    if (state.data?.some(({ state: each }) => each === 'undoing')) return BUSY_MS;
    return state.data?.some(({ state: each }) => each === 'running') ? IDLE_MS : false;
  },
});

/** What was just asked for is what the server does now: an answer that was on its way before does not hide it. */
function useBegun(id: string) {
  const queries = useQueryClient();
  return async (upload: Upload) => {
    await queries.cancelQueries({ queryKey: uploadKey(id) });
    queries.setQueryData(uploadKey(id), upload);
  };
}

/** Looks at the file as it is to be read. The answer holds no counts yet: they come with the upload. */
export function useCheck(id: string) {
  return useMutation({
    mutationFn: (body: ImportOptions) => call('post', '/v1/uploads/{id}/check', { path: { id }, body }),
    onSuccess: useBegun(id),
  });
}

export function useImport(id: string) {
  const begun = useBegun(id);
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ImportOptions) => call('post', '/v1/uploads/{id}/import', { path: { id }, body }),
    onSuccess: async (upload) => {
      await begun(upload);
      void queries.invalidateQueries({ queryKey: ['uploads'], exact: true });
      void queries.invalidateQueries({ queryKey: ['imports'] });
    },
  });
}

export function useDiscard() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call('delete', '/v1/uploads/{id}', { path: { id } }),
    onSuccess: (_, id) => {
      queries.removeQueries({ queryKey: uploadKey(id) });
      void queries.invalidateQueries({ queryKey: ['uploads'], exact: true });
      void queries.invalidateQueries({ queryKey: ['imports'] });
    },
  });
}

/** Taken back step by step: the list of imports tells when that is done. */
export function useUndoImport() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call('post', '/v1/imports/{id}/undo', { path: { id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['imports'] }),
  });
}
