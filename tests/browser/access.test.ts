// Who sees what, who did what; the page for the door; one's own browsers.
import type { Page } from 'playwright-core';
import { findings } from './axe';
import { change, fits, make, openFirstCard, Product, shot, unique } from './product';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

const PHONE = { viewport: { width: 390, height: 780 } };

/** Somebody new in that role, signed in. */
async function somebody(owner: Page, role: string, options = {}) {
  const login = `${role}${unique()}`;
  await change(owner, 'post', '/v1/users', { login, name: `Nguyễn ${login}`, role });
  const answer = await change(owner, 'post', `/v1/users/${login}/link`, {});
  const { path } = (await answer.json()) as { path: string };
  const page = await product.open({ signedIn: false, ...options });
  await page.goto(path);
  return { page, login };
}

/** A customer nobody else has: id, name and the last three digits of the number. */
async function customer(owner: Page) {
  const name = `Trần ${unique()}`;
  const digits = String(Math.floor(Math.random() * 1e7)).padStart(7, '0');
  const id = await make(owner, '/v1/parties', { name, phone: `+8490${digits}` });
  return { id, name, number: `090${digits}`, last: digits.slice(-3) };
}

describe('rights', () => {
  it('are given and taken in a matrix, and decide what a card shows', async () => {
    const owner = await product.open();
    await owner.goto('/settings/team');
    const { id, number, last } = await customer(owner);
    const { page: reader } = await somebody(owner, 'read_only');
    await reader.waitForURL(/\/today/);
    await reader.goto(`/parties/${id}`);
    await reader.getByText(`•••• ${last}`).first().waitFor();
    expect(await reader.locator('a[href^="tel:"]').count()).toBe(0);
    await reader.getByRole('button', { name: 'Việc với thẻ này' }).click();
    await reader.getByRole('menuitem', { name: 'In thẻ' }).waitFor();
    expect(await reader.getByRole('menuitem', { name: /vCard|danh bạ/i }).count()).toBe(0);
    await shot(reader, 'masked-card');
    await reader.keyboard.press('Escape');
    // What they may not do is not offered.
    expect(
      await reader.getByRole('button', { name: /Cuộc gọi|Thêm ngày|Thêm thông tin|Ghi nhận đồng ý/ }).count(),
    ).toBe(0);
    await reader.goto('/parties');
    await reader.getByRole('row').nth(1).waitFor();
    expect(await reader.getByRole('button', { name: 'Thêm người hoặc tổ chức' }).count()).toBe(0);
    expect(await reader.getByRole('link', { name: 'Tải danh sách này về (CSV)' }).count()).toBe(0);
    await reader.goto(`/parties/${id}`);

    const tick = owner.getByRole('checkbox', { name: 'Thông tin liên lạc: Chỉ xem' });
    expect(await tick.isChecked()).toBe(false);
    expect(await owner.getByRole('checkbox', { name: /Thông tin liên lạc: Chủ/ }).isDisabled()).toBe(true);
    await tick.click();
    await owner.getByText('Đã đổi quyền của Chỉ xem').first().waitFor();
    await owner.getByText('Ai được xem gì').scrollIntoViewIfNeeded();
    await shot(owner, 'rights');
    try {
      await reader.reload();
      await reader.locator(`a[href="tel:+84${number.slice(1)}"]`).waitFor();
    } finally {
      await change(owner, 'patch', '/v1/settings', { 'access.read_only': 'none' });
    }
  });
});

