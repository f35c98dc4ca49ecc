import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The tests stand outside web/ because they drive the whole product; their packages are installed here.
const installed = (path: string) => fileURLToPath(new URL(`./node_modules/${path}`, import.meta.url));

export default defineConfig({
  resolve: { alias: { 'playwright-core': installed('playwright-core/index.mjs') } },
  server: { fs: { strict: false } },
  test: {
    globals: true,
    environment: 'node',
    dir: fileURLToPath(new URL('../tests/browser', import.meta.url)),
    include: ['**/*.test.ts'],
    globalSetup: fileURLToPath(new URL('../tests/browser/start.ts', import.meta.url)),
    fileParallelism: false,
    // As long as Playwright waits for what is to be seen.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 90_000,
    hookTimeout: 60_000,
  },
});
