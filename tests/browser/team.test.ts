// Who may come in: invited by a link, given a role, let in no more; keys of programs; one's own password.
import type { Page } from 'playwright-core';
import { fits, Product, shot, unique } from './product';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

async function invite(page: Page, login: string) {
  await page.goto('/settings/team');
  await page.getByRole('button', { name: 'Mời một người' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Tên', { exact: true }).fill('Nguyễn Thị Lan');
  await dialog.getByLabel('Tên đăng nhập').fill(login);
  await dialog.getByRole('button', { name: 'Thêm và tạo đường dẫn' }).click();
  const link = await dialog.getByLabel('Đường dẫn').inputValue();
  expect(link).toMatch(/\/signin\?token=/);
  return link;
}

describe('a user', () => {
  it('is invited by a link, sets a password, and is let in no more', async () => {
    const login = `lan${unique()}`;
    const page = await product.open();
    const link = await invite(page, login);
    await shot(page, 'invited');
    await page.keyboard.press('Escape');
    const row = page.locator(`[data-user=${login}]`);
    expect(await row.getAttribute('data-state')).toBe('invited');

    const theirs = await product.open({ signedIn: false });
    await theirs.goto(link);
    await theirs.waitForURL(/\/today/);
    // Settings of the business are shown to them and not theirs to change; users are not shown at all.
    expect(await theirs.getByRole('link', { name: 'Nhân sự & khóa' }).count()).toBe(0);
    expect((await theirs.request.get('/v1/users')).status()).toBe(403);
    await theirs.getByRole('button', { name: 'Tìm hoặc làm' }).click();
    await theirs.getByRole('dialog').getByRole('combobox').waitFor();
    await theirs.keyboard.type('mat khau');
    await theirs.getByRole('option', { name: 'Mật khẩu' }).waitFor();
    await theirs.keyboard.press('Enter');
    await theirs.getByLabel('Mật khẩu mới').fill('bạc xỉu ít đường');
    await theirs.getByRole('button', { name: 'Đặt mật khẩu' }).click();
    await theirs.getByText('Đã đặt mật khẩu').first().waitFor();
    expect((await theirs.request.get('/v1/session')).status()).toBe(200);

    await page.reload();
    await page.locator(`[data-user=${login}][data-state=here]`).waitFor();
    await row.getByLabel('Vai trò của Nguyễn Thị Lan').selectOption('analyst');
    await page.getByText('Đã đổi cho Nguyễn Thị Lan').first().waitFor();
    await shot(page, 'team');
    await row.getByRole('button', { name: 'Việc khác với Nguyễn Thị Lan' }).click();
    await page.getByRole('menuitem', { name: 'Không cho vào nữa' }).click();
    await page.locator(`[data-user=${login}][data-state=gone]`).waitFor();
    expect((await theirs.request.get('/v1/session')).status()).toBe(401);
    const again = await theirs.request.post('/v1/session', { data: { login, password: 'bạc xỉu ít đường' } });
    expect(again.status()).toBe(401);
  });

  it('who is the last owner stays one', async () => {
    const page = await product.open();
    await page.goto('/settings/team');
    const owner = page.locator('[data-user=owner]');
    await owner.getByLabel(/Vai trò của/).selectOption('staff');
    await page
      .getByText(/chủ|owner/i)
      .first()
      .waitFor();
    await expect.poll(() => owner.getByLabel(/Vai trò của/).inputValue()).toBe('owner');
    expect((await page.request.get('/v1/users')).status()).toBe(200);
  });
});

it('a key is made, shown once, listed without itself and taken back', async () => {
  const page = await product.open();
  await page.goto('/settings/team');
  await page.getByRole('button', { name: 'Tạo khóa' }).click();
  const dialog = page.getByRole('dialog');
  const source = `till-${unique()}`;
  await dialog.getByLabel('Nguồn').fill(source);
  await dialog.getByRole('button', { name: 'Tạo khóa' }).click();
  const key = await dialog.getByLabel('Khóa', { exact: true }).inputValue();
  const batch = () =>
    page.request.post('/v1/batch', {
      headers: { Authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
      data: { batch: [{ type: 'identify', userId: source, traits: { name: 'Hà' } }] },
    });
  expect((await batch()).status()).toBe(200);
  await page.keyboard.press('Escape');
  const row = page.locator(`[data-key=${source}]`);
  await row.waitFor();
  expect(await page.content()).not.toContain(key);
  await row.getByRole('button').click();
  await row.waitFor({ state: 'detached' });
  expect((await batch()).status()).toBe(401);
});

it('fits a phone, in the dark', async () => {
  const page = await product.open({
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
  });
  for (const path of ['team', 'business']) {
    await page.goto(`/settings/${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForTimeout(300);
    await shot(page, `${path}-phone`);
    expect(await fits(page), path).toBe(true);
  }
});