describe('the door', () => {
  it('is one page: who comes is found, greeted, noted as here, and taken back', async () => {
    const owner = await product.open();
    await owner.goto('/parties');
    const { id, name, number } = await customer(owner);
    await change(owner, 'post', `/v1/parties/${id}/touchpoints`, {
      type: 'complaint_raised',
      properties: { text: 'giao nhầm' },
    });
    const { page: door } = await somebody(owner, 'door', PHONE);
    await door.getByRole('heading', { level: 1, name: 'Ai đến?' }).waitFor();
    expect(await door.getByRole('navigation').count()).toBe(0);
    const field = door.getByRole('searchbox');
    await field.fill(number.slice(0, 7));
    await door.getByText('Không có ai tên như vậy').waitFor();
    await field.fill(number);
    const line = door.locator(`[data-visitor="${name}"]`);
    await line.getByText(/Đang có khiếu nại/).waitFor();
    expect(await door.getByText('giao nhầm').count()).toBe(0);
    expect(await fits(door)).toBe(true);
    await shot(door, 'door');
    const button = line.getByRole('button', { name: `${name} đã đến` });
    expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(48);

    // Taken back within the seconds: nothing is written.
    await button.click();
    await door.getByRole('button', { name: 'Hoàn tác' }).click();
    await door.getByText('Chưa ghi gì').waitFor();
    await owner.goto(`/parties/${id}`);
    await owner
      .getByText(/Khiếu nại/)
      .first()
      .waitFor();
    await field.fill(name);
    await button.waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await door.emulateMedia({ colorScheme });
      expect(await findings(door), colorScheme).toEqual([]);
    }
    await button.click();
    await shot(door, 'door-arrived');
    await door.getByText(`Đã ghi: ${name} đã đến`).waitFor();
    // Whoever has the card open sees it without reading the page again.
    await owner.locator('ol li', { hasText: 'Đến nơi' }).first().waitFor();
    expect(await owner.locator('ol li', { hasText: 'Đến nơi' }).count()).toBe(1);

    // No other address leads anywhere else.
    await door.goto('/parties');
    await door.getByRole('heading', { level: 1, name: 'Ai đến?' }).waitFor();
    expect((await door.request.get('/v1/parties')).status()).toBe(403);
  });

  it('loses nobody who comes while there is no connection', async () => {
    const owner = await product.open();
    await owner.goto('/parties');
    const { id, name } = await customer(owner);
    const { page: door } = await somebody(owner, 'door', PHONE);
    await door.getByRole('searchbox').fill(name);
    const button = door.getByRole('button', { name: `${name} đã đến` });
    await button.waitFor();
    await door.context().setOffline(true);
    await door.getByText('Mất kết nối với máy chủ.').waitFor();
    await button.click();
    await door.getByText('1 thay đổi đang chờ gửi').waitFor();
    await shot(door, 'door-offline');
    await door.waitForTimeout(1_500);
    const again = Date.now();
    await door.context().setOffline(false);
    await door.getByText('1 thay đổi đang chờ gửi').waitFor({ state: 'detached' });
    const { data } = (await (await owner.request.get(`/v1/parties/${id}/timeline?type=arrival`)).json()) as {
      data: { occurred_at: string }[];
    };
    expect(data).toHaveLength(1);
    // It happened when it was tapped, not when it was sent.
    expect(Date.parse(data[0]!.occurred_at)).toBeLessThan(again);
  });

  it('reads in English and in the dark', async () => {
    const owner = await product.open();
    await owner.goto('/parties');
    const { name } = await customer(owner);
    const { page: door } = await somebody(owner, 'door', { ...PHONE, colorScheme: 'dark' });
    await door.getByRole('button', { name: 'English' }).click();
    await door.getByRole('heading', { level: 1, name: 'Who is here?' }).waitFor();
    await door.getByRole('searchbox').fill(name);
    await door.getByText('Nobody has met them yet').waitFor();
    await shot(door, 'door-dark');
    await door.getByRole('button', { name: 'More' }).click();
    await door.getByRole('menuitem', { name: 'Sign out' }).click();
    await door.getByRole('button', { name: /Sign in/ }).waitFor();
  });
});

