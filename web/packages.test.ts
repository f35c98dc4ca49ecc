// The lockfile must install on a bare Debian 12, which has Node 18.19 and npm 9.2, with engine-strict on. npm 9.2 also
// fails on an override that names another package (“npm:…”), and registry addresses have no place in the repository.
import { readFileSync } from 'node:fs';

interface Locked {
  version?: string;
  resolved?: string;
  engines?: { node?: string; npm?: string };
}

const read = (name: string) => readFileSync(new URL(name, `file://${process.cwd()}/`), 'utf8');
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };

type Version = [number, number, number];

const versionOf = (text: string): Version => {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map((part) => Number.parseInt(part, 10) || 0);
  return [major, minor, patch];
};

const compare = (a: Version, b: Version) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/** Reads the forms that engines are written in: alternatives of >=, >, <, <=, ^, ~, x.*, a bare version, or anything. */
function allows(range: string, version: Version): boolean {
  return range.split('||').some((alternative) =>
    alternative
      .replace(/([<>=^~]+)\s+/g, '$1')
      .trim()
      .split(/\s+/)
      .every((part) => {
        const [, sign = '', text = ''] = /^([<>=^~]*)v?(.*)$/.exec(part) ?? [];
        if (text === '' || text === '*') return true;
        const bound = versionOf(text);
        const difference = compare(version, bound);
        if (sign === '>=') return difference >= 0;
        if (sign === '>') return difference > 0;
        if (sign === '<') return difference < 0;
        if (sign === '<=') return difference <= 0;
        if (sign === '^') return difference >= 0 && version[0] === bound[0];
        if (sign === '~') return difference >= 0 && version[0] === bound[0] && version[1] === bound[1];
        return version[0] === bound[0] && (text.includes('*') || !text.includes('.') || difference === 0);
      }),
  );
}

it('reads ranges as npm does', () => {
  expect(allows('^14.18.0 || >=16.0.0', [18, 19, 0])).toBe(true);
  expect(allows('^18.0.0 || ^20.0.0 || >=22.0.0', [18, 19, 0])).toBe(true);
  expect(allows('^20.19.0 || >=22.12.0', [18, 19, 0])).toBe(false);
  expect(allows('>= 6.0.0', [18, 19, 0])).toBe(true);
  expect(allows('6.* || 8.* || >= 20.*', [18, 19, 0])).toBe(false);
  expect(allows('>=9.5.0', [9, 2, 0])).toBe(false);
});

it('every package runs on Node 18.19 and installs with npm 9.2', () => {
  const wrong = Object.entries(lock.packages).flatMap(([name, { version, engines }]) => [
    ...(engines?.node && !allows(engines.node, [18, 19, 0]) ? [`${name} ${version} wants Node ${engines.node}`] : []),
    ...(engines?.npm && !allows(engines.npm, [9, 2, 0]) ? [`${name} ${version} wants npm ${engines.npm}`] : []),
  ]);
  expect(wrong).toEqual([]);
});

it('no override names another package, and no registry is named', () => {
  const { overrides } = JSON.parse(read('package.json')) as { overrides: unknown };
  expect(JSON.stringify(overrides)).not.toContain('npm:');
  expect(Object.entries(lock.packages).filter(([, { resolved }]) => resolved)).toEqual([]);
});
