// The web application as people use it, in a real browser.
import type { Page } from 'playwright-core';
import { change, fits, make, namesInList, openFirstCard, openList, plain, Product, shot, unique } from './product';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

const touchpoints = async (page: Page) =>
  Number((await page.locator('[data-figure=touchpoints] dd').first().textContent())!.replace(/\D/g, ''));

describe('signing in', () => {
  it('is asked for, and a wrong password gets a sentence', async () => {
    const page = await product.open({ signedIn: false });
    await page.goto('/parties');
    await page.getByLabel('Tên đăng nhập').fill('nobody');
    await page.getByLabel('Mật khẩu', { exact: true }).fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'không đúng' }).waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
    await shot(page, 'sign-in');
  });

  it('with a link that was used before is refused, and the link leaves no one signed in', async () => {
    const page = await product.open({ signedIn: false });
    await page.goto(process.env.GANBO_SIGNIN ?? '/signin?token=0123456789');
    await page.getByRole('alert').filter({ hasText: 'Liên kết này' }).waitFor();
    expect((await page.request.get('/v1/session')).status()).toBe(401);
  });
});

describe('Ctrl-K', () => {
  const goTo = (page: Page) => page.getByRole('dialog').getByRole('combobox');

  it('goes to anybody by a few letters, from the keyboard alone', async () => {
    const page = await product.open();
    const [name] = await openList(page);
    await page.keyboard.press('Control+k');
    await goTo(page).waitFor();
    await page.keyboard.type(plain(name!).toLowerCase());
    await page.getByRole('option', { name: name! }).first().waitFor();
    expect(await page.getByRole('option', { selected: true }).count()).toBe(1);
    await shot(page, 'go-to');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/parties\/\d+/);
    expect(await goTo(page).count()).toBe(0);
  });

  it('does what can be done on the page that is open, and goes to other pages', async () => {
    const page = await product.open();
    await openFirstCard(page);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('cuoc goi');
    await page.getByRole('option', { name: 'Cuộc gọi', exact: false }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('form[data-log-form=call]').waitFor();
    // Also while somebody types.
    await page.waitForFunction(() => /^(TEXTAREA|INPUT)$/.test(document.activeElement?.tagName ?? ''));
    await page.keyboard.press('Control+k');
    await page.keyboard.type('ngay nghi');
    await page.getByRole('option', { name: 'Ngày nghỉ' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Ngày nghỉ' }).waitFor();
  });

  it('goes to nobody found by fewer letters while the search for all of them is under way', async () => {
    const page = await product.open();
    await openList(page);
    // Answered never: slower than any.
    await page.route(/\/v1\/parties\?.*search=ng[^&]/, () => {});
    await page.keyboard.press('Control+k');
    await page.keyboard.type('ng');
    const people = page.getByRole('group', { name: 'Người & tổ chức' }).getByRole('option');
    await people.first().waitFor();
    await page.keyboard.type('ay nghi');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Ngày nghỉ' }).waitFor();
  });

  it('has the focus before the next key can be pressed', async () => {
    const page = await product.open();
    await openList(page);
    const focused = await page.evaluate(() => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }));
      return document.activeElement?.getAttribute('role');
    });
    expect(focused).toBe('combobox');
  });

  it('says when nothing is called that, and closes with Escape', async () => {
    const page = await product.open();
    await openList(page);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('zzzzqqqq');
    await page.getByText('Không tìm thấy gì.').waitFor();
    await page.keyboard.press('Escape');
    await goTo(page).waitFor({ state: 'detached' });
  });
});

