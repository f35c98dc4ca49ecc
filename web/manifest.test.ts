// What a browser asks of an application before it offers to install it.
import { readFileSync } from 'node:fs';

interface Manifest {
  start_url: string;
  scope: string;
  display: string;
  name: string;
  theme_color: string;
  background_color: string;
  icons: { src: string; sizes: string; type: string; purpose: string }[];
}

const read = (name: string) => readFileSync(new URL(name, import.meta.url));
const manifest = JSON.parse(read('public/manifest.webmanifest').toString()) as Manifest;

it('begins with Today, in a window of its own', () => {
  expect(manifest).toMatchObject({ start_url: '/today', scope: '/', display: 'standalone', name: 'ganbo' });
  expect(read('index.html').toString()).toContain('<link rel="manifest" href="/manifest.webmanifest"');
});

it('has icons of the sizes that are asked for, one of them to be cut to any shape', () => {
  for (const { src, sizes, type } of manifest.icons) {
    const png = read(`public${src}`);
    expect([...png.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join('')).toBe('PNG');
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes);
    expect(type).toBe('image/png');
  }
  const of = (purpose: string) => manifest.icons.filter((icon) => icon.purpose === purpose).map(({ sizes }) => sizes);
  expect(of('any')).toEqual(['192x192', '512x512']);
  expect(of('maskable')).toEqual(['512x512']);
});
