import { queryOptions } from '@tanstack/react-query';
import { call } from '../platform/api/client';
import type { Answer } from '../platform/api/types';

export type Card = Answer<'/v1/parties/{id}'>;
export type Figures = Card['figures'];

export const cardQuery = (partyId: string) =>
  queryOptions({
    queryKey: ['card', partyId],
    queryFn: ({ signal }) => call('get', '/v1/parties/{id}', { path: { id: partyId }, signal }),
  });