describe('people and organisations', () => {
  it('are found by a name typed without diacritics', async () => {
    const page = await product.open();
    // Somewhere in the middle of the alphabet, where names with marks are sure to stand.
    await openList(page);
    await page
      .locator('nav button', { hasText: /^[A-Z]$/ })
      .first()
      .waitFor();
    const letters = await page.locator('nav button:not([disabled])').allTextContents();
    let name: string | undefined;
    for (const letter of letters.filter((each) => each !== '#').reverse()) {
      await page.goto(`/parties?letter=${letter}`);
      name = (await namesInList(page)).find((each) => plain(each) !== each);
      if (name) break;
    }
    expect(name, 'the demo data should hold a name with diacritics').toBeDefined();
    await page.keyboard.press('/');
    await page.keyboard.type(plain(name!).toLowerCase());
    await page.waitForURL(/search=/);
    await page.locator('[role=row][data-index] a').getByText(name!, { exact: true }).first().waitFor();
    await expect
      .poll(async () => plain((await namesInList(page))[0]!).toLowerCase())
      .toContain(plain(name!).toLowerCase().split(' ')[0]);
  });

  it('stand under their letter on the A–Z rail, Đ under D', async () => {
    const page = await product.open();
    await openList(page);
    const before = await namesInList(page);
    await page.locator('nav button', { hasText: /^D$/ }).click();
    await page.waitForURL(/letter=D/);
    await expect.poll(() => namesInList(page)).not.toEqual(before);
    for (const name of await namesInList(page)) expect(plain(name).charAt(0).toUpperCase()).toBe('D');
  });

  it('are read on while scrolling, and the keyboard moves through them and opens one', async () => {
    const page = await product.open();
    await openList(page);
    const table = page.getByRole('table');
    await table.evaluate((box) => box.scrollTo(0, 6000));
    await expect
      .poll(() =>
        page
          .locator('[role=row][data-index]')
          .evaluateAll((rows) => Math.max(...rows.map((row) => Number((row as HTMLElement).dataset.index)))),
      )
      .toBeGreaterThan(100);
    await table.evaluate((box) => box.scrollTo(0, 0));
    await page.locator('[role=row][data-index="0"]').waitFor();
    const names = await namesInList(page);
    await page.keyboard.press('/');
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.activeElement?.tagName === 'A');
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction((name) => document.activeElement?.textContent === name, names[1]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: names[1]!, exact: true }).waitFor();
  });

  it('are added with a form, and markup in a name is shown as text', async () => {
    const page = await product.open();
    await openList(page);
    const name = `Đinh <img src=x onerror="window.harmed=1"> ${unique()}`;
    await page.keyboard.press('p');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Thêm và mở thẻ' }).click();
    await dialog.getByText('Cần có tên').waitFor();
    await dialog.getByLabel('Họ và tên').fill(name);
    await dialog.getByLabel('E-mail').fill(`${unique()}@example.com`);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    expect(await page.evaluate(() => 'harmed' in window)).toBe(false);
  });

  it.each([
    ['desktop', { width: 1280, height: 800 }],
    ['phone', { width: 390, height: 844 }],
  ] as const)('with names of 500 letters and signs break no page of a %s', async (screen, viewport) => {
    const page = await product.open({ viewport });
    const word = unique();
    // Without a place to break it, and with signs of several code points.
    const name = `🧑🏽‍🌾☕ ${word} ${'Nguyễn'.repeat(70)}`.slice(0, 494) + ' 👨‍👩‍👧';
    await page.goto('/parties');
    const id = await make(page, '/v1/parties', { name, email: `${word}@example.com` });
    await change(page, 'post', `/v1/parties/${id}/touchpoints`, {
      type: 'complaint_raised',
      occurred_at: new Date(Date.now() - 300 * 86_400_000).toISOString(),
      properties: { text: 'Ướt'.repeat(200) },
    });
    for (const path of [`/parties?search=${word}`, `/parties/${id}`, `/parties/${id}/print`, '/today']) {
      await page.goto(path);
      await page.getByText(name).first().waitFor();
      expect(await fits(page), path).toBe(true);
      await shot(
        page,
        `long-name-${screen}-${path
          .split(/[/?]/)
          .at(-1)!
          .replace(/\W.*|\d+/, 'card')}`,
      );
    }
    await page.goto(`/parties/${id}`);
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await change(page, 'post', `/v1/parties/${id}/erase`);
  });

  it('are not added over a card that has the number already', async () => {
    const page = await product.open();
    await openList(page);
    const phone = `09${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
    const name = `Quán ${unique()}`;
    await make(page, '/v1/parties', { kind: 'organisation', name, phone });
    await page.keyboard.press('p');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Họ và tên').fill('Chị Lan');
    await dialog.getByLabel('Điện thoại').fill(phone);
    await page.keyboard.press('Enter');
    await dialog.getByText('Chưa có gì bị sửa.').waitFor();
    await shot(page, 'add-known');
    await dialog.getByRole('link', { name }).click();
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  });

  it('say so when nobody is found', async () => {
    const page = await product.open();
    await page.goto('/parties?search=zzqxjzzqxj');
    await page.getByText('Không tìm thấy ai').waitFor();
  });
});

describe('the card', () => {
  it('of ten thousand entries is drawn where one looks, and read to its end by keyboard', async () => {
    const page = await product.open();
    const newest = Date.parse('2026-11-20T02:00:00Z');
    const entries = Array.from({ length: 10_000 }, (_, n) => ({
      id: `${20_000 - n}`,
      type: 'note',
      // Nine hundred in one day, as an import brings them, then a few each day.
      occurred_at: new Date(newest - Math.max(0, n - 900) * 5 * 3_600_000).toISOString(),
      received_at: '2026-11-20T02:00:00Z',
      line: { en: `Note ${n}`, vi: `Ghi chú số ${n}` },
      source: 'app',
      envelope: {},
      properties: { text: `Note ${n}` },
    }));
    await page.route(/\/v1\/parties\/\d+\/timeline/, (route) =>
      route.fulfill({ json: { data: entries, next_cursor: null } }),
    );
    await openList(page);
    await page.locator('[role=row][data-index] a').first().click();
    const line = (n: number) => page.getByRole('button', { name: `Ghi chú số ${n}`, exact: true });
    await line(0).waitFor();
    expect(await page.locator('ol li').count()).toBeLessThan(400);

    const happened = page.locator('section', { has: line(0) }).locator('..');
    await line(0).focus();
    await happened.evaluate((box) => box.scrollTo(0, box.scrollHeight / 2));
    await page.waitForTimeout(300);
    expect(await page.locator('ol li').count()).toBeLessThan(400);
    expect(await line(0).evaluate((button) => button === document.activeElement)).toBe(true);
    await expect
      .poll(async () => {
        await happened.evaluate((box) => box.scrollTo(0, box.scrollHeight));
        return line(9_999).isVisible();
      })
      .toBe(true);
    await line(9_999).focus();
    await page.keyboard.press('Enter');
    await page.locator('ol li dl').waitFor();
    await page.keyboard.press('Shift+Tab');
    expect(await line(9_998).evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('logs a call by keyboard alone, once, and shows it in the timeline and in the figures', async () => {
    const page = await product.open();
    await openFirstCard(page);
    const before = await touchpoints(page);
    const said = `Hẹn giao cà phê thứ Sáu ${unique()}`;
    await page.keyboard.press('c');
    await page.locator('form[data-log-form=call]').waitFor();
    await page.waitForFunction(() => /^(TEXTAREA|INPUT)$/.test(document.activeElement?.tagName ?? ''));
    await page.keyboard.type(said);
    await page.keyboard.press('Control+Enter');
    await page.locator('ol li', { hasText: said }).waitFor();
    await expect.poll(() => touchpoints(page)).toBe(before + 1);
    expect(await page.locator('ol li', { hasText: said }).count()).toBe(1);
    expect(await page.locator('form[data-log-form]').count()).toBe(0);
    await shot(page, 'card');
  });

  it('stores the circumstances of a contact and shows them', async () => {
    const page = await product.open();
    await openFirstCard(page);
    const said = `Ghé thử rang mới ${unique()}`;
    await page.keyboard.press('v');
    await page.waitForFunction(() => /^(TEXTAREA|INPUT)$/.test(document.activeElement?.tagName ?? ''));
    await page.keyboard.type(said);
    const form = page.locator('form[data-log-form=visit]');
    await form.getByRole('button', { name: 'Thêm chi tiết' }).click();
    const described = (await (await page.request.get('/v1/event-types')).json()) as {
      envelope: { fields: { name: string; label: { vi: string } }[] };
    };
    const place = described.envelope.fields.find(({ name }) => name === 'place');
    expect(place, 'the envelope should describe the place').toBeDefined();
    await form.getByLabel(place!.label.vi).fill('Quầy thử nghiệm');
    await page.keyboard.press('Control+Enter');
    const entry = page.locator('ol li', { hasText: said });
    await entry.waitFor();
    await entry.getByRole('button').click();
    await entry.getByRole('definition').filter({ hasText: 'Quầy thử nghiệm' }).waitFor();
  });

  it('that does not exist says so', async () => {
    const page = await product.open();
    await page.goto('/parties/1');
    await page.getByRole('alert').filter({ hasText: 'Không tìm thấy' }).waitFor();
    await page.goto('/khong/co/trang/nay');
    await page.getByText('Không có trang này').waitFor();
  });
});

describe('the language', () => {
  it('changes at once, without reading the page again, and is remembered', async () => {
    const page = await product.open();
    await openList(page);
    await page.getByRole('heading', { level: 1, name: 'Người & tổ chức' }).waitFor();
    await page.evaluate(() => Object.assign(window, { sameVisit: true }));
    await page.getByRole('button', { name: 'English' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'People & organisations' }).waitFor();
    expect(await page.evaluate(() => 'sameVisit' in window)).toBe(true);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'People & organisations' }).waitFor();
    await page.getByRole('button', { name: 'Tiếng Việt' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Người & tổ chức' }).waitFor();
  });
});

describe('on a phone', () => {
  it('everything fits the width, and a note is logged with the thumb', async () => {
    const page = await product.open({
      viewport: { width: 375, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    await openList(page);
    expect(await fits(page)).toBe(true);
    await shot(page, 'phone-list');
    await openFirstCard(page);
    expect(await fits(page)).toBe(true);
    const button = page.getByRole('button', { name: 'Ghi chú', exact: true });
    const place = await button.boundingBox();
    expect(place!.y).toBeGreaterThan(740 * 0.66);
    expect(place!.height).toBeGreaterThanOrEqual(44);
    await shot(page, 'phone-card');
    await button.tap();
    const said = `Ghi trên điện thoại ${unique()}`;
    await page.locator('form[data-log-form=note] textarea').fill(said);
    await shot(page, 'phone-note');
    await page.getByRole('button', { name: 'Lưu' }).tap();
    await page.locator('ol li', { hasText: said }).waitFor();
  });
});
