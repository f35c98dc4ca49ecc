import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../platform/api/client';
import type { Row } from '../platform/api/types';

export type Backup = Row<'/v1/backups'>;

export const backupsQuery = queryOptions({
  queryKey: ['backups'],
  queryFn: ({ signal }) => call('get', '/v1/backups', { signal }),
});

function useBackupsChanged() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: backupsQuery.queryKey });
}

export function useMakeBackup() {
  return useMutation({ mutationFn: () => call('post', '/v1/backups', {}), onSettled: useBackupsChanged() });
}

export function useRemoveBackup() {
  return useMutation({
    mutationFn: (name: string) => call('delete', '/v1/backups/{name}', { path: { name } }),
    onSettled: useBackupsChanged(),
  });
}
