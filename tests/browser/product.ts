// The product under test: the server named by GANBO_URL, entered with the one-time link in GANBO_SIGNIN; without them the
// mock of the web application. The link works once, so the session is made once and shared by all tests.
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

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

export class Product {
  /** What the browser refused because of the page's policy, over all pages. */
  readonly violations: string[] = [];
  /** Errors thrown by the page's own scripts. */
  readonly pageErrors: string[] = [];
  private readonly contexts: BrowserContext[] = [];

  private constructor(
    readonly url: string,
    private readonly browser: Browser,
    private readonly stopServer: () => Promise<unknown>,
  ) {}

  private session: Session | undefined;

  static async start(): Promise<Product> {
    mkdirSync(OUTPUT, { recursive: true });
    let url = process.env.GANBO_URL?.replace(/\/$/, '');
    let link = process.env.GANBO_SIGNIN;
    let stop: () => Promise<unknown> = async () => {};
    if (!url) {
      const { startMock } = await import('../../web/mock/server.mjs');
      const mock = await startMock();
      url = mock.url;
      link = mock.link();
      stop = mock.stop;
    }
    if (!link) throw new Error('GANBO_URL is set but GANBO_SIGNIN is not: give the one-time link that “ganbo user link” prints');
    const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
    const product = new Product(url, browser, stop);
    const page = await product.open({ signedIn: false });
    await page.goto(link);
    await page.getByRole('table').waitFor();
    product.session = await page.context().storageState();
    await page.context().close();
    return product;
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
    page.setDefaultTimeout(8_000);
    page.on('console', (message) => {
      if (/content security policy|refused to/i.test(message.text())) this.violations.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.pageErrors.push(`${page.url()}: ${error.message}`));
    return page;
  }

  /** Ends what one test has opened. */
  async closePages() {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
  }

  async stop() {
    await this.browser.close();
    await this.stopServer();
  }
}

export const shot = (page: Page, name: string) => page.screenshot({ path: `${OUTPUT}${name}.png` });

/** Names of the rows in view, from the top. */
export async function namesInList(page: Page): Promise<string[]> {
  await page.locator('[role=row][data-index] a').first().waitFor();
  return page.locator('[role=row][data-index] a').allTextContents();
}

/** Without diacritics, as people type in a hurry. */
export const plain = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
