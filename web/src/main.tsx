import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { router } from './app/routes';
import { newQueryClient } from './platform/api/queries';
import { startLanguage } from './platform/i18n/i18n';
import { watchInstalling } from './platform/install/install';
import { ThemeProvider } from './platform/theme/ThemeProvider';

watchInstalling();

async function start() {
  await startLanguage({
    vi: async () => (await import('./app/strings/vi')).strings,
    en: async () => (await import('./app/strings/en')).strings,
  });
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <ThemeProvider>
        <QueryClientProvider client={newQueryClient()}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </ThemeProvider>
    </StrictMode>,
  );
}
// The page that is asked for is fetched beside its words.
void router.load();
void start();
