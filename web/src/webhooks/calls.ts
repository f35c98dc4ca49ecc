import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../platform/api/client';
import type { Answer, Body, Row } from '../platform/api/types';
import { showsAnyOf } from '../platform/live/changes';

export type Endpoint = Row<'/v1/webhooks'>;
export type NewEndpoint = Body<'/v1/webhooks', 'post'>;
export type EndpointChange = Body<'/v1/webhooks/{id}', 'patch'>;
export type MessageType = Endpoint['types'][number];
export type Message = Row<'/v1/webhooks/{id}/messages'>;
export type MessageState = Message['state'];

export const endpointsQuery = queryOptions({
  queryKey: ['webhooks'],
  meta: showsAnyOf('webhooks', 'settings'),
  queryFn: ({ signal }) => call('get', '/v1/webhooks', { signal }),
});

export const messagesQuery = (id: string, state: MessageState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', id, 'messages', state ?? 'all'],
    meta: showsAnyOf('webhooks'),
    queryFn: ({ signal, pageParam }) =>
      call('get', '/v1/webhooks/{id}/messages', {
        path: { id },
        query: { ...(state && { state }), ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page: Answer<'/v1/webhooks/{id}/messages'>) => page.next_cursor,
  });

export const messageQuery = (id: string, message: string) =>
  queryOptions({
    queryKey: ['webhooks', id, 'message', message],
    meta: showsAnyOf('webhooks'),
    queryFn: ({ signal }) => call('get', '/v1/webhooks/{id}/messages/{message}', { path: { id, message }, signal }),
  });

function useWebhooksChanged() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['webhooks'] });
}

export function useAddEndpoint() {
  return useMutation({
    mutationFn: (body: NewEndpoint) => call('post', '/v1/webhooks', { body }),
    onSuccess: useWebhooksChanged(),
  });
}

export function useChangeEndpoint(id: string) {
  return useMutation({
    mutationFn: (body: EndpointChange) => call('patch', '/v1/webhooks/{id}', { path: { id }, body }),
    onSuccess: useWebhooksChanged(),
  });
}

export function useRemoveEndpoint(id: string) {
  return useMutation({
    mutationFn: () => call('delete', '/v1/webhooks/{id}', { path: { id } }),
    onSuccess: useWebhooksChanged(),
  });
}

export function useReplaceSecret(id: string) {
  return useMutation({
    mutationFn: (overlapHours: number) =>
      call('post', '/v1/webhooks/{id}/secret', { path: { id }, body: { overlap_hours: overlapHours } }),
    onSuccess: useWebhooksChanged(),
  });
}

export function useTestEndpoint(id: string) {
  return useMutation({
    mutationFn: () => call('post', '/v1/webhooks/{id}/test', { path: { id } }),
    onSuccess: useWebhooksChanged(),
  });
}

export function useRetry(id: string) {
  return useMutation({
    mutationFn: (message: string) =>
      call('post', '/v1/webhooks/{id}/messages/{message}/retry', { path: { id, message } }),
    onSuccess: useWebhooksChanged(),
  });
}

export function useAllowOwnNetwork() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (allowed: boolean) =>
      call('patch', '/v1/settings', { body: { 'webhooks.own_network': allowed ? 'yes' : 'no' } }),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['webhooks'] }),
        queries.invalidateQueries({ queryKey: ['settings'] }),
      ]),
  });
}
