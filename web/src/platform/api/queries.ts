// How long answers count as fresh and what is retried. The server is near (often the same machine), so pages read again
// freely; only a lost connection is retried, since a refusal will be refused again.
import { QueryClient } from '@tanstack/react-query';
import { onConnectionChange, isConnectionLost } from './connection';
import { Problem } from './problem';

export function newQueryClient() {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        networkMode: 'always',
        retry: (count, error) => error instanceof Problem && (error.isLost || error.status === 503) && count < 2,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  onConnectionChange(() => {
    if (!isConnectionLost()) void client.invalidateQueries();
  });
  return client;
}
