// Fields that the business defines, from the page that defines them to the card and the list.
import type { Page } from 'playwright-core';
import { fits, namesInList, Product, shot, unique } from './product';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

async function openFirstCard(page: Page) {
  await page.goto('/parties');
  const [name] = await namesInList(page);
  await page.locator('[role=row][data-index] a').first().click();
  await page.getByRole('heading', { level: 1, name: name!, exact: true }).waitFor();
  return name!;
}

/** Defines a field of choices through the page; its label and its key. */
async function define(page: Page) {
  const label = `Độ ngọt ${unique()}`;
  await page.goto('/settings/fields');
  await page.getByRole('button', { name: 'Thêm trường' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nhãn tiếng Việt').fill(label);
  const key = await dialog.getByLabel('Mã', { exact: false }).first().inputValue();
  expect(key).toMatch(/^do_ngot_[a-z0-9]+$/);
  await dialog.getByLabel('Loại giá trị').click();
  await page.getByRole('option', { name: 'Lựa chọn', exact: true }).click();
  await dialog.getByLabel('Lựa chọn 1, tiếng Việt').fill('Ít ngọt');
  await dialog.getByLabel('Lựa chọn 2, tiếng Việt').fill('Ngọt vừa');
  await dialog.getByLabel('Hiện thành cột trong danh sách').check();
  await dialog.getByRole('button', { name: 'Thêm trường' }).click();
  await dialog.getByText('Vui lòng điền mục này.').waitFor();
  await dialog.getByLabel('Dùng để làm gì').fill('Pha đúng ý khách');
  await dialog.getByRole('button', { name: 'Thêm trường' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.locator(`[data-field=${key}]`).waitFor();
  return { label, key };
}

describe('a field of the business', () => {
  it('is defined, filled in on a card, shown there and in the list, cleared, and retired', async () => {
    const page = await product.open();
    const { label, key } = await define(page);
    await shot(page, 'custom-fields');

    await openFirstCard(page);
    const shown = page.locator(`dl [data-field=${key}]`);
    expect(await shown.locator('dd').textContent(), 'it is asked for and not known').toBe('–');
    const correct = async (act: (form: ReturnType<Page['locator']>) => Promise<void>) => {
      await shown.getByRole('button').first().click();
      const form = shown.locator('form');
      await act(form);
      await form.getByRole('button', { name: 'Lưu' }).click();
      await form.waitFor({ state: 'detached' });
    };
    await correct(async (form) => {
      await form.getByRole('group', { name: label }).getByRole('button', { name: 'Ngọt vừa' }).click();
      await shot(page, 'custom-fields-card-edit');
    });
    await shown.locator('dd', { hasText: 'Ngọt vừa' }).waitFor();
    await shot(page, 'custom-fields-card');

    await page.goto('/parties');
    await namesInList(page);
    const columns = await page.getByRole('columnheader').allTextContents();
    // At most three columns of this kind have room; the demo may have its own.
    if (columns.includes(label)) await page.getByRole('cell', { name: 'Ngọt vừa' }).first().waitFor();
    await shot(page, 'custom-fields-list');

    await openFirstCard(page);
    await correct(async (form) => {
      // A second press takes the choice back.
      await form.getByRole('group', { name: label }).getByRole('button', { name: 'Ngọt vừa' }).click();
    });
    await expect.poll(() => shown.locator('dd').textContent()).toBe('–');

    await page.goto('/settings/fields');
    const row = page.locator(`[data-field=${key}]`);
    await row.getByRole('button', { name: 'Ngưng dùng' }).click();
    await row.getByRole('button', { name: 'Dùng lại' }).waitFor();
    await openFirstCard(page);
    await page.locator('[data-figure=touchpoints]').first().waitFor();
    expect(await shown.count(), 'a retired field is asked for no more').toBe(0);
  });

  it('keeps its key when it is changed, and a choice that may be in use is retired', async () => {
    const page = await product.open();
    const { label, key } = await define(page);
    const row = page.locator(`[data-field=${key}]`);
    await row.getByRole('button', { name: 'Sửa' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Mã', { exact: false }).first().isDisabled()).toBe(true);
    await dialog.getByLabel('Nhãn tiếng Việt').fill(`${label} mới`);
    await dialog.getByRole('button', { name: 'Ngưng dùng lựa chọn 1' }).click();
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    await dialog.waitFor({ state: 'detached' });
    await row.getByText(`${label} mới`).waitFor();
    await row.getByText('Ngọt vừa', { exact: true }).waitFor();
    await row.getByRole('button', { name: 'Ngưng dùng' }).click();
  });

  it('is asked for when somebody is added', async () => {
    const page = await product.open();
    const { label, key } = await define(page);
    await page.goto('/parties');
    await namesInList(page);
    await page.keyboard.press('p');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Họ và tên').fill(`Khách ${unique()}`);
    await dialog.getByRole('group', { name: label }).getByRole('button', { name: 'Ít ngọt' }).click();
    await shot(page, 'custom-fields-add');
    await dialog.getByRole('button', { name: 'Thêm và mở thẻ' }).click();
    await page.locator(`dl [data-field=${key}] dd`, { hasText: 'Ít ngọt' }).waitFor();
    await page.goto('/settings/fields');
    await page.locator(`[data-field=${key}]`).getByRole('button', { name: 'Ngưng dùng' }).click();
  });

  it('begins with an unknown field that came in', async () => {
    const page = await product.open();
    await page.route('**/v1/quarantine', (route) =>
      route.fulfill({
        json: {
          data: [
            {
              field: 'identify.shoe_size',
              type: 'identify',
              count: 3,
              samples: [41, 42],
              expires_at: '2030-01-01T00:00:00Z',
            },
          ],
          left_out: 0,
        },
      }),
    );
    await page.goto('/settings/unknown-fields');
    await page.getByRole('link', { name: 'Tạo trường riêng' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Mã', { exact: false }).first().inputValue()).toBe('shoe_size');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('');
  });

  it('fits a phone, on its page and in its form', async () => {
    const page = await product.open({ viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true });
    await page.goto('/settings/fields');
    await page.getByRole('heading', { level: 1, name: 'Trường riêng' }).waitFor();
    await page.locator('[data-field], [class*=Message]').first().waitFor();
    expect(await fits(page)).toBe(true);
    await shot(page, 'phone-custom-fields');
    await page.getByRole('button', { name: 'Thêm trường' }).first().tap();
    await page.getByRole('dialog').getByLabel('Nhãn tiếng Việt').waitFor();
    expect(await fits(page)).toBe(true);
    await shot(page, 'phone-custom-fields-form');
  });
});
