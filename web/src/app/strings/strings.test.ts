import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { strings as english } from './en';
import { strings as vietnamese } from './vi';

/** "a.b.c" → text, with the plural endings taken off, since the languages have different ones. */
function flat(node: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(node) as [string, string | object][]) {
    const path = prefix + key;
    if (typeof value === 'string') found.set(path.replace(/_(zero|one|two|few|many|other)$/, ''), value);
    else for (const [inner, text] of flat(value, `${path}.`)) found.set(inner, text);
  }
  return found;
}

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

const CONCEPTS = Object.keys(english) as (keyof typeof english)[];

describe.each(CONCEPTS)('the strings of %s', (concept) => {
  const en = flat(english[concept]);
  const vi = flat(vietnamese[concept]);
  it('exist in both languages', () => {
    expect([...en.keys()].filter((key) => !vi.has(key))).toEqual([]);
    expect([...vi.keys()].filter((key) => !en.has(key))).toEqual([]);
  });
  it('are never empty and name the same values', () => {
    for (const [key, text] of en) {
      expect(text.trim(), key).not.toBe('');
      expect(vi.get(key)?.trim(), key).not.toBe('');
      expect(placeholders(vi.get(key) ?? ''), key).toEqual(placeholders(text));
    }
  });
});

it('every folder with locales is among the strings', () => {
  const source = fileURLToPath(new URL('../..', import.meta.url));
  const folders = readdirSync(source, { withFileTypes: true, recursive: false })
    .filter((entry) => entry.isDirectory() && readdirSync(`${source}/${entry.name}`).includes('locales'))
    .map(({ name }) => name);
  expect(CONCEPTS.sort()).toEqual(folders.sort());
});
