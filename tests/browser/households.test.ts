// Those who may live together: from addresses that come in as events to a relation on both cards.
import type { Page, Route } from 'playwright-core';
import { csrf, fits, Product, shot } from './product';

const FAMILIES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng'];
const STREETS = ['Trần Hưng Đạo', 'Hai Bà Trưng', 'Quang Trung', 'Bà Triệu', 'Nguyễn Huệ', 'Lý Thường Kiệt'];
const GIVEN = ['An', 'Bảo', 'Chi', 'Giang', 'Hoà', 'Khuê', 'Linh', 'Mến', 'Quân', 'Uyên'];
const COUPLES = [
  ['Nguyễn Văn Hùng', 'Phạm Thị Mai'],
  ['Trần Quốc Bảo', 'Hoàng Ngọc Trinh'],
  ['Lê Minh Tuấn', 'Phan Thu Hằng'],
  ['Phạm Đức Long', 'Vũ Kim Oanh'],
  ['Hoàng Hữu Phước', 'Đặng Bích Vân'],
] as const;
const ALONE = 60;
const BATCH_MAX = 100;

interface Couple {
  names: [string, string];
  ids: [string, string];
}

let product: Product;
let couples: Couple[];

const letters = (count: number) =>
  Array.from({ length: count }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join('');

/**
 * Five couples and people who live alone, as a shop would send them; then everybody is compared, since how much a common
 * address says is estimated from all who are there. Numbers of houses begin anew with each run.
 */
async function sendTown(page: Page): Promise<Couple[]> {
  const run = Date.now().toString(36);
  const firstHouse = 100 + Math.floor(Math.random() * 900_000);
  const headers = await csrf(page);
  const made = await page.request.post('/v1/keys', { headers, data: { scope: 'events', source: 'browser-tests' } });
  const { key } = (await made.json()) as { key: string };
  const people: { name: string; address: { street: string; city: string } }[] = [];
  for (const [n, couple] of COUPLES.entries())
    for (const name of couple) people.push({ name, address: { street: `${firstHouse + n * 2} Lê Lợi`, city: 'Huế' } });
  const nameOf = (n: number) => `${FAMILIES[n % 5]} Thị ${GIVEN[n % 10]} ${letters(5)}`;
  const placeOf = (n: number) => ({
    street: `${firstHouse + 20 + n * 3} ${STREETS[n % 6]}`,
    city: n % 2 ? 'Huế' : 'Hà Nội',
  });
  for (let n = 0; n < ALONE; n += 1) people.push({ name: nameOf(n), address: placeOf(n) });

  const ids: string[] = [];
  for (let from = 0; from < people.length; from += BATCH_MAX) {
    const batch = people.slice(from, from + BATCH_MAX).map((traits, n) => {
      const userId = `household-${run}-${from + n}`;
      return { type: 'identify', userId, messageId: userId, traits };
    });
    const told = await page.request.post('/v1/batch', { headers: { Authorization: `Bearer ${key}` }, data: { batch } });
    const { outcomes } = (await told.json()) as { outcomes: { party_id: string }[] };
    ids.push(...outcomes.map(({ party_id }) => party_id));
  }
  await page.goto('/duplicates?view=together');
  await page.getByRole('button', { name: 'So sánh tất cả' }).click();
  await page.getByRole('status').filter({ hasText: 'Đã so sánh' }).waitFor({ timeout: 50_000 });
  return COUPLES.map(([one, other], n) => ({ names: [one, other], ids: [ids[2 * n]!, ids[2 * n + 1]!] }));
}

beforeAll(async () => {
  product = await Product.start();
  const page = await product.open();
  couples = await sendTown(page);
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

/** The pair in the list, where each of the two stands on either side. */
const pairOf = (page: Page, { ids: [one, other] }: Couple) =>
  page.locator(`article:is([data-pair="${one},${other}"], [data-pair="${other},${one}"])`);

async function openList(page: Page) {
  await page.goto('/duplicates?view=together');
  await page.locator('article').first().waitFor();
}

async function relationsOf(page: Page, id: string) {
  const card = (await (await page.request.get(`/v1/parties/${id}`)).json()) as {
    relations: { relation: string; party: { id: string } }[];
  };
  return card.relations.map(({ relation, party }) => [relation, party.id]);
}

describe('two who may live together', () => {
  it('stand in a list of their own, and saying so tells the relation on both cards', async () => {
    const page = await product.open();
    const { names, ids } = couples[0]!;
    await page.goto('/duplicates');
    const views = page.getByRole('navigation', { name: 'Có thể là gì' });
    await views.getByRole('link', { name: 'Có thể ở cùng nhà' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/duplicates?view=together');
    const pair = pairOf(page, couples[0]!);
    await pair.waitFor();
    expect(await views.locator('[aria-current=page]').allTextContents()).toEqual([
      expect.stringMatching(/^Có thể ở cùng nhà\d+\+?$/),
    ]);
    expect(await pair.locator('[data-field=home]').getAttribute('data-agreement')).toBe('agrees');
    await pair.getByText('ở cùng nhà').first().waitFor();
    await shot(page, 'households');

    // The answer is held back: the pair goes before it comes.
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/touchpoints', async (route) => {
      await held;
      await route.continue();
    });
    await pair.getByRole('button', { name: /^Ở cùng nhà/ }).focus();
    await page.keyboard.press('Enter');
    await pair.waitFor({ state: 'detached' });
    await expect
      .poll(() => page.locator('article:focus').count(), { message: 'the keyboard goes on with the next pair' })
      .toBe(1);
    answer();
    await page.getByRole('status').filter({ hasText: 'hai người ở cùng nhà' }).waitFor();
    expect(await relationsOf(page, ids[0])).toEqual([['household', ids[1]]]);
    expect(await relationsOf(page, ids[1])).toEqual([['household', ids[0]]]);
    await page.reload();
    await page.locator('article').first().waitFor();
    expect(await pair.count()).toBe(0);

    await page.goto(`/parties/${ids[1]}`);
    const relations = page.getByRole('region', { name: 'Vai trò và quan hệ' });
    const told = relations.locator('p', { hasText: 'cùng nhà với' });
    await told.waitFor();
    expect(await told.getByRole('link').allTextContents()).toEqual([names[0]]);
    expect(await page.getByText('Có lẽ ở cùng nhà với').count()).toBe(0);
    await shot(page, 'households-told');
  });

  it('come back with a sentence when the server refuses, and go for good as two homes', async () => {
    const page = await product.open();
    const couple = couples[1]!;
    await openList(page);
    const pair = pairOf(page, couple);
    const refuse = (route: Route) =>
      route.fulfill({ status: 409, json: { title: 'Conflict', status: 409, detail: 'They have changed.' } });
    await page.route('**/touchpoints', refuse);
    await pair.getByRole('button', { name: /^Ở cùng nhà/ }).click();
    await pair.getByRole('alert').filter({ hasText: 'They have changed.' }).waitFor();
    await page.unroute('**/touchpoints');

    await page.route('**/apart', refuse);
    const no = pair.getByRole('button', { name: `Không ở cùng: ` });
    await no.click();
    await pair.getByRole('alert').filter({ hasText: 'They have changed.' }).waitFor();
    await shot(page, 'households-refused');
    await page.unroute('**/apart');

    await no.click();
    await pair.waitFor({ state: 'detached' });
    await page.getByRole('status').filter({ hasText: 'không ở cùng nhà' }).waitFor();
    await page.reload();
    await page.locator('article').first().waitFor();
    expect(await pair.count()).toBe(0);
    expect(await relationsOf(page, couple.ids[0])).toEqual([]);
  });

  it('are asked about on the card too, folded', async () => {
    const page = await product.open();
    const { names, ids } = couples[2]!;
    await page.goto(`/parties/${ids[0]}`);
    const summary = page.getByText(`Có lẽ ở cùng nhà với ${names[1]}`);
    await summary.waitFor();
    const section = page.getByRole('region', { name: 'Có thể ở cùng nhà' });
    const confirm = section.getByRole('button', { name: 'Ở cùng nhà: ' });
    expect(await confirm.isVisible()).toBe(false);
    await shot(page, 'households-card-folded');
    await summary.focus();
    await page.keyboard.press('Enter');
    await section.locator('[data-field=home]').waitFor();
    await shot(page, 'households-card');

    await page.route('**/touchpoints', (route) =>
      route.fulfill({ status: 409, json: { title: 'Conflict', status: 409, detail: 'They have changed.' } }),
    );
    await confirm.click();
    await section.getByRole('alert').filter({ hasText: 'They have changed.' }).waitFor();
    await page.unroute('**/touchpoints');
    await confirm.click();
    await section.waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Vai trò và quan hệ' }).getByRole('link', { name: names[1] }).waitFor();
    expect(await relationsOf(page, ids[0])).toEqual([['household', ids[1]]]);
  });

  it('are shown with words for nobody, for a failure and for who may not see them', async () => {
    const page = await product.open();
    const answers = [
      { status: 200, json: { data: [] }, says: 'Chưa thấy ai ở cùng nhà' },
      { status: 500, json: { title: 'Internal Server Error', status: 500 }, says: 'Không thực hiện được' },
      { status: 403, json: { title: 'Forbidden', status: 403 }, says: 'Bạn không có quyền' },
    ];
    for (const { says, ...answer } of answers) {
      await page.route('**/v1/household-suggestions', (route) => route.fulfill(answer));
      await page.goto('/duplicates?view=together');
      await page.getByText(says).first().waitFor();
      await page.unroute('**/v1/household-suggestions');
    }
  });

  it('are only shown to who may only look', async () => {
    const page = await product.open();
    await page.route('**/v1/session', async (route) => {
      const answer = await route.fetch();
      const session = (await answer.json()) as { user: object };
      await route.fulfill({ response: answer, json: { ...session, user: { ...session.user, role: 'analyst' } } });
    });
    await openList(page);
    await page.getByText('Bạn chỉ xem được').waitFor();
    expect(await page.locator('article button').count()).toBe(0);
    await page.goto(`/parties/${couples[3]!.ids[0]}`);
    await page.getByText('Có lẽ ở cùng nhà với').click();
    const section = page.getByRole('region', { name: 'Có thể ở cùng nhà' });
    await section.locator('[data-field=home]').waitFor();
    expect(await section.getByRole('button').count()).toBe(0);
  });

  it('fit a phone, in the dark and in English', async () => {
    const page = await product.open({
      viewport: { width: 390, height: 800 },
      hasTouch: true,
      isMobile: true,
      colorScheme: 'dark',
      locale: 'en-GB',
    });
    await page.addInitScript(() => localStorage.setItem('ganbo.language', 'en'));
    await openList(page);
    expect(await fits(page)).toBe(true);
    await shot(page, 'phone-households');
    await page.goto(`/parties/${couples[4]!.ids[0]}`);
    const summary = page.locator('summary').filter({ hasText: couples[4]!.names[1] });
    await summary.tap();
    expect(await fits(page)).toBe(true);
    await summary.scrollIntoViewIfNeeded();
    await shot(page, 'phone-households-card');
    await openList(page);
    const pair = pairOf(page, couples[4]!);
    await pair.locator('button').last().tap();
    await pair.waitFor({ state: 'detached' });
  });
});
