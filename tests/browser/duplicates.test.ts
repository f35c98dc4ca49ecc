// The queue of duplicates, from two who come in as events to one card and back.
import type { Page, Route } from 'playwright-core';
import { csrf, fits, Product, shot } from './product';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

const letters = (count: number) =>
  Array.from({ length: count }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join('');

/** Two who are one: the second as typed in a hurry. They come in through the event API, as a shop would send them. */
async function sendTwo(page: Page) {
  const given = letters(7);
  const name = `Trần Thị ${given.charAt(0).toUpperCase()}${given.slice(1)}`;
  const again = name.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
  const birthday = `19${60 + Math.floor(Math.random() * 39)}-0${1 + Math.floor(Math.random() * 9)}-17`;
  const headers = await csrf(page);
  const made = await page.request.post('/v1/keys', { headers, data: { scope: 'events', source: 'browser-tests' } });
  const { key } = (await made.json()) as { key: string };
  const ids: string[] = [];
  for (const [userId, traits] of [
    [`one-${given}`, { name, birthday, email: `${given}.tran@example.com` }],
    [`two-${given}`, { name: again, birthday, email: `${given}tran@example.com` }],
  ] as const) {
    const told = await page.request.post('/v1/identify', {
      headers: { Authorization: `Bearer ${key}` },
      data: { userId, messageId: userId, traits },
    });
    const { outcomes } = (await told.json()) as { outcomes: { party_id: string }[] };
    ids.push(outcomes[0]!.party_id);
  }
  return { name, again, ids };
}

/** The pair in the queue, after everybody was compared by the page's own button. */
async function findPair(page: Page, { name, again }: { name: string; again: string }) {
  await page.goto('/duplicates');
  await page.getByRole('button', { name: 'So sánh tất cả' }).click();
  const pair = page.getByRole('article', { name: `${name} và ${again}` });
  await pair.waitFor();
  return pair;
}

const undoneMerges = async (page: Page, id: string) => {
  const answer = await page.request.get(`/v1/parties/${id}/merges`);
  const { data } = (await answer.json()) as { data: { undone_at: string | null }[] };
  return data.map(({ undone_at }) => undone_at !== null);
};

describe('two who may be one', () => {
  it('appear with their evidence, become one card at once, and are parted again', async () => {
    const page = await product.open();
    const two = await sendTwo(page);
    const pair = await findPair(page, two);
    await page.getByRole('status').filter({ hasText: 'Đã so sánh' }).waitFor();
    await pair.getByText('chắc chắn là một').waitFor();
    expect(await pair.locator('[data-field=birthday]').getAttribute('data-agreement')).toBe('agrees');
    const email = pair.locator('[data-field=email]');
    expect(await email.getAttribute('data-agreement')).toBe('nearly');
    expect(await email.locator('mark').allTextContents(), 'the point that one of them lacks').toEqual(['.']);
    await shot(page, 'duplicates');

    await pair.getByRole('button', { name: `Gộp ${two.name} và ${two.again}` }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('radio', { name: two.name, exact: true }).isChecked()).toBe(true);
    await dialog.getByRole('radio', { name: two.again, exact: true }).click();
    await dialog.getByLabel('Vì sao').fill('cùng một người');
    await shot(page, 'duplicates-merge');
    // The answer is held back: the pair goes before it comes.
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/merges', async (route) => {
      await held;
      await route.continue();
    });
    await page.keyboard.press('Enter');
    await pair.waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Hoàn tác' }).count()).toBe(0);
    answer();
    await page.getByText(`${two.name} đã gộp vào thẻ của ${two.again}.`).waitFor();
    await shot(page, 'duplicates-merged');
    expect(await undoneMerges(page, two.ids[1]!)).toEqual([false]);

    await page.getByRole('button', { name: 'Hoàn tác' }).click();
    await page.getByRole('status').filter({ hasText: 'Đã tách lại' }).waitFor();
    expect(await undoneMerges(page, two.ids[1]!)).toEqual([true]);
    await page.goto(`/parties/${two.ids[0]}`);
    await page.getByRole('heading', { level: 1, name: two.name, exact: true }).waitFor();
    expect(await page.getByText('Có phải cùng là một với').count(), 'an undoing says that they are two').toBe(0);
  });

  it('come back with a sentence when the server refuses, and go for good as two', async () => {
    const page = await product.open();
    const two = await sendTwo(page);
    const pair = await findPair(page, two);
    const refuse = (route: Route) =>
      route.fulfill({ status: 409, json: { title: 'Conflict', status: 409, detail: 'They have changed.' } });
    await page.route('**/apart', refuse);
    const apart = pair.getByRole('button', { name: `${two.name} và ${two.again} không trùng` });
    await apart.focus();
    await page.keyboard.press('Enter');
    await pair.getByRole('alert').filter({ hasText: 'They have changed.' }).waitFor();
    await shot(page, 'duplicates-refused');
    await page.unroute('**/apart');

    await page.route('**/merges', refuse);
    const merge = async () => {
      await pair.getByRole('button', { name: `Gộp ${two.name} và ${two.again}` }).click();
      return page.getByRole('dialog').getByLabel('Vì sao');
    };
    await (await merge()).fill('cùng giọng nói');
    await page.keyboard.press('Enter');
    await pair.getByRole('alert').filter({ hasText: 'They have changed.' }).waitFor();
    await page.unroute('**/merges');
    expect(await (await merge()).inputValue(), 'what was typed is kept').toBe('cùng giọng nói');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await apart.click();
    await pair.waitFor({ state: 'detached' });
    await page.getByRole('status').filter({ hasText: 'hai người khác nhau' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Hồ sơ trùng' }).waitFor();
    await page.locator('article, [class*=message]').first().waitFor();
    expect(await pair.count()).toBe(0);
  });

  it('are decided on without a connection, and it is sent once', async () => {
    const page = await product.open();
    const [apart, one] = [await sendTwo(page), await sendTwo(page)];
    const merged = await findPair(page, one);
    const pair = page.getByRole('article', { name: `${apart.name} và ${apart.again}` });
    await merged.getByRole('button', { name: `Gộp ${one.name} và ${one.again}` }).click();
    await page.getByRole('dialog').getByLabel('Vì sao').fill('cùng giọng nói');
    await page.context().setOffline(true);
    await page.getByText('Mất kết nối với máy chủ.').waitFor();
    await page.keyboard.press('Enter');
    await merged.waitFor({ state: 'detached' });
    await pair.getByRole('button', { name: `${apart.name} và ${apart.again} không trùng` }).click();
    await page.getByText('2 thay đổi đang chờ gửi').waitFor();
    await page.getByRole('button', { name: 'Xem', exact: true }).click();
    await page.getByRole('dialog').getByText('cùng giọng nói').waitFor();
    await page.keyboard.press('Escape');
    await page.context().setOffline(false);
    await page.getByText('đang chờ gửi').waitFor({ state: 'detached' });
    expect(await undoneMerges(page, one.ids[0]!)).toEqual([false]);
    await page.reload();
    await page.locator('article, [class*=message]').first().waitFor();
    expect([await pair.count(), await merged.count()]).toEqual([0, 0]);
  });

  it('stand on the card too, with the same evidence, this card on the left', async () => {
    const page = await product.open();
    const two = await sendTwo(page);
    await findPair(page, two);
    await page.goto(`/parties/${two.ids[1]}`);
    const same = page.getByRole('region', { name: 'Có thể là một' });
    await same.getByText('Chỗ khớp và chỗ khác').click();
    await same.locator('[data-field=email]').waitFor();
    const [left, right] = await same.locator('[data-field=email] > span').filter({ hasText: '@' }).allTextContents();
    expect(left).not.toContain('.tran@');
    expect(right).toContain('.tran@');
    await shot(page, 'duplicates-card');
    await same.getByRole('button', { name: 'Không phải' }).click();
    await same.waitFor({ state: 'detached' });
  });

  it('are shown with words for nobody, for a failure and for who may not see them', async () => {
    const page = await product.open();
    const answers = [
      { status: 200, json: { data: [] }, says: 'Không có hồ sơ trùng' },
      { status: 500, json: { title: 'Internal Server Error', status: 500 }, says: 'Không thực hiện được' },
      { status: 403, json: { title: 'Forbidden', status: 403 }, says: 'Bạn không có quyền' },
    ];
    for (const { says, ...answer } of answers) {
      await page.route('**/v1/merge-suggestions', (route) => route.fulfill(answer));
      await page.goto('/duplicates');
      await page.getByText(says).first().waitFor();
      await page.unroute('**/v1/merge-suggestions');
    }
  });

  it('fit a phone', async () => {
    const page = await product.open({ viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
    const two = await sendTwo(page);
    const pair = await findPair(page, two);
    expect(await fits(page)).toBe(true);
    await shot(page, 'phone-duplicates');
    await pair.getByRole('button', { name: `Gộp ${two.name} và ${two.again}` }).tap();
    await page.getByRole('dialog').getByLabel('Vì sao').waitFor();
    expect(await fits(page)).toBe(true);
    await shot(page, 'phone-duplicates-merge');
    await page.keyboard.press('Escape');
    await pair.getByRole('button', { name: `${two.name} và ${two.again} không trùng` }).tap();
    await pair.waitFor({ state: 'detached' });
  });
});
