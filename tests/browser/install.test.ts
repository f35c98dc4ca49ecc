// The application on a home screen: what a browser asks for is there; and where it cannot be had, the page says why.
import { Product, shot } from './product';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

it('is installable, by what Chromium asks for', async () => {
  const page = await product.open();
  await page.goto('/today');
  const chromium = await page.context().newCDPSession(page);
  const manifest = await chromium.send('Page.getAppManifest');
  expect(manifest.errors).toEqual([]);
  expect(JSON.parse(manifest.data!)).toMatchObject({ start_url: '/today', display: 'standalone' });
  // Contexts of tests are private windows, which install nothing.
  const { installabilityErrors } = await chromium.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
  const served = await page.request.get('/manifest.webmanifest');
  expect(served.headers()['content-type']).toBe('application/manifest+json');
  expect((await page.request.get('/icon-maskable-512.png')).headers()['content-type']).toBe('image/png');
});

it('says on plain HTTP that and why it is not', async () => {
  const page = await product.open();
  // As a browser has it on a page of plain HTTP that is not this machine's.
  await page.addInitScript(() => Object.defineProperty(window, 'isSecureContext', { value: false }));
  await page.goto('/today');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').locator('[data-install=insecure]').getByText('https://').waitFor();
  await shot(page, 'install-insecure');
});

it('says where it is how to', async () => {
  const page = await product.open();
  await page.goto('/today');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('Thêm vào màn hình chính').waitFor();
  await page.evaluate(() => window.dispatchEvent(new Event('beforeinstallprompt')));
  await page.getByRole('dialog').getByRole('button', { name: 'Cài đặt' }).waitFor();
  await shot(page, 'install-offered');
});
