// What holds for every page: accessible in both themes, within the page's policy, and light enough to load.
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { findings } from './axe';
import { namesInList, Product, shot } from './product';

const ENTRY_BYTES_MAX = 350 * 1024;

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

const openCard = async (page: Page) => {
  await page.goto('/parties');
  await namesInList(page);
  await page.locator('[role=row][data-index] a').first().click();
  await page.locator('ol li').first().waitFor();
};

const IMPORTED = {
  import_id: '1',
  source: 'khach',
  file: 'khách.csv',
  kind: 'parties',
  rows: 3,
  applied: 2,
  repeated: 0,
  refused: 1,
  state: 'finished',
  started_at: '2026-01-01T00:00:00Z',
  finished_at: '2026-01-01T00:00:01Z',
  undone_at: null,
  taken_back: 0,
  has_errors: true,
};
const COLUMN = { header: 'Ngày sinh', field: 'birthday', cells: ['03/04/1990', '31/02/1990'] };
const UPLOADED = {
  upload_id: 'u1',
  file: 'khách.csv',
  bytes: 9,
  received: 9,
  part_bytes_max: 9,
  expires_at: '2026-01-02T00:00:00Z',
  import_id: null,
  task: {
    doing: 'check',
    state: 'done',
    rows_done: 0,
    rows: 0,
    report: null,
    problem: null,
    check: {
      format: 'csv',
      encoding: null,
      sheets: ['Khách', 'Đơn'],
      kind: 'parties',
      preset: 'cdnow',
      source: 'khach',
      currency: 'VND',
      zone: 'Asia/Ho_Chi_Minh',
      dates: 'dmy',
      columns: [COLUMN, { header: '', field: null, cells: [] }],
      fields: [{ field: 'birthday', label: null }],
      problem: null,
      rows: 2,
      ready: 1,
      refused: 1,
      items: 1,
      notes: [{ rule: 'day_first', value: '03/04/1990' }],
      problems: [{ field: 'Ngày sinh', rule: 'date', rows: 1, first_row: 2, reason: '"31/02/1990" is not a date.' }],
      first_rows: [{ row: 1, values: { birthday: '1990-04-03' } }],
    },
  },
};

const BACKED_UP = { name: 'ganbo-20261129T183000Z.db', made_at: '2026-11-29T18:30:00Z', bytes: 12 << 20 };