it('the audit trail says who saw a card, and is narrowed', async () => {
  const owner = await product.open();
  await owner.goto('/parties');
  const { id, name } = await customer(owner);
  const { page: staff, login } = await somebody(owner, 'staff');
  await staff.waitForURL(/\/today/);
  await staff.locator('[data-today], [class*=message]').first().waitFor();
  await staff.goto(`/parties/${id}`);
  await staff.getByRole('heading', { level: 1, name }).waitFor();
  expect(await staff.getByRole('link', { name: 'Nhật ký truy cập' }).count()).toBe(0);
  // Each counts once an hour, which may end just now.
  const seen = async () => {
    const trail = await owner.request.get(`/v1/audit?user=${login}&action=saw`);
    const { data } = (await trail.json()) as { data: { subject: string }[] };
    return [...new Set(data.map(({ subject }) => subject))].sort();
  };
  await expect.poll(seen).toEqual(['', 'today']);
  await owner.goto('/settings/audit');
  await owner.getByLabel('Người dùng').selectOption(login);
  // Of all who signed in, one is left.
  await expect.poll(() => owner.locator('tr[data-action=signed_in]').count()).toBe(1);
  const row = owner.locator('tr[data-action=saw]', { hasText: name });
  await owner.locator('tr[data-action=saw]', { hasText: 'Hôm nay' }).waitFor();
  expect(await row.innerText()).toContain(name);
  expect(await row.innerText()).toContain(`Nguyễn ${login}`);
  await shot(owner, 'audit');
  await owner.getByLabel('Việc', { exact: true }).selectOption('saw');
  await expect.poll(() => owner.locator('tr[data-action]:not([data-action=saw])').count()).toBe(0);
  await row.getByRole('link', { name }).click();
  await owner.getByRole('heading', { level: 1, name }).waitFor();
});

it('one ends another browser of one’s own', async () => {
  const owner = await product.open();
  await owner.goto('/settings/team');
  const { page: here, login } = await somebody(owner, 'staff');
  await here.waitForURL(/\/today/);
  const { path } = (await (await change(owner, 'post', `/v1/users/${login}/link`, {})).json()) as { path: string };
  const there = await product.open({ signedIn: false });
  await there.goto(path);
  await there.waitForURL(/\/today/);
  await here.getByText(`Nguyễn ${login}`).first().click();
  await here.getByRole('menuitem', { name: 'Trình duyệt đã đăng nhập' }).click();
  const dialog = here.getByRole('dialog');
  await dialog.locator('[data-session=other]').waitFor();
  await shot(here, 'sessions');
  await dialog.locator('[data-session=other]').getByRole('button').click();
  await expect.poll(() => dialog.locator('[data-session=other]').count()).toBe(0);
  expect((await there.request.get('/v1/session')).status()).toBe(401);
  expect((await here.request.get('/v1/session')).status()).toBe(200);
  await dialog.getByRole('button', { name: 'Đăng xuất mọi nơi, kể cả ở đây' }).click();
  await here.getByLabel('Tên đăng nhập').waitFor();
});

it('users are put into a team that somebody leads', async () => {
  const owner = await product.open();
  await owner.goto('/settings/team');
  const { login } = await somebody(owner, 'staff');
  const name = `Nhóm ${unique()}`;
  await owner.getByLabel('Tên nhóm').fill(name);
  await owner.getByRole('button', { name: 'Thêm nhóm' }).click();
  await owner.getByLabel(`Trưởng nhóm của ${name}`).selectOption('owner');
  await owner.getByText(`Đã đổi nhóm ${name}`).first().waitFor();
  await owner.getByLabel(`Nhóm của Nguyễn ${login}`).selectOption({ label: name });
  await owner.locator(`[data-team="${name}"]`, { hasText: '1 người' }).waitFor();
  await shot(owner, 'teams');
  await owner.getByRole('button', { name: `Giải tán nhóm ${name}` }).click();
  await expect.poll(() => owner.locator(`[data-team="${name}"]`).count()).toBe(0);
});

it('printing a card is written down', async () => {
  const owner = await product.open();
  await openFirstCard(owner);
  await owner.goto(`${owner.url()}/print`);
  await owner.getByRole('article', { name: 'Thẻ để in' }).waitFor();
  await owner.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  const id = /parties\/(\d+)/.exec(owner.url())![1];
  await expect
    .poll(async () => (await (await owner.request.get(`/v1/audit?party=${id}&action=printed`)).json()).data.length)
    .toBeGreaterThan(0);
});
