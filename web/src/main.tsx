import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { router } from './app/routes';
import { strings } from './app/strings';
import { newQueryClient } from './platform/api/queries';
import { startLanguage } from './platform/i18n/i18n';
import { watchInstalling } from './platform/install/install';
import { ThemeProvider } from './platform/theme/ThemeProvider';

startLanguage(strings);
watchInstalling();

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ThemeProvider>
      <QueryClientProvider client={newQueryClient()}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ThemeProvider>
  </StrictMode>,
);