const PAGES: Record<string, (page: Page) => Promise<unknown>> = {
  list: async (page) => {
    await page.goto('/parties');
    await namesInList(page);
  },
  'list-found': async (page) => {
    await page.goto('/parties');
    const [name] = await namesInList(page);
    await page.goto(`/parties?search=${encodeURIComponent(name!)}`);
    await namesInList(page);
  },
  'list-nobody': async (page) => {
    await page.goto('/parties?search=zzzzzzzzzzqqqqqq');
    await page.getByText('Không tìm thấy ai').waitFor();
  },
  'list-narrowed': async (page) => {
    await page.goto('/parties?where=orders%3Aat_least%3A2%0Akind%3Aany_of%3Aperson&sort=-spent&columns=spent,roles');
    await namesInList(page);
    await page.getByRole('button', { name: 'Lọc', exact: true }).click();
    await page.getByRole('combobox', { name: 'So sánh' }).first().waitFor();
  },
  'list-columns': async (page) => {
    await page.goto('/parties');
    await namesInList(page);
    await page.getByRole('button', { name: 'Cột', exact: true }).click();
    await page.getByRole('checkbox').first().waitFor();
  },
  'bulk-edit': async (page) => {
    await page.goto('/parties?where=orders%3Aat_least%3A2');
    await namesInList(page);
    await page.getByRole('button', { name: 'Sửa hàng loạt' }).click();
    await page.getByRole('dialog').getByPlaceholder('Chọn…').waitFor();
  },
  add: async (page) => {
    await page.goto('/parties');
    await namesInList(page);
    await page.keyboard.press('p');
    await page.getByRole('dialog').waitFor();
  },
  'go-to': async (page) => {
    await openCard(page);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('a');
    await page.getByRole('group', { name: 'Người & tổ chức' }).waitFor();
  },
  card: openCard,
  'card-log': async (page) => {
    await openCard(page);
    await page.keyboard.press('c');
    await page.getByRole('button', { name: 'Thêm chi tiết' }).click();
  },
  'card-details': async (page) => {
    await openCard(page);
    await page.locator('ol li button').first().click();
    await page.locator('ol li dl').first().waitFor();
  },
  'card-missing': async (page) => {
    await page.goto('/parties/1');
    await page.getByRole('alert').first().waitFor();
  },
  'custom-fields': async (page) => {
    await page.goto('/settings/fields');
    await page.getByRole('heading', { level: 1, name: 'Trường riêng' }).waitFor();
  },
  'custom-fields-form': async (page) => {
    await page.goto('/settings/fields?key=shoe_size');
    await page.getByRole('dialog').waitFor();
    await page.getByRole('dialog').getByLabel('Loại giá trị').click();
    await page.getByRole('option', { name: 'Lựa chọn', exact: true }).click();
  },
  'card-correct': async (page) => {
    await openCard(page);
    const folded = page.locator('summary', { hasText: 'Xem thêm thông tin' }); // on a phone
    if (await folded.isVisible()) await folded.click();
    await page.getByRole('button', { name: 'Thêm thông tin' }).click();
    await page.getByRole('menuitem').first().click();
    await page.locator('[data-fact] form').first().waitFor();
    await page.locator('ul[aria-label="Cách liên hệ và nhận ra"] button').first().click();
    await page.locator('[data-fact] [data-source], [data-fact] .quiet').first().waitFor();
  },
  today: async (page) => {
    await page.goto('/today');
    await page.locator('[data-today]').first().waitFor();
  },
  print: async (page) => {
    await openCard(page);
    await page.goto(`${page.url()}/print`);
    await page.getByRole('article', { name: 'Thẻ để in' }).getByRole('row').first().waitFor();
  },
  calendar: async (page) => {
    await page.goto('/calendar');
    await page.locator('[data-day]').first().waitFor();
  },
  'calendar-list': async (page) => {
    await page.goto('/calendar?view=list');
    await page.locator('[data-day]').first().waitFor();
  },
  business: async (page) => {
    await page.goto('/settings/business');
    await page.getByRole('heading', { level: 1, name: 'Doanh nghiệp' }).waitFor();
    await page.getByLabel('Tên doanh nghiệp').waitFor();
  },
  team: async (page) => {
    await page.goto('/settings/team');
    await page.locator('[data-user=owner]').waitFor();
  },
  'team-invite': async (page) => {
    await page.goto('/settings/team');
    await page.getByRole('button', { name: 'Mời một người' }).click();
    await page.getByRole('dialog').getByLabel('Tên đăng nhập').waitFor();
  },
  webhooks: async (page) => {
    await page.goto('/settings/webhooks');
    await page.getByText('Chưa báo cho ai').waitFor();
  },
  'webhooks-add': async (page) => {
    await page.goto('/settings/webhooks');
    await page.getByRole('button', { name: 'Thêm địa chỉ nhận' }).click();
    await page.getByRole('dialog').getByLabel('Là chương trình gì').waitFor();
  },
  'unknown-fields': async (page) => {
    await page.goto('/settings/unknown-fields');
    await page.getByRole('heading', { level: 1, name: /Trường chưa rõ/ }).waitFor();
  },
  households: async (page) => {
    const person = (id: string, name: string) => ({
      id,
      kind: 'person',
      name,
      roles: [],
      identifiers: [{ type: 'phone', value: `+8490123456${id}` }],
      fields: [],
      figures: { orders: 1, spent: { amount: '0', currency: 'VND' } },
    });
    const line = (field: string, level: string, weight: number, value: string, other = value) => ({
      field,
      level,
      weight,
      value,
      other,
    });
    const evidence = [
      line('home', 'equal', 12, '12 Lê Lợi, Huế'),
      line('phone', 'different', -0.2, '+84901234561', '+84901234562'),
    ];
    const pair = { party: person('1', 'Nguyễn Văn Hùng'), other: person('2', 'Trần Thị Mai'), filed_for: ['1', '2'] };
    await page.route('**/v1/household-suggestions', (route) =>
      route.fulfill({
        json: { data: [{ ...pair, shared: null, odds: 900, evidence, filed_at: '2026-01-01T00:00:00Z' }] },
      }),
    );
    await page.goto('/duplicates?view=together');
    await page.getByRole('article').waitFor();
  },
  duplicates: async (page) => {
    const party = (id: string, name: string, orders: number) => ({
      id,
      kind: 'person',
      name,
      roles: [],
      identifiers: [{ type: 'email', value: `khach${id}@example.com` }],
      fields: [],
      figures: { orders, spent: { amount: '0', currency: 'VND' } },
    });
    const line = (field: string, level: string, weight: number) => ({ field, level, weight, value: 'a1', other: 'a2' });
    const evidence = [line('name', 'equal', 6), line('birthday', 'close', 3), line('city', 'different', -2)];
    const pair = { party: party('1', 'Nguyễn An', 2), other: party('2', 'Nguyen An', 0), filed_for: ['1', '2'] };
    const shared = { type: 'phone', value: '+84901234567' };
    await page.route('**/v1/merge-suggestions', (route) =>
      route.fulfill({ json: { data: [{ ...pair, shared, odds: 250, evidence, filed_at: '2026-01-01T00:00:00Z' }] } }),
    );
    await page.goto('/duplicates');
    await page.getByRole('article').waitFor();
  },
  'duplicates-merge': async (page) => {
    await PAGES.duplicates!(page);
    await page.getByRole('button', { name: /^Gộp/ }).click();
    await page.getByRole('dialog').waitFor();
  },
  import: async (page) => {
    await page.route('**/v1/imports', (route) => route.fulfill({ json: { data: [IMPORTED], next_cursor: null } }));
    await page.goto('/import');
    await page.locator('li[data-import]').waitFor();
  },
  'import-check': async (page) => {
    await page.route('**/v1/uploads/u1**', (route) => route.fulfill({ json: UPLOADED }));
    await page.goto('/import?upload=u1');
    await page.locator('[data-counted=true]').waitFor();
    await page.getByRole('button', { name: 'Cách đọc ngày, số và chữ' }).click();
  },
  'event-types': async (page) => {
    await page.goto('/settings/event-types');
    await page.locator('[data-type=identify]').first().waitFor();
    await page.locator('summary').click();
  },
  backups: async (page) => {
    await page.route('**/v1/backups', (route) => route.fulfill({ json: { data: [BACKED_UP], possible: true } }));
    await page.goto('/settings/backups');
    await page.getByRole('listitem').getByText('12 MB').waitFor();
  },
  audit: async (page) => {
    await page.goto('/settings/audit');
    await page.locator('tr[data-action]').first().waitFor();
  },
  welcome: async (page) => {
    await page.goto('/welcome');
    await page.getByRole('heading', { level: 1 }).waitFor();
  },
  words: async (page) => {
    await page.goto('/settings/words');
    await page.locator('[data-word=customer]').waitFor();
  },
  'words-change': async (page) => {
    await page.goto('/settings/words');
    await page.locator('[data-word=birthday] button').click();
    await page.getByRole('dialog').waitFor();
  },
  holidays: async (page) => {
    await page.goto('/settings/holidays');
    await page.locator('[data-day]').first().waitFor();
  },
  'calendar-link': async (page) => {
    await page.goto('/parties');
    await namesInList(page);
    await page.locator('aside button[aria-haspopup=menu]').last().click();
    await page.getByRole('menuitem', { name: 'Đường dẫn lịch' }).click();
    await page.getByRole('dialog').waitFor();
  },
  'no-page': async (page) => {
    await page.goto('/khong/co');
    await page.getByText('Không có trang này').waitFor();
  },
  help: async (page) => {
    await page.goto('/parties');
    await namesInList(page);
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
  },
  api: async (page) => {
    await page.goto('/parties');
    await namesInList(page);
    await page.getByRole('button', { name: 'Lệnh API của trang này' }).click();
    await page.getByText('GET', { exact: false }).or(page.getByText('curl')).first().waitFor();
  },
};

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  it('the sign-in page has no serious finding', async () => {
    const page = await product.open({ signedIn: false, colorScheme });
    await page.goto('/');
    await page.getByLabel('Tên đăng nhập').waitFor();
    expect(await findings(page)).toEqual([]);
  });

  it.each(Object.entries(PAGES))('the page “%s” has no serious finding', async (name, reach) => {
    const page = await product.open({ colorScheme });
    await reach(page);
    await shot(page, `${name}-${colorScheme}`);
    expect(await findings(page)).toEqual([]);
  });

  it.each([
    'list',
    'card',
    'card-log',
    'card-correct',
    'duplicates',
    'duplicates-merge',
    'households',
    'import',
    'import-check',
    'holidays',
  ])('the page “%s” has no serious finding on a phone', async (name) => {
    const page = await product.open({
      colorScheme,
      viewport: { width: 375, height: 740 },
    });
    await PAGES[name]!(page);
    await shot(page, `phone-${name}-${colorScheme}`);
    expect(await findings(page)).toEqual([]);
  });
});

