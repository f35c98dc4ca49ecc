// The card's facts: corrected where they stand, with who told them; relations drawn; two cards become one field by field;
// a contact with its next step; a timeline narrowed.
import type { Locator, Page } from 'playwright-core';
import { change, fits, make, Product, shot, unique } from './product';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

interface CardAnswer {
  name: string;
  traits: Record<string, { value: unknown }>;
  identifiers: { type: string; value: string }[];
  permissions: { channel: string }[];
  key_dates: { text: string; day: string; number: string }[];
  relations: { title: string }[];
  open: { kind: string; text: string; due: string }[];
  sale_without_next_step: string | null;
}

const cardOf = async (page: Page, id: string) =>
  (await (await page.request.get(`/v1/parties/${id}`)).json()) as CardAnswer;

const phone = () => `09${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;

async function addPerson(page: Page, traits: object = {}) {
  const name = `Lê Thị ${unique()}`;
  return { name, id: await make(page, '/v1/parties', { kind: 'person', name, phone: phone(), ...traits }) };
}

async function openCard(page: Page, { id, name }: { id: string; name: string }) {
  await page.goto(`/parties/${id}`);
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  await page.locator('[aria-pressed]', { hasText: 'Cuộc gọi' }).last().waitFor();
}

const log = (page: Page, id: string, type: string, properties: object, more: object = {}) =>
  change(page, 'post', `/v1/parties/${id}/touchpoints`, { type, properties, ...more });

const focusIn = (inside: Locator) => inside.evaluate((box) => box.contains(document.activeElement));

describe('a fact of the card', () => {
  it('opens where it stands by keyboard, is corrected, and says who told it and what was told before', async () => {
    const page = await product.open();
    const party = await addPerson(page, { address: '12 Hàng Gai' });
    await openCard(page, party);
    const row = page.locator('[data-field=address]');
    const value = row.getByRole('button').first();
    await value.focus();
    await page.keyboard.press('Enter');
    await row.locator('[data-source]').waitFor();
    const input = row.getByRole('textbox', { name: 'Địa chỉ' });
    expect(await input.inputValue()).toBe('12 Hàng Gai');
    await expect.poll(() => focusIn(row.locator('form'))).toBe(true);
    // Escape leaves without a trace.
    await input.fill('không phải');
    await page.keyboard.press('Escape');
    await row.locator('form').waitFor({ state: 'detached' });
    await expect.poll(() => value.evaluate((button) => button === document.activeElement)).toBe(true);
    expect((await cardOf(page, party.id)).traits.address!.value).toBe('12 Hàng Gai');

    await page.keyboard.press('Enter');
    await row.getByRole('textbox', { name: 'Địa chỉ' }).fill('7 Hàng Bông');
    await page.keyboard.press('Enter');
    await row.locator('form').waitFor({ state: 'detached' });
    await row.getByText('7 Hàng Bông').waitFor();
    await value.click();
    const before = row.locator('ol li');
    await before.first().waitFor();
    expect(await before.count()).toBe(1);
    expect(await before.first().textContent()).toContain('12 Hàng Gai');
    const session = (await (await page.request.get('/v1/session')).json()) as { user: { name: string } };
    expect(await row.locator('[data-source]').textContent()).toContain(session.user.name);
    await shot(page, 'card-fact');
  });

  it('is refused with a sentence at its input, and nothing is changed', async () => {
    const page = await product.open();
    const party = await addPerson(page);
    await openCard(page, party);
    await page.getByRole('button', { name: 'Thêm thông tin' }).click();
    await page.getByRole('menuitem', { name: 'Giờ không làm phiền' }).click();
    const form = page.locator('form[data-fact-form]');
    await form.getByLabel('Giờ không làm phiền').fill('đêm');
    await page.keyboard.press('Enter');
    await form.getByText('21:00-08:00').waitFor();
    expect((await cardOf(page, party.id)).traits.do_not_disturb).toBeUndefined();
    await form.getByLabel('Giờ không làm phiền').fill('21:00-08:00');
    await page.keyboard.press('Enter');
    await page.locator('[data-field=do_not_disturb]', { hasText: '21:00-08:00' }).waitFor();
  });

  it('that is a name or a way to reach them is one, too', async () => {
    const page = await product.open();
    const party = await addPerson(page);
    await openCard(page, party);
    await page.getByRole('button', { name: party.name }).click();
    const renamed = `${party.name} Mới`;
    const form = page.locator('form[data-fact-form]');
    expect(await form.getByLabel('Tên', { exact: false }).inputValue()).toBe(party.name);
    await form.getByLabel('Tên', { exact: false }).fill(renamed);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: renamed, exact: true }).waitFor();

    const contacts = page.getByRole('list', { name: 'Cách liên hệ và nhận ra' });
    await contacts.getByRole('button', { name: /Điện thoại/ }).click();
    await contacts.locator('[data-source]').waitFor();
    const number = phone();
    await contacts.getByLabel('Điện thoại').last().fill(number);
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await cardOf(page, party.id)).identifiers.map(({ value }) => value))
      .toContain(`+84${number.slice(1)}`);
    expect((await cardOf(page, party.id)).identifiers, 'the former number still tells who it is').toHaveLength(2);
  });

  it('that is a key date, a permission or a relation is told anew, or said to hold no more', async () => {
    const page = await product.open();
    const party = await addPerson(page);
    const firm = { name: `Quán ${unique()}`, id: '' };
    firm.id = await make(page, '/v1/parties', { kind: 'organisation', name: firm.name });
    await log(page, party.id, 'key_date', {
      name: 'Mở quán',
      day: '2020-05-17',
      yearly: true,
      occasion: 'anniversary',
    });
    await log(page, party.id, 'permission_given', { channel: 'zalo', purpose: 'news', text: 'tại quầy' });
    await log(page, party.id, 'relation', { relation: 'works_for', with: firm.id, title: 'Thu ngân' });
    await openCard(page, party);

    const line = (region: string) => page.getByRole('region', { name: region }).locator('li:not(li li)');
    const date = line('Ngày đáng nhớ').filter({ hasText: 'Mở quán' });
    await date.getByRole('button', { name: /Mở quán/ }).click();
    await date.getByLabel('Ngày', { exact: true }).fill('2020-06-18');
    await date.getByRole('button', { name: 'Lưu' }).click();
    await date.locator('form').waitFor({ state: 'detached' });
    const [changed] = (await cardOf(page, party.id)).key_dates;
    expect(changed).toMatchObject({ text: 'Mở quán', day: '2020-06-18', number: 'Mở quán', yearly: true });
    await date.getByRole('button', { name: /Mở quán/ }).click();
    await date.locator('ol li', { hasText: '17' }).waitFor();
    await shot(page, 'card-key-date');
    await date.getByRole('button', { name: 'Không còn nữa' }).click();
    await date.waitFor({ state: 'detached' });
    expect((await cardOf(page, party.id)).key_dates).toEqual([]);

    const permission = line('Được liên hệ qua').filter({ hasText: 'Zalo' });
    await permission.getByRole('button', { name: /Zalo/ }).click();
    expect(await permission.getByLabel('Bằng cách nào').inputValue()).toBe('tại quầy');
    await permission.getByRole('button', { name: 'Rút lại đồng ý' }).click();
    // It stands among the channels by which they are not to be contacted.
    await permission.and(page.locator('[data-past=true]')).waitFor();
    expect((await cardOf(page, party.id)).permissions).toEqual([]);

    // From the other side it is told on the card of whom it is said of.
    await openCard(page, firm);
    const relation = line('Vai trò và quan hệ').filter({ hasText: 'có nhân viên' }).last();
    await relation.getByRole('button', { name: /có nhân viên/ }).click();
    await relation.getByLabel('Chức danh').fill('Quản lý ca');
    await relation.getByRole('button', { name: 'Lưu' }).click();
    await relation.locator('form').waitFor({ state: 'detached' });
    await expect.poll(async () => (await cardOf(page, party.id)).relations[0]?.title).toBe('Quản lý ca');
  });

  it('shows its source to who may not change it, and no form', async () => {
    const owner = await product.open();
    const party = await addPerson(owner, { address: '12 Hàng Gai' });
    const login = `xem${unique()}`;
    await change(owner, 'post', '/v1/users', { login, name: 'Người Xem', role: 'read_only' });
    const link = (await (await change(owner, 'post', `/v1/users/${login}/link`, { purpose: 'invitation' })).json()) as {
      path: string;
    };
    const page = await product.open({ signedIn: false });
    await page.goto(link.path);
    await page.waitForURL(/\/today/);
    await page.goto(`/parties/${party.id}`);
    const row = page.locator('[data-field=address]');
    await row.getByRole('button').click();
    await row.locator('[data-source]').waitFor();
    expect(await page.locator('form[data-fact-form]').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Thêm thông tin' }).count()).toBe(0);
  });

  it('is corrected on a phone', async () => {
    const page = await product.open({ viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true });
    const party = await addPerson(page, { address: '12 Hàng Gai' });
    await openCard(page, party);
    await page.getByText('Xem thêm thông tin').tap();
    const row = page.locator('[data-field=address]');
    await row.getByRole('button').first().tap();
    await row.getByRole('textbox', { name: 'Địa chỉ' }).fill('7 Hàng Bông');
    expect(await fits(page)).toBe(true);
    await shot(page, 'phone-card-fact');
    await row.getByRole('button', { name: 'Lưu' }).tap();
    await row.locator('form').waitFor({ state: 'detached' });
    await row.getByText('7 Hàng Bông').waitFor();
  });
});

describe('relations', () => {
  /** Works for a firm of three, lives with somebody. */
  async function addRelated(page: Page) {
    const [me, wife, boss, clerk] = await Promise.all([
      addPerson(page),
      addPerson(page),
      addPerson(page),
      addPerson(page),
    ]);
    const firm = `Rang xay ${unique()}`;
    const firmId = await make(page, '/v1/parties', { kind: 'organisation', name: firm });
    for (const { id } of [me, boss, clerk]) await log(page, id, 'relation', { relation: 'works_for', with: firmId });
    await log(page, me.id, 'relation', { relation: 'household', with: wife.id });
    return { me, wife, boss, firm, firmId };
  }

  it('are drawn around the party, each a link, and one step further in a window', async () => {
    const page = await product.open();
    const { me, wife, boss, firm, firmId } = await addRelated(page);
    await openCard(page, me);
    const graph = page.getByRole('region', { name: 'Vai trò và quan hệ' }).locator('[data-graph]');
    await graph.getByRole('link').nth(1).waitFor();
    expect(await graph.getByRole('link').count()).toBe(2);
    expect(await graph.locator('line').count()).toBe(2);
    await graph.getByRole('link', { name: `cùng nhà với ${wife.name}` }).waitFor();
    await shot(page, 'card-graph');
    await page.getByRole('button', { name: 'Mở sơ đồ quan hệ' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('link', { name: `có nhân viên ${boss.name}` }).waitFor();
    expect(await dialog.getByRole('link').count()).toBe(4);
    await page.waitForTimeout(300);
    await shot(page, 'card-graph-whole');
    // By keyboard.
    await dialog.getByRole('link', { name: `làm việc cho ${firm}` }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/parties/${firmId}$`));
    await page.getByRole('heading', { level: 1, name: firm, exact: true }).waitFor();
    expect(product.violations).toEqual([]);
  });

  it('fit a phone', async () => {
    const page = await product.open({
      viewport: { width: 375, height: 740 },
      hasTouch: true,
      isMobile: true,
      colorScheme: 'dark',
    });
    const { me } = await addRelated(page);
    await openCard(page, me);
    const graph = page.locator('[data-graph]');
    await graph.getByRole('link').first().waitFor();
    await graph.scrollIntoViewIfNeeded();
    expect(await fits(page)).toBe(true);
    await shot(page, 'phone-card-graph');
    await page.getByRole('button', { name: 'Mở sơ đồ quan hệ' }).tap();
    await page.getByRole('dialog').getByRole('link').nth(3).waitFor();
    expect(await fits(page)).toBe(true);
    await page.waitForTimeout(300);
    await shot(page, 'phone-card-graph-whole');
  });
});

