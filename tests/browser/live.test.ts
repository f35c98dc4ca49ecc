// What others do is seen without reading the page again; what is typed is lost neither to them, nor to a lost connection,
// nor to the end of a session.
import type { BrowserContext, Page } from 'playwright-core';
import { change, make, openFirstCard, openList, Product, shot, unique } from './product';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

const entry = (page: Page, said: string) => page.locator('ol li', { hasText: said });
const typing = (page: Page) =>
  page.waitForFunction(() => /^(TEXTAREA|INPUT)$/.test(document.activeElement?.tagName ?? ''));
/** Marks the page: a mark that is gone tells that it was read anew. */
const mark = (page: Page) => page.evaluate(() => Object.assign(window, { sameVisit: true }));
const isMarked = (page: Page) => page.evaluate(() => 'sameVisit' in window);

async function log(page: Page, key: string, said: string) {
  await page.keyboard.press(key);
  await page.locator('form[data-log-form]').waitFor();
  await typing(page);
  await page.keyboard.type(said);
  await page.keyboard.press('Control+Enter');
}

async function addParty(page: Page) {
  const name = `Trần Thị Sống ${unique()}`;
  return { name, id: await make(page, '/v1/parties', { kind: 'person', name, email: `${unique()}@example.com` }) };
}

async function openCard(page: Page, { id, name }: { id: string; name: string }) {
  await page.goto(`/parties/${id}`);
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  await page.locator('[aria-pressed]', { hasText: 'Cuộc gọi' }).last().waitFor();
}

