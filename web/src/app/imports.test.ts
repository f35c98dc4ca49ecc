// The rule of the tree: a concept imports itself and platform; platform imports no concept; app composes them.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('..', import.meta.url));

const files = (readdirSync(source, { recursive: true }) as string[]).filter((name) => /\.(ts|tsx)$/.test(name));
const folderOf = (path: string) => (path.includes(sep) ? path.split(sep)[0]! : 'app');

it('is kept by every import', () => {
  const wrong: string[] = [];
  for (const file of files) {
    const from = folderOf(file);
    // A declaration file gathers the types of all strings; it runs nothing.
    if (from === 'app' || file.endsWith('.d.ts')) continue;
    for (const [, target] of readFileSync(join(source, file), 'utf8').matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)) {
      const to = folderOf(relative(source, join(source, dirname(file), target!)));
      if (to !== from && to !== 'platform') wrong.push(`${file} imports ${target}: compose the two in app/ instead`);
    }
  }
  expect(wrong).toEqual([]);
});
