// The first hour of a business: the link, the first questions, what is there afterwards. On an empty server of its own, named
// by GANBO_EMPTY_URL; skipped where there is none.
import { csrf, fits, Product, shot } from './product';

const EMPTY = process.env.GANBO_EMPTY_URL?.replace(/\/$/, '');

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

describe.skipIf(!EMPTY)('the first run', () => {
  it('asks four short questions, each of which can be skipped, and leaves a business of one’s own', async () => {
    const page = await product.open({ signedIn: false, baseURL: EMPTY, viewport: { width: 390, height: 844 } });
    await page.goto(process.env.GANBO_EMPTY_SIGNIN!);
    await page.waitForURL(/\/welcome$/);
    await page.getByLabel('Tên doanh nghiệp').fill('Tiệm <b>Bánh</b> Mùa Thu');
    await shot(page, 'welcome-phone');
    expect(await fits(page)).toBe(true);
    await page.getByRole('button', { name: 'Tiếp' }).click();
    await page.getByRole('heading', { name: 'Bạn bán ở đâu?' }).waitFor();
    await page.getByRole('button', { name: 'Bỏ qua' }).click();
    await page.getByLabel('Bạn bán gì').fill('Bánh nướng theo mùa');
    await page.getByRole('button', { name: 'Tiếp' }).click();
    await page.getByRole('heading', { name: 'Bắt đầu với dữ liệu nào?' }).waitFor();
    await page.setViewportSize({ width: 1280, height: 800 });
    await shot(page, 'welcome-data');
    await page.getByRole('button', { name: 'Thêm khách đầu tiên' }).click();
    await page.waitForURL(/\/parties/);

    const settings = (await (await page.request.get('/v1/settings')).json()) as Record<string, string>;
    expect(settings['business.name']).toBe('Tiệm <b>Bánh</b> Mùa Thu');
    expect(settings['business.sells']).toBe('Bánh nướng theo mùa');
    // Asked once: whoever comes again is at their work.
    await page.goto('/');
    await page.waitForURL(/\/today$/);
    await page.getByText('Hôm nay không còn việc gì').waitFor();
    expect(await page.title()).toContain('Tiệm <b>Bánh</b> Mùa Thu');
  });

  it('fills itself with made-up people only where there is nobody', async () => {
    const page = await product.open();
    await page.goto('/today');
    const answer = await page.request.post('/v1/demo', { headers: await csrf(page) });
    expect(answer.status()).toBe(409);
  });
});