describe('what others do', () => {
  it('is seen on an open card without reading it again, and a half-typed note stays', async () => {
    const mine = await product.open();
    const theirs = await product.open();
    await openFirstCard(mine);
    await theirs.goto(mine.url());
    await theirs.locator('[aria-pressed]', { hasText: 'Cuộc gọi' }).last().waitFor();
    await mark(mine);
    await mine.keyboard.press('n');
    await typing(mine);
    const draft = `Đang gõ dở ${unique()}`;
    await mine.keyboard.type(draft);

    const said = `Người khác gọi ${unique()}`;
    await log(theirs, 'c', said);
    await entry(mine, said).waitFor();
    expect(await mine.locator('form[data-log-form=note] textarea').first().inputValue()).toBe(draft);
    expect(await mine.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    await mine.keyboard.type(' và gõ tiếp');
    expect(await mine.locator('form[data-log-form=note] textarea').first().inputValue()).toBe(`${draft} và gõ tiếp`);
    expect(await isMarked(mine)).toBe(true);
    await shot(mine, 'live-card');
  });

  it('through the API is seen in the list', async () => {
    const page = await product.open();
    await openList(page);
    await mark(page);
    const party = await addParty(page);
    await page.goto(`/parties?search=${encodeURIComponent(party.name)}`);
    await page.locator('[role=row][data-index] a').getByText(party.name, { exact: true }).waitFor();
    await mark(page);
    await change(page, 'patch', `/v1/parties/${party.id}`, { traits: { name: `${party.name} Mới` } });
    await page
      .locator('[role=row][data-index] a')
      .getByText(`${party.name} Mới`, { exact: true })
      .waitFor({ timeout: 10_000 });
    expect(await isMarked(page)).toBe(true);
  });

  it('is read when somebody looks at the tab again, which gave its connection back', async () => {
    const page = await product.open();
    const party = await addParty(page);
    let streams = 0;
    await page.route('**/v1/changes', (route) => {
      streams += 1;
      return route.continue();
    });
    await openCard(page, party);
    await expect.poll(() => streams).toBe(1);
    const hide = (hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await hide(true);
    await page.waitForTimeout(11_000);
    const said = `Trong lúc khuất ${unique()}`;
    await change(page, 'post', `/v1/parties/${party.id}/touchpoints`, { type: 'note', properties: { text: said } });
    await page.waitForTimeout(1_000);
    expect(await entry(page, said).count()).toBe(0);
    await hide(false);
    await entry(page, said).waitFor();
    expect(streams).toBe(2);
  });
});

describe('without a connection', () => {
  it('what is saved waits, and is saved once when it is back', async () => {
    const page = await product.open();
    await openFirstCard(page);
    const said = `Khách hỏi phin nhôm ${unique()}`;
    await page.context().setOffline(true);
    await page.getByText('Mất kết nối với máy chủ.').waitFor();
    await log(page, 'n', said);
    await page.locator('form[data-log-form]').waitFor({ state: 'detached' });
    await page.getByText('1 thay đổi đang chờ gửi').waitFor();
    await shot(page, 'lost-connection');
    await page.getByRole('button', { name: 'Xem', exact: true }).click();
    await page.getByRole('dialog').getByText(said).waitFor();
    await shot(page, 'unsent');
    await page.keyboard.press('Escape');
    await page.context().setOffline(false);
    await entry(page, said).waitFor();
    await page.getByText('Mất kết nối với máy chủ.').waitFor({ state: 'detached' });
    await page.getByText('đang chờ gửi').waitFor({ state: 'detached' });
    await page.reload();
    await entry(page, said).first().waitFor();
    expect(await entry(page, said).count()).toBe(1);
  });

  it('a page whose file has not come is missing, and the application is not', async () => {
    const page = await product.open();
    await page.goto('/today');
    await page.locator('[data-today]').first().waitFor();
    await page.context().setOffline(true);
    await page.getByText('Mất kết nối với máy chủ.').waitFor();
    // Until what is fetched ahead has failed.
    await page.waitForTimeout(6_500);
    await page.getByRole('link', { name: 'Người & tổ chức' }).click();
    await page.waitForURL(/\/parties$/);
    const again = page.getByRole('button', { name: 'Thử lại' });
    await again.waitFor();
    await again.click();
    await page.getByRole('link', { name: 'Hôm nay' }).waitFor();
    await page.context().setOffline(false);
    await page.locator('[role=row][data-index] a').first().waitFor();
  });

  it('what is saved outlives the tab', async () => {
    const page = await product.open();
    const party = await addParty(page);
    await openCard(page, party);
    const said = `Đóng cả thẻ trình duyệt ${unique()}`;
    await page.context().setOffline(true);
    await page.getByText('Mất kết nối với máy chủ.').waitFor();
    await log(page, 'n', said);
    await page.getByText('1 thay đổi đang chờ gửi').waitFor();
    const context: BrowserContext = page.context();
    await page.close();
    await context.setOffline(false);
    const again = await context.newPage();
    await again.goto(`/parties/${party.id}`);
    await entry(again, said).waitFor();
    expect(await entry(again, said).count()).toBe(1);
    // Others may see it a moment before the one who said it is answered.
    await expect
      .poll(() => again.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('unsent'))))
      .toEqual([]);
  });

  it('and with only the answer lost, nothing is doubled', async () => {
    const page = await product.open();
    await openFirstCard(page);
    // The request arrives; its answer does not.
    let sent = 0;
    await page.route('**/touchpoints', async (route) => {
      sent += 1;
      if (sent > 1) return route.continue();
      await route.fetch();
      await route.abort();
    });
    const said = `Một lần thôi ${unique()}`;
    await log(page, 'n', said);
    await page.locator('form[data-log-form]').waitFor({ state: 'detached' });
    await entry(page, said).first().waitFor();
    await page.getByText('đang chờ gửi').waitFor({ state: 'detached' });
    expect(sent).toBeGreaterThan(1);
    await page.reload();
    await entry(page, said).first().waitFor();
    expect(await entry(page, said).count()).toBe(1);
  });

  it('what is refused later is shown with what was typed', async () => {
    const page = await product.open();
    const party = await addParty(page);
    await openCard(page, party);
    const said = `Không ai nhận ${unique()}`;
    await page.context().setOffline(true);
    await page.getByText('Mất kết nối với máy chủ.').waitFor();
    await log(page, 'n', said);
    await page.getByText('1 thay đổi đang chờ gửi').waitFor();
    await page.route('**/touchpoints', (route) =>
      route.fulfill({ status: 400, json: { detail: 'Văn bản này không được nhận.', field: 'text', rule: 'limit' } }),
    );
    await page.context().setOffline(false);
    await page.getByText('1 thay đổi không được chấp nhận').waitFor();
    await page.getByRole('button', { name: 'Xem', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Dài hoặc nhiều quá mức cho phép.').waitFor();
    await dialog.getByText(said).waitFor();
    await shot(page, 'unsent-refused');
    await page.unroute('**/touchpoints');
    await dialog.getByRole('button', { name: 'Gửi lại' }).click();
    await entry(page, said).waitFor();
    expect(await page.getByText('không được chấp nhận').count()).toBe(0);
  });
});

describe('a session that ends while somebody types', () => {
  it('is opened again over the page, and nothing is lost', async () => {
    const owner = await product.open();
    const login = `song${unique()}`;
    const password = 'cà phê trứng buổi sáng';
    await change(owner, 'post', '/v1/users', { login, name: 'Lê Văn Sống', role: 'staff' });
    const link = (await (await change(owner, 'post', `/v1/users/${login}/link`, { purpose: 'invitation' })).json()) as {
      path: string;
    };
    const party = await addParty(owner);
    const page = await product.open({ signedIn: false });
    await page.goto(link.path);
    await page.waitForURL(/\/today/);
    await change(page, 'put', '/v1/session/password', { password });
    await openCard(page, party);
    await mark(page);
    await page.keyboard.press('n');
    await typing(page);
    const said = `Gõ dở thì hết phiên ${unique()}`;
    await page.keyboard.type(said);

    await change(owner, 'delete', `/v1/users/${login}/sessions`);
    await page.getByText('Phiên đăng nhập đã hết hạn').waitFor({ timeout: 10_000 });
    await shot(page, 'session-ended');
    expect(await page.getByText(party.name).first().isVisible(), 'the page lies under it').toBe(true);
    await page.getByLabel('Tên đăng nhập').fill(login);
    await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await page.getByText('Phiên đăng nhập đã hết hạn').waitFor({ state: 'detached' });
    expect(await isMarked(page)).toBe(true);
    expect(await page.locator('form[data-log-form=note] textarea').first().inputValue()).toBe(said);
    await page.getByRole('button', { name: 'Lưu' }).click();
    await entry(page, said).waitFor();
  });
});

describe('a session that ends for somebody without a password', () => {
  it('goes on where another tab was opened by a new link', async () => {
    const owner = await product.open();
    const login = `lien${unique()}`;
    await change(owner, 'post', '/v1/users', { login, name: 'Đỗ Thị Liên', role: 'staff' });
    const link = async () =>
      (
        (await (await change(owner, 'post', `/v1/users/${login}/link`, { purpose: 'invitation' })).json()) as {
          path: string;
        }
      ).path;
    const party = await addParty(owner);
    const page = await product.open({ signedIn: false });
    await page.goto(await link());
    await page.waitForURL(/\/today/);
    await openCard(page, party);
    await page.keyboard.press('n');
    await typing(page);
    const said = `Gõ dở, không có mật khẩu ${unique()}`;
    await page.keyboard.type(said);
    await change(owner, 'delete', `/v1/users/${login}/sessions`);
    await page.getByText('Chưa có mật khẩu?').waitFor({ timeout: 10_000 });
    const other = await page.context().newPage();
    await other.goto(await link());
    await other.waitForURL(/\/today/);
    await page.getByText('Phiên đăng nhập đã hết hạn').waitFor({ state: 'detached' });
    expect(await page.locator('form[data-log-form=note] textarea').first().inputValue()).toBe(said);
    await page.getByRole('button', { name: 'Lưu' }).click();
    await entry(page, said).waitFor();
  });
});

describe('two who change the same', () => {
  it('are both shown, and one decides', async () => {
    const page = await product.open();
    const party = await addParty(page);
    await openCard(page, party);
    await page.getByRole('button', { name: 'Thêm thông tin' }).click();
    await page.getByRole('menuitem', { name: 'Địa chỉ' }).click();
    const form = page.locator('form[data-fact-form]');
    await form.getByLabel('Địa chỉ').fill('12 Hàng Gai');
    await change(page, 'patch', `/v1/parties/${party.id}`, { traits: { address: '7 Hàng Bông', title: 'Chị' } });
    await form.getByText('7 Hàng Bông').waitFor();
    await page.locator('[data-field=title]', { hasText: 'Chị' }).waitFor();
    expect(await form.getByLabel('Địa chỉ').inputValue()).toBe('12 Hàng Gai');
    await form.getByRole('button', { name: 'Lưu', exact: true }).click();
    await form.getByText('Hãy chọn trước').waitFor();
    await shot(page, 'contested');
    await form.getByRole('button', { name: 'Giữ của tôi' }).click();
    await form.getByRole('button', { name: 'Lưu', exact: true }).click();
    await form.waitFor({ state: 'detached' });
    const card = (await (await page.request.get(`/v1/parties/${party.id}`)).json()) as {
      traits: Record<string, { value: string }>;
    };
    expect(card.traits.address!.value).toBe('12 Hàng Gai');
    expect(card.traits.title!.value).toBe('Chị');
  });

  it('in two tabs of one browser are both shown, and nothing that was typed is lost', async () => {
    const page = await product.open();
    const party = await addParty(page);
    const typeAddress = async (tab: Page, address: string) => {
      await openCard(tab, party);
      await tab.getByRole('button', { name: 'Thêm thông tin' }).click();
      await tab.getByRole('menuitem', { name: 'Địa chỉ' }).click();
      const form = tab.locator('form[data-fact-form]');
      await form.getByLabel('Địa chỉ').fill(address);
      return form;
    };
    const first = await typeAddress(page, '12 Hàng Gai');
    const second = await typeAddress(await page.context().newPage(), '7 Hàng Bông');
    await second.getByRole('button', { name: 'Lưu', exact: true }).click();
    await second.waitFor({ state: 'detached' });
    await first.getByText('7 Hàng Bông').waitFor();
    expect(await first.getByLabel('Địa chỉ').inputValue()).toBe('12 Hàng Gai');
    await first.getByRole('button', { name: 'Lấy của họ' }).click();
    expect(await first.getByLabel('Địa chỉ').inputValue()).toBe('7 Hàng Bông');
  });

  it('are told of a key date that was changed meanwhile elsewhere, and the later is not written over', async () => {
    const page = await product.open();
    const party = await addParty(page);
    const tell = (day: string) =>
      change(page, 'post', `/v1/parties/${party.id}/touchpoints`, {
        type: 'key_date',
        properties: { occasion: 'anniversary', key_date_id: 'M', name: 'Mở quán', day, yearly: true },
      });
    await tell('2020-05-17');
    await openCard(page, party);
    const line = page.getByRole('region', { name: 'Ngày đáng nhớ' }).locator('li:not(li li)');
    const openForm = () => line.getByRole('button', { name: /Mở quán/ }).click();
    await openForm();
    await line.getByLabel('Ngày', { exact: true }).fill('2020-06-18');
    await page.context().setOffline(true);
    await page.getByText('Mất kết nối với máy chủ.').waitFor();
    // Meanwhile somebody else: what is typed here waits and would write over it.
    const other = await product.open();
    await change(other, 'post', `/v1/parties/${party.id}/touchpoints`, {
      type: 'key_date',
      properties: { occasion: 'anniversary', key_date_id: 'M', name: 'Mở quán', day: '2020-07-19', yearly: true },
    });
    await line.getByRole('button', { name: 'Lưu' }).click();
    await page.getByText('1 thay đổi đang chờ gửi').waitFor();
    await page.context().setOffline(false);
    await page.getByText('1 thay đổi không được chấp nhận').waitFor();
    const day = async () =>
      ((await (await page.request.get(`/v1/parties/${party.id}`)).json()) as { key_dates: { day: string }[] })
        .key_dates[0]!.day;
    expect(await day()).toBe('2020-07-19');
    await page.getByRole('button', { name: 'Xem', exact: true }).click();
    await page.getByRole('dialog').getByText('18/06/2020').or(page.getByText('2020-06-18')).first().waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Vẫn lưu' }).click();
    await expect.poll(day).toBe('2020-06-18');
  });
});
