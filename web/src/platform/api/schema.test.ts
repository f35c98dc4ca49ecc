// @vitest-environment node
import { readFileSync } from 'node:fs';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';

it('is made of openapi.json; if not, run `npm run api`', async () => {
  const made = COMMENT_HEADER + astToString(await openapiTS(new URL('./openapi.json', import.meta.url)));
  expect(readFileSync(new URL('./schema.ts', import.meta.url), 'utf8')).toBe(made);
});
