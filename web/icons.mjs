// npm run icons: the application's icon as the PNG files that a home screen wants, drawn by Chromium from icon.svg. The
// files are kept in public/, so that a build needs no browser.
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const svg = readFileSync(new URL('src/platform/shell/icon.svg', import.meta.url), 'utf8');
const GREEN = '#125f45';
/** A system may cut a maskable icon down to the circle of 4/5 of its width: the rings stand well within that. */
const MASKABLE_SHARE = 0.72;

const ICONS = [
  { file: 'icon-192.png', size: 192, maskable: false },
  { file: 'icon-512.png', size: 512, maskable: false },
  { file: 'icon-maskable-512.png', size: 512, maskable: true },
];

const browser = await chromium.launch({
  executablePath: process.env.GANBO_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const { file, size, maskable } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const inner = maskable ? Math.round(size * MASKABLE_SHARE) : size;
  const drawn = svg.replace('<svg ', `<svg width="${inner}" height="${inner}" `);
  await page.setContent(
    `<body style="margin:0;width:${size}px;height:${size}px;display:grid;place-items:center;background:${maskable ? GREEN : 'transparent'}">${drawn}</body>`,
  );
  await page.screenshot({ path: new URL(`public/${file}`, import.meta.url).pathname, omitBackground: !maskable });
  await page.close();
}
await browser.close();
