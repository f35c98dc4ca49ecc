// What bench/pages.py measures in Chromium: the first load, changes of page, a long timeline that is scrolled, a search as it is
// typed. Reads what to do from standard input and writes what was measured to standard output, both as one JSON document.
import { readFileSync } from 'node:fs';
import { chromium } from '../web/node_modules/playwright-core/index.mjs';

const { url, link, card, name, search, rounds } = JSON.parse(readFileSync(0, 'utf8'));
const browser = await chromium.launch({
  executablePath: process.env.GANBO_CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
});
const context = await browser.newContext({ baseURL: url, locale: 'vi-VN', viewport: { width: 1280, height: 800 } });
const entering = await context.newPage();
await entering.goto(link);
await entering.waitForURL(/\/(today|welcome)$/);
await entering.close();

const measured = {};
const quantile = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
const rows = (page) => page.locator('[role=row][data-index] a');

/** From nothing in the cache to the list: bytes as they went over the line. */
async function firstLoad() {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const kinds = new Map();
  const bytes = { script: 0, all: 0 };
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes.all += encodedDataLength;
    if (kinds.get(requestId) === 'Script') bytes.script += encodedDataLength;
  });
  const begun = Date.now();
  await page.goto('/parties');
  await rows(page).first().waitFor();
  measured.first_load_ms = Date.now() - begun;
  await page.waitForTimeout(500);
  measured.first_load_script_bytes = bytes.script;
  measured.first_load_bytes = bytes.all;
  await page.close();
}

/** From the press to the frame after the new page shows what it is for. */
async function pageChanges() {
  const page = await context.newPage();
  const change = (press, shown) =>
    page.evaluate(
      ([press, shown]) =>
        new Promise((resolve, reject) => {
          const begun = performance.now();
          const late = setTimeout(() => reject(new Error(`${shown} did not come`)), 10_000);
          const look = () => {
            if (!document.querySelector(shown)) return void requestAnimationFrame(look);
            clearTimeout(late);
            requestAnimationFrame(() => resolve(performance.now() - begun));
          };
          document.querySelector(press).click();
          requestAnimationFrame(look);
        }),
      [press, shown],
    );
  await page.goto('/parties');
  await rows(page).first().waitFor();
  const taken = { to_card: [], to_list: [], to_today: [] };
  for (let round = -1; round < rounds; round += 1) {
    const some = {
      to_card: await change('[role=row][data-index] a', 'ol li time'),
      to_list: await change('aside a[href="/parties"], nav a[href="/parties"]', '[role=row][data-index] a'),
      to_today: await change('a[href="/today"]', '[data-today], main h1, h1'),
    };
    await change('a[href="/parties"]', '[role=row][data-index] a');
    // The first of each loads what is loaded when it is needed.
    if (round >= 0) for (const [of, ms] of Object.entries(some)) taken[of].push(ms);
  }
  measured.page_change_ms = Object.fromEntries(Object.entries(taken).map(([of, all]) => [of, quantile(all, 0.5)]));
  measured.page_change_slowest_ms = Math.max(...Object.values(taken).map((all) => quantile(all, 0.9)));
  await page.close();
}

/** To the end of a long history with the wheel, as fast as it is read; tasks over 50 ms, and how long frames took. */
async function scroll() {
  const page = await context.newPage();
  await page.goto(`/parties/${card}`);
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  await page.locator('ol li time').first().waitFor();
  await page.waitForTimeout(1000);
  await page.evaluate(() => {
    const seen = { tasks: [], frames: [], stop: false };
    new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    });
    let last = performance.now();
    const frame = (now) => {
      seen.frames.push(now - last);
      last = now;
      if (!seen.stop) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(window, { seen });
  });
  const end = page.getByText('Mối quan hệ bắt đầu từ đây.');
  await page.mouse.move(640, 500);
  const begun = Date.now();
  while (Date.now() - begun < 240_000) {
    for (let turn = 0; turn < 20; turn += 1) {
      await page.mouse.wheel(0, 500);
      await page.waitForTimeout(16);
    }
    if (await end.isVisible()) break;
  }
  // And all the way back, by leaps.
  for (let turn = 0; turn < 60; turn += 1) {
    await page.mouse.wheel(0, -8000);
    await page.waitForTimeout(16);
  }
  const { tasks, frames } = await page.evaluate(() => {
    window.seen.stop = true;
    return window.seen;
  });
  measured.scroll_reached_end = await page.evaluate(() => true).then(() => end.count()) > 0;
  measured.scroll_s = (Date.now() - begun) / 1000;
  measured.long_tasks = tasks.length;
  measured.longest_task_ms = Math.max(0, ...tasks);
  measured.frames = frames.length;
  measured.frame_p50_ms = quantile(frames, 0.5);
  measured.frame_p99_ms = quantile(frames, 0.99);
  measured.entries_in_page = await page.locator('ol li time').count();
  await page.close();
}

/** From the last letter to the rows that it brings. */
async function typing() {
  const page = await context.newPage();
  await page.goto('/parties');
  await rows(page).first().waitFor();
  const input = page.getByRole('searchbox').first();
  const taken = [];
  for (const word of search) {
    await input.fill('');
    await page.waitForTimeout(400);
    for (const letter of word) {
      // A space at the end asks for nothing new.
      if (letter === ' ') {
        await page.keyboard.type(letter);
        continue;
      }
      const so_far = (await input.inputValue()) + letter;
      const answered = page.waitForResponse((response) => {
        const asked = new URL(response.url());
        return asked.pathname === '/v1/parties' && asked.searchParams.get('search') === so_far.trim();
      });
      const begun = Date.now();
      await page.keyboard.type(letter);
      await answered;
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      taken.push(Date.now() - begun);
      await page.waitForTimeout(60);
    }
  }
  measured.search_p50_ms = quantile(taken, 0.5);
  measured.search_p95_ms = quantile(taken, 0.95);
  measured.search_letters = taken.length;
  await page.close();
}

try {
  await firstLoad();
  await pageChanges();
  await scroll();
  await typing();
  process.stdout.write(JSON.stringify(measured));
} finally {
  await browser.close();
}
