// An owner copies everything, takes the file away, and removes it from the server.
import { statSync } from 'node:fs';
import { fits, Product, shot } from './product';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

describe('backups', () => {
  it('are made, downloaded and removed', async () => {
    const page = await product.open();
    await page.goto('/settings/backups');
    await page.getByRole('heading', { name: 'Sao lưu', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Sao lưu ngay' }).click();
    const line = page.getByRole('list', { name: 'Sao lưu' }).getByRole('listitem').first();
    await line.waitFor();
    await shot(page, 'backups');

    const downloading = page.waitForEvent('download');
    await line.getByRole('link', { name: /^Tải về bản sao lưu/ }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^ganbo-\d{8}T\d{6}Z\.db$/);
    expect(statSync(await download.path()).size).toBeGreaterThan(100_000);

    await page.setViewportSize({ width: 375, height: 740 });
    expect(await fits(page)).toBe(true);
    await shot(page, 'backups-phone');
    await page.setViewportSize({ width: 1280, height: 800 });

    await line.getByRole('button', { name: /^Xóa bản sao lưu/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Xóa bản sao lưu' }).click();
    await page.getByRole('listitem').filter({ hasText: download.suggestedFilename() }).waitFor({ state: 'detached' });
  });
});