describe('the page’s policy', () => {
  it('is sent with every page, with a nonce of its own each time', async () => {
    const nonces = new Set<string>();
    for (const path of ['/', '/today', '/parties/1']) {
      const answer = await fetch(product.url + path, {
        headers: { Accept: 'text/html' },
      });
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1];
      expect(nonce).toBeTruthy();
      const page = await answer.text();
      expect(page).toContain(`content="${nonce}"`);
      expect(page).not.toContain('__CSP_NONCE__');
      nonces.add(nonce!);
    }
    expect(nonces.size).toBe(3);
  });

  it('is nowhere offended, menus, tooltips and dialogs included', async () => {
    const page = await product.open();
    await openCard(page);
    await page.getByRole('button', { name: 'Giao diện' }).click();
    await page.getByRole('menuitem', { name: 'Tối' }).click();
    await page.waitForFunction(() => document.documentElement.dataset.mantineColorScheme === 'dark');
    await page.getByRole('button', { name: 'Phím tắt' }).hover();
    await page.getByRole('tooltip').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.goto('/parties');
    await namesInList(page);
    await page.keyboard.press('p');
    await page.getByRole('dialog').getByRole('combobox', { name: 'Vai trò' }).click();
    await page.getByRole('option').first().waitFor();
    // Over all the pages that this file has opened.
    expect(product.violations).toEqual([]);
    expect(product.pageErrors).toEqual([]);
  });

  it('would notice an offence', async () => {
    const page = await product.open();
    await page.goto('/parties');
    const before = product.violations.length;
    await page.evaluate(() => {
      const style = document.createElement('style');
      style.textContent = 'body{}';
      document.head.append(style);
    });
    await expect.poll(() => product.violations.length).toBe(before + 1);
  });
});

it('loads at most 350 KB of script at first, and nothing from elsewhere', async () => {
  const page = await product.open();
  const scripts = new Map<string, number>();
  const foreign: string[] = [];
  const reads: Promise<void>[] = [];
  page.on('response', (response) => {
    if (!response.url().startsWith(product.url)) foreign.push(response.url());
    if (response.request().resourceType() === 'script')
      reads.push(response.body().then((body) => void scripts.set(response.url(), gzipSync(body, { level: 9 }).length)));
  });
  await page.goto('/parties');
  await namesInList(page);
  await Promise.all(reads);
  expect(scripts.size).toBeGreaterThan(0);
  const bytes = [...scripts.values()].reduce((sum, each) => sum + each, 0);
  console.log(`first load: ${(bytes / 1024).toFixed(1)} KB of script, compressed`);
  expect(bytes).toBeLessThanOrEqual(ENTRY_BYTES_MAX);
  expect(foreign).toEqual([]);
});
