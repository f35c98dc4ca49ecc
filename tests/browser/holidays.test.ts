// The days on which the business does not work, and a user's own calendar link.
import { Product, shot } from './product';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

describe('days off', () => {
  it('are listed by year; the own are added and taken back; a public holiday may be worked', async () => {
    const page = await product.open();
    await page.goto('/settings/holidays');
    const row = (day: string) => page.locator(`[data-day="${day}"]`);
    await page.getByRole('heading', { level: 2 }).waitFor();
    const year = Number(await page.getByRole('heading', { level: 2 }).textContent());
    await row(`${year}-01-01`).getByText('Tết Dương lịch').waitFor();
    await page.getByRole('button', { name: 'Năm sau' }).click();
    const next = year + 1;
    await row(`${next}-09-02`).getByText('Quốc khánh').waitFor();

    const form = page.getByRole('form', { name: 'Thêm ngày' });
    await form.locator('input[type=date]').fill(`${next}-03-19`);
    await form.getByLabel('Dịp gì').fill('Kiểm kê kho');
    await form.getByRole('button', { name: 'Thêm ngày' }).click();
    await row(`${next}-03-19`).getByText('Kiểm kê kho').waitFor();
    await shot(page, 'holidays');

    await row(`${next}-09-02`)
      .getByRole('button', { name: /Vẫn làm việc/ })
      .click();
    await row(`${next}-09-02`).locator('[data-kind=worked]').waitFor();
    for (const day of [`${next}-03-19`, `${next}-09-02`]) await row(day).getByRole('button', { name: /^Bỏ/ }).click();
    await row(`${next}-03-19`).waitFor({ state: 'detached' });
    await row(`${next}-09-02`).locator('[data-kind=public]').waitFor();
  });

  it('of every year stand in every year', async () => {
    const page = await product.open();
    await page.goto('/settings/holidays');
    const form = page.getByRole('form', { name: 'Thêm ngày' });
    await form.locator('input[type=date]').fill('2031-03-20');
    await form.getByLabel('Hằng năm').check();
    await form.getByRole('button', { name: 'Thêm ngày' }).click();
    const added = page.locator('[data-day$="-03-20"]', { hasText: 'hằng năm' });
    await added.waitFor();
    await page.getByRole('button', { name: 'Năm trước' }).click();
    await added.waitFor();
    await added.getByRole('button', { name: /^Bỏ/ }).click();
    await added.waitFor({ state: 'detached' });
  });
});

describe('the calendar link', () => {
  it('is made, read by a calendar program, made anew and taken back', async () => {
    const page = await product.open();
    await page.goto('/parties');
    await page.locator('aside button[aria-haspopup=menu]').last().click();
    await page.getByRole('menuitem', { name: 'Đường dẫn lịch' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Tạo đường dẫn', exact: true }).click();
    const address = dialog.getByLabel('Địa chỉ');
    await address.waitFor();
    const first = new URL(await address.inputValue());
    expect(first.origin).toBe(new URL(product.url).origin);
    const read = async ({ pathname, search }: URL) => (await fetch(product.url + pathname + search)).status;
    expect(await read(first)).toBe(200);
    await shot(page, 'calendar-link');

    await dialog.getByRole('button', { name: 'Tạo đường dẫn mới' }).click();
    await expect.poll(() => address.inputValue()).not.toBe(first.href);
    const second = new URL(await address.inputValue());
    expect(await read(first)).toBe(404);
    expect(await read(second)).toBe(200);
    await dialog.getByRole('button', { name: 'Thu hồi đường dẫn' }).click();
    await dialog.getByText('Đã thu hồi').waitFor();
    expect(await read(second)).toBe(404);
    expect(await address.count()).toBe(0);
  });
});