describe('two cards that become one', () => {
  it('keep values field by field, and each has their own again after an undoing', async () => {
    const page = await product.open();
    const one = await addPerson(page, { address: '12 Hàng Gai', title: 'Chị', description: 'Thích rang đậm' });
    const other = await addPerson(page, { address: '7 Hàng Bông', title: 'Chị', description: 'Uống ít đường' });
    await openCard(page, one);
    await page.getByRole('button', { name: 'Việc với thẻ này' }).click();
    await page.getByRole('menuitem', { name: 'Gộp với người khác' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Gộp ai vào thẻ này?').fill(other.name);
    await dialog.getByRole('button', { name: other.name }).click();
    const field = (name: string) => dialog.locator(`[data-keep=${name}]`);
    await field('address').waitFor();
    expect(await field('title').count(), 'both say the same').toBe(0);
    // The second was told later, so its value would stay.
    expect(await field('address').getByRole('radio', { checked: true }).textContent()).toContain('7 Hàng Bông');
    await field('address')
      .getByRole('radio', { name: /12 Hàng Gai/ })
      .click();
    await field('name')
      .getByRole('radio', { name: new RegExp(`^${one.name}`) })
      .click();
    await shot(page, 'merge-fields');
    await dialog.getByRole('button', { name: 'Gộp', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(async () => (await cardOf(page, one.id)).traits.address?.value).toBe('12 Hàng Gai');
    const merged = await cardOf(page, one.id);
    expect(merged.name).toBe(one.name);
    expect(merged.traits.description!.value).toBe('Uống ít đường');

    await page.getByRole('region', { name: 'Đã gộp vào thẻ này' }).getByRole('button', { name: 'Tách lại' }).click();
    await expect.poll(async () => (await cardOf(page, other.id)).name).toBe(other.name);
    const [mine, theirs] = [await cardOf(page, one.id), await cardOf(page, other.id)];
    expect([mine.name, mine.traits.address!.value, mine.traits.description!.value]).toEqual([
      one.name,
      '12 Hàng Gai',
      'Thích rang đậm',
    ]);
    expect([theirs.name, theirs.traits.address!.value, theirs.traits.description!.value]).toEqual([
      other.name,
      '7 Hàng Bông',
      'Uống ít đường',
    ]);
  });
});

describe('a contact', () => {
  it('is logged with pasted text, manner and next step in two presses and a shortcut', async () => {
    const page = await product.open();
    const party = await addPerson(page);
    await openCard(page, party);
    await page.keyboard.press('c');
    const form = page.locator('form[data-log-form=call]');
    await form.waitFor();
    await page.waitForFunction(() => /^(TEXTAREA|INPUT)$/.test(document.activeElement?.tagName ?? ''));
    const text = 'Dòng một\n\n<b>Dòng hai</b> – ' + 'dài '.repeat(400);
    await form.getByLabel('Nội dung').fill(text);
    await form
      .getByRole('group', { name: /Thái độ/ })
      .getByRole('button', { name: '2', exact: true })
      .click();
    await form.getByRole('group', { name: 'Mục đích' }).getByRole('button', { name: 'Bán hàng' }).click();
    await form.getByText('Đang bán hàng mà chưa hẹn').waitFor();
    await form.getByLabel('Bước tiếp theo', { exact: true }).fill('Gửi mẫu rang mới');
    await form.getByText('Đang bán hàng mà chưa hẹn').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Enter');
    await form.getByText('Hãy chọn ngày.').waitFor();
    await form.getByRole('button', { name: '3 ngày nữa' }).click();
    await shot(page, 'card-log-next');
    await page.keyboard.press('Control+Enter');
    await form.waitFor({ state: 'detached' });
    const entry = page.locator('ol li', { hasText: 'Dòng một' });
    await entry.waitFor();
    await entry.getByRole('button').first().click();
    expect(await entry.getByRole('definition').filter({ hasText: 'Dòng hai' }).innerText()).toContain(
      'Dòng một\n\n<b>Dòng hai</b>',
    );
    const card = await cardOf(page, party.id);
    expect(card.open.map(({ kind, text: said }) => [kind, said])).toEqual([['reminder', 'Gửi mẫu rang mới']]);
    expect(card.sale_without_next_step).toBeNull();
  });

  it('whose next step is refused is not logged a second time', async () => {
    const page = await product.open();
    const party = await addPerson(page);
    await openCard(page, party);
    let reminders = 0;
    await page.route('**/touchpoints', (route) => {
      if ((route.request().postDataJSON() as { type: string }).type !== 'reminder') return route.continue();
      reminders += 1;
      return reminders > 1
        ? route.continue()
        : route.fulfill({ status: 400, json: { detail: 'Không được.', field: 'properties.text', rule: 'limit' } });
    });
    await page.keyboard.press('n');
    const form = page.locator('form[data-log-form=note]');
    await form.locator('textarea').first().fill('Một lần');
    await form.getByRole('button', { name: 'Ngày mai' }).click();
    await page.keyboard.press('Control+Enter');
    await form.getByText('Lần liên hệ đã được lưu').waitFor();
    await form.getByText('Dài hoặc nhiều quá mức cho phép.').waitFor();
    await form.getByRole('button', { name: 'Lưu' }).click();
    await form.waitFor({ state: 'detached' });
    const { data } = (await (await page.request.get(`/v1/parties/${party.id}/timeline`)).json()) as {
      data: { type: string }[];
    };
    expect(data.map(({ type }) => type)).toEqual(['reminder', 'note', 'identify']);
  });

  it('that sold and was left open stands out until a next step is set', async () => {
    const page = await product.open();
    const party = await addPerson(page);
    await log(page, party.id, 'call', { text: 'Chào hạt mới' }, { envelope: { aim: 'sell' } });
    await openCard(page, party);
    await page.locator('ol li [data-open-sale]').waitFor();
    const open = page.getByRole('region', { name: 'Đã chào bán, chưa hẹn bước tiếp theo' });
    await shot(page, 'card-open-sale');
    await open.getByRole('button', { name: 'Đặt bước tiếp theo' }).click();
    const form = page.locator('form[data-log-form=reminder]');
    await form.getByLabel('Ngày').fill('2030-01-15');
    await form.getByRole('button', { name: 'Lưu' }).click();
    await open.waitFor({ state: 'detached' });
    await page.locator('ol li [data-open-sale]').waitFor({ state: 'detached' });
  });
});

describe('the timeline', () => {
  it('is narrowed by channel and by person', async () => {
    const page = await product.open();
    const party = await addPerson(page);
    await log(page, party.id, 'call', { text: 'Gọi hỏi thăm' }, { envelope: { staff: 'Thu Hà' } });
    await log(
      page,
      party.id,
      'message_sent',
      { channel: 'zalo', text: 'Nhắn giá mới' },
      { envelope: { staff: 'Minh' } },
    );
    await openCard(page, party);
    const said = (text: string) => page.locator('ol li', { hasText: text });
    await said('Nhắn giá mới').waitFor();
    await page.getByLabel('Kênh', { exact: true }).selectOption({ label: 'Điện thoại' });
    await said('Nhắn giá mới').waitFor({ state: 'detached' });
    expect(await said('Gọi hỏi thăm').count()).toBe(1);
    await page.getByLabel('Kênh', { exact: true }).selectOption('');
    await said('Nhắn giá mới').waitFor();
    await page.getByLabel('Người', { exact: true }).selectOption('Minh');
    await said('Gọi hỏi thăm').waitFor({ state: 'detached' });
    expect(await said('Nhắn giá mới').count()).toBe(1);
    await shot(page, 'timeline-person');
    await page.getByLabel('Kênh', { exact: true }).selectOption({ label: 'Điện thoại' });
    await page.getByText('Không có mục nào như vậy').waitFor();
  });
});
