// The product under test, in a browser: the server named by GANBO_URL (see start.ts).
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

const CHROMIUM = process.env.GANBO_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const OUTPUT = fileURLToPath(new URL('../output/browser/', import.meta.url));

export type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Holds the session that start.ts has made, as JSON. */
export const SESSION = 'GANBO_TEST_SESSION';

export const launch = () => chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });

export class Product {
  /** What the browser refused because of the page's policy, over all pages. */
  readonly violations: string[] = [];
  /** Errors thrown by the page's own scripts. */
  readonly pageErrors: string[] = [];
  readonly url = process.env.GANBO_URL!.replace(/\/$/, '');
  private readonly session = JSON.parse(process.env[SESSION]!) as Session;
  private readonly contexts: BrowserContext[] = [];

  private constructor(private readonly browser: Browser) {}

  static async start(): Promise<Product> {
    mkdirSync(OUTPUT, { recursive: true });
    return new Product(await launch());
  }

  /** A new page of its own context: Vietnamese, light and desktop-sized unless said otherwise. */
  async open({ signedIn = true, ...options }: BrowserContextOptions & { signedIn?: boolean } = {}): Promise<Page> {
    const context = await this.browser.newContext({
      baseURL: this.url,
      locale: 'vi-VN',
      timezoneId: 'Europe/Paris',
      viewport: { width: 1280, height: 800 },
      storageState: signedIn ? this.session : undefined,
      ...options,
    });
    this.contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('console', (message) => {
      if (/content security policy|refused to/i.test(message.text()))
        this.violations.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.pageErrors.push(`${page.url()}: ${error.message}`));
    return page;
  }

  /** Ends what one test has opened; of a failed test a last picture is kept. */
  async closePages(failed?: string) {
    if (failed)
      for (const page of this.contexts.flatMap((context) => context.pages()))
        await shot(page, `failed-${failed.replace(/[^\p{L}\d]+/gu, '-').slice(0, 60)}`).catch(() => {});
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
  }

  stop() {
    return this.browser.close();
  }
}

export const shot = (page: Page, name: string) => page.screenshot({ path: `${OUTPUT}${name}.png` });

/** Names of the rows in view, from the top. */
export async function namesInList(page: Page): Promise<string[]> {
  await page.locator('[role=row][data-index] a').first().waitFor();
  return page.locator('[role=row][data-index] a').allTextContents();
}

/** The list, and the names in view. */
export async function openList(page: Page) {
  await page.goto('/parties');
  return namesInList(page);
}

/** The card of the first in the list, ready to be logged on; its name. */
export async function openFirstCard(page: Page) {
  const [name] = await openList(page);
  await page.locator('[role=row][data-index] a').first().click();
  await page.getByRole('heading', { level: 1, name: name!, exact: true }).waitFor();
  await page
    .locator('[aria-pressed]', { hasText: /Cuộc gọi|Call/ })
    .last()
    .waitFor();
  return name!;
}

/** Without diacritics, as people type in a hurry. */
export const plain = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');

/** A word that no other test of any run has used. */
export const unique = () => `${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;

/** Whether nothing stands beyond the width of the window. */
export const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

/** The token of the session, without which nothing is changed. */
export async function csrf(page: Page) {
  const session = (await (await page.request.get('/v1/session')).json()) as { csrf_token: string };
  return { 'X-CSRF-Token': session.csrf_token };
}

/** As a program would, with the session of the page. */
export async function change(page: Page, method: 'post' | 'patch' | 'put' | 'delete', path: string, data?: object) {
  const answer = await page.request[method](path, { data, headers: await csrf(page) });
  expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
  return answer;
}

/** Makes something; its id. */
export async function make(page: Page, path: string, data: object) {
  return ((await (await change(page, 'post', path, data)).json()) as { id: string }).id;
}
