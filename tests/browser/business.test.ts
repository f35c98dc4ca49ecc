// The settings of the business, as its owner changes them.
import { Product, shot } from './product';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

describe('the settings of the business', () => {
  it('are changed one by one, and the pages follow', async () => {
    const page = await product.open();
    await page.goto('/settings/business');
    const save = page.getByRole('button', { name: 'Lưu' });
    await page.getByLabel('Tên doanh nghiệp').waitFor();
    const name = await page.getByLabel('Tên doanh nghiệp').inputValue();
    expect(await save.isDisabled()).toBe(true);
    await page.getByLabel('Thứ Bảy').uncheck();
    await page.getByLabel('Tên doanh nghiệp').fill('Nhà rang Sương Sớm');
    const sent = page.waitForRequest((request) => request.method() === 'PATCH');
    await save.click();
    expect((await sent).postDataJSON()).toEqual({
      'business.name': 'Nhà rang Sương Sớm',
      'business.days_off': 'sunday',
    });
    await page.getByText('Đã lưu').first().waitFor();
    await page.getByRole('complementary').getByText('Nhà rang Sương Sớm').waitFor();
    await shot(page, 'business');
    await page.goto('/settings/holidays');
    await page.getByText('Nghỉ hằng tuần: chủ nhật').waitFor();

    await page.goto('/settings/business');
    await page.getByLabel('Tên doanh nghiệp').fill(name);
    await page.getByLabel('Thứ Bảy').check();
    await save.click();
    await page.getByText('Đã lưu').first().waitFor();
  });

  it('say what the server refuses, and keep what was typed', async () => {
    const page = await product.open();
    await page.goto('/settings/business');
    await page.getByRole('combobox', { name: 'Đồng tiền' }).click();
    await page.getByRole('option', { name: /^USD · / }).click();
    await page.getByRole('button', { name: 'Lưu' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('combobox', { name: 'Đồng tiền' }).inputValue()).toMatch(/^USD/);
    await page.getByRole('button', { name: 'Bỏ thay đổi' }).click();
    expect(await page.getByRole('combobox', { name: 'Đồng tiền' }).inputValue()).toMatch(/^VND/);
  });
});
