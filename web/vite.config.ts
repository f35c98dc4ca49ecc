import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// During development the API is that of the server named in GANBO_URL, behind the same origin.
const api = process.env.GANBO_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  base: '/',
  plugins: [react()],
  server: { port: 5173, proxy: { '/v1': api, '/calendar.ics': api } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    // The page's policy allows no data: URL but images, so fonts always stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The limit that counts is the compressed one, and tests/browser holds it.
    chunkSizeWarningLimit: 1200,
  },
});
