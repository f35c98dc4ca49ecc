import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  test: { globals: true, environment: 'node', include: ['src/**/*.test.{ts,tsx}', '*.test.ts'] },
});
