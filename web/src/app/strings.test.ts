import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { strings } from './strings';

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

describe.each(Object.entries(strings))('the strings of %s', (_, { en, vi }) => {
  const english = flat(en);
  const vietnamese = flat(vi);
  it('exist in both languages', () => {
    expect([...english.keys()].filter((key) => !vietnamese.has(key))).toEqual([]);
    expect([...vietnamese.keys()].filter((key) => !english.has(key))).toEqual([]);
  });
  it('are never empty and name the same values', () => {
    for (const [key, text] of english) {
      expect(text.trim(), key).not.toBe('');
      expect(vietnamese.get(key)?.trim(), key).not.toBe('');
      expect(placeholders(vietnamese.get(key) ?? ''), key).toEqual(placeholders(text));
    }
  });
});

it('every folder with locales is among the strings', () => {
  const source = fileURLToPath(new URL('..', import.meta.url));
  const folders = readdirSync(source, { withFileTypes: true, recursive: false })
    .filter((entry) => entry.isDirectory() && readdirSync(`${source}/${entry.name}`).includes('locales'))
    .map(({ name }) => name);
  expect(Object.keys(strings).sort()).toEqual(folders.sort());
});
