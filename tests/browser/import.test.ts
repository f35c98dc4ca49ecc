// A file through the page: dropped, looked at, put right, imported, found, undone; and what goes wrong on the way.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { fits, plain, Product, shot, unique } from './product';

const SHARED = process.env.GANBO_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const RETAIL = `${SHARED}/data/online_retail/online_retail.csv.gz`;
const PHONE = { viewport: { width: 390, height: 844 } };

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

async function choose(page: Page, name: string, content: string | Buffer) {
  await page.goto('/import');
  await page.getByRole('button', { name: 'Chọn tệp' }).waitFor();
  await page.setInputFiles('input[type=file]', { name, mimeType: 'text/csv', buffer: Buffer.from(content) });
}

/** Looked at, as it is asked for now. */
const counted = (page: Page) => page.locator('[data-counted=true]').waitFor();

/** The demo business takes a file only when told. */
async function tickDemo(page: Page) {
  const tick = page.getByLabel('Tôi hiểu, vẫn nhập vào dữ liệu dùng thử');
  if (await tick.count()) await tick.check();
}

async function importIt(page: Page) {
  await tickDemo(page);
  await page.getByRole('button', { name: 'Nhập tệp này' }).click();
  const done = page.locator('section[data-import]');
  await done.waitFor();
  return (await done.getAttribute('data-import'))!;
}

async function undo(page: Page, id: string) {
  const line = page.locator(`li[data-import="${id}"]`);
  await line.getByRole('button', { name: /^Hoàn lại/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Hoàn lại' }).click();
  await page.locator(`li[data-import="${id}"][data-state=undone]`).waitFor();
}

/** Customers of this test alone, their birthdays with the day first. */
function customers(word: string) {
  return [
    'Mã KH,Họ và tên,SĐT,Ngày sinh,Ghi chú riêng',
    `${word}1,Nguyễn Thị Ánh ${word},0911${digits()},03/04/1990,thích cà phê đậm`,
    `${word}2,Trần Đức Hoà ${word},0912${digits()},25/12/1985,<img src=x onerror=alert(1)>`,
    `${word}3,Lê Văn Sai ${word},0913${digits()},31/02/1990,`,
  ].join('\n');
}
const digits = () => String(Math.floor(Math.random() * 1e6)).padStart(6, '0');

/** Files as people have them, which the reader's own tests read, too. */
const example = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../src/imports/formats/${path}`, import.meta.url)));

describe('a file that is no table of text', () => {
  it('a workbook is looked at, imported and undone', async () => {
    const page = await product.open();
    await choose(page, 'Hoá đơn.xlsx', example('xlsx/example.xlsx'));
    const panel = page.locator('section', { hasText: 'Hoá đơn.xlsx' }).first();
    await panel.getByText('Số hoá đơn').waitFor();
    await panel.getByText('Cà phê, rang').waitFor();
    await counted(page);
    await shot(page, 'import-workbook');
    const id = await importIt(page);
    await page.getByText(/dòng đã vào/).waitFor();
    await page.goto('/import');
    await undo(page, id);
  });

  it('contacts of a phone become people, and are gone again', async () => {
    const page = await product.open(PHONE);
    await choose(page, 'danh bạ.vcf', example('vcard/example.vcf'));
    await counted(page);
    await page.getByText('Nguyễn Văn Đạt').first().waitFor();
    await shot(page, 'import-contacts-phone');
    const id = await importIt(page);
    await page.getByText(/dòng đã vào/).waitFor();
    await page.goto(`/parties?search=${encodeURIComponent('nguyen van dat')}`);
    await page.getByRole('link', { name: 'Nguyễn Văn Đạt', exact: true }).first().click();
    await page.getByText('024 3825 1234').first().waitFor();
    await page.goto('/import');
    await undo(page, id);
  });
});

describe('a file of customers', () => {
  it('is looked at, put right, imported, found without diacritics, and undone', async () => {
    const word = `Nh${unique()}`;
    const page = await product.open();
    await choose(page, 'khách hàng.csv', customers(word));
    await counted(page);
    const panel = page.getByRole('region', { name: 'khách hàng.csv' });
    expect(await panel.getByLabel('Tệp này chứa').inputValue()).toBe('parties');
    expect(await panel.getByLabel('Cột “Họ và tên” là gì').inputValue()).toBe('name');
    expect(await panel.getByText('→ 3 thg 4, 1990').count(), 'the day first').toBe(1);
    expect(await panel.getByText('<img src=x onerror=alert(1)>').count(), 'shown as text').toBe(1);
    await panel.getByText('Sẽ nhập 2 trên 3 dòng').waitFor();
    await panel.getByText('Dòng 3:').waitFor();
    await shot(page, 'import-check');

    // The column that was left out gets a use, and the counting follows.
    await panel.getByLabel('Cột “Ghi chú riêng” là gì').selectOption({ label: 'Ghi chú về khách' });
    await panel.locator('[data-field=description]').waitFor();
    await counted(page);
    expect(await panel.getByRole('button', { name: 'Nhập tệp này' }).isDisabled(), 'the demo is told first').toBe(
      (await panel.getByLabel('Tôi hiểu').count()) === 1,
    );
    const id = await importIt(page);
    await page.getByText('2 dòng đã vào').waitFor();
    await page.getByText('1 dòng không nhập được').waitFor();
    await shot(page, 'import-done');

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Tải danh sách lỗi' }).first().click();
    const errors = readFileSync(await (await download).path(), 'utf8');
    expect(errors).toMatch(/^\uFEFFDòng,Cột,Quy tắc,Lý do\n3,Ngày sinh,\w+,"“Ngày sinh” .*31\/02\/1990/);

    await page.getByRole('button', { name: 'Xem khách' }).click();
    await page.locator('input[data-search]').fill(plain(`nguyen thi anh ${word}`).toLowerCase());
    const found = page.getByRole('link', { name: `Nguyễn Thị Ánh ${word}` });
    await found.waitFor();
    await found.click();
    await page.getByRole('heading', { level: 1, name: `Nguyễn Thị Ánh ${word}` }).waitFor();

    await page.goto('/import');
    await undo(page, id);
    await shot(page, 'import-undone');
    const left = await page.request.get(`/v1/parties?search=${encodeURIComponent(plain(word))}`);
    expect(((await left.json()) as { data: object[] }).data).toEqual([]);
  });

  it('is imported whoever watches: the page may be closed', async () => {
    const word = `Dg${unique()}`;
    const page = await product.open();
    const rows = Array.from({ length: 20_000 }, (_, n) => `${word}${n},Khách ${n} ${word}`);
    await choose(page, 'dài.csv', ['Mã KH,Họ tên', ...rows].join('\n'));
    await counted(page);
    await tickDemo(page);
    await page.getByRole('button', { name: 'Nhập tệp này' }).click();
    await page.getByText('Bạn có thể đóng trang này').waitFor();
    await shot(page, 'import-importing');
    const { context, url } = { context: page.context(), url: page.url() };
    await page.close();
    const later = await context.newPage();
    await later.goto(url);
    const done = later.locator('section[data-import]');
    await done.waitFor({ timeout: 60_000 });
    await later.getByText('20.000 dòng đã vào').waitFor();
    await undo(later, (await done.getAttribute('data-import'))!);
  });
});

describe('what goes wrong', () => {
  it('a picture is refused with a sentence, and may be discarded', async () => {
    const page = await product.open();
    await choose(page, 'ảnh.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0]));
    await page.getByRole('alert').getByText('Không đọc được tệp này.').waitFor();
    expect(await page.getByRole('button', { name: 'Nhập tệp này' }).isDisabled()).toBe(true);
    await shot(page, 'import-refused');
    await page.getByRole('button', { name: 'Bỏ tệp' }).click();
    await page.getByRole('button', { name: 'Chọn tệp' }).waitFor();
    await page.locator('[data-upload="ảnh.jpg"]').waitFor({ state: 'detached' });
  });

  it('a file that says nothing of who it is about is put right on the page', async () => {
    const page = await product.open();
    await choose(page, 'lạ.csv', `cột một,cột hai\nPhạm Quỳnh,lan${unique()}@example.com\n`);
    await page.getByRole('alert').getByText('Chưa rõ tệp chứa gì').waitFor();
    await page.getByLabel('Tệp này chứa').selectOption('parties');
    await page.getByRole('alert').getByText('Chưa cột nào nói đó là ai').waitFor();
    await page.getByLabel('Cột “cột một” là gì').selectOption('name');
    await page.getByLabel('Cột “cột hai” là gì').selectOption('email');
    await page.getByText('Sẽ nhập 1 trên 1 dòng').waitFor();
    await page.getByRole('button', { name: 'Bỏ tệp' }).click();
  });

  it('a sheet of 300 columns shows those in use, and all when asked', async () => {
    const page = await product.open(PHONE);
    const head = ['Mã KH', 'Họ tên', ...Array.from({ length: 298 }, (_, n) => `Cột thừa ${n}`)];
    await choose(page, 'rộng.csv', `${head.join(',')}\n${head.map((_, n) => `v${n}`).join(',')}\n`);
    await page.getByText('Còn 298 cột bị bỏ qua').waitFor();
    expect(await fits(page)).toBe(true);
    await shot(page, 'import-wide-phone');
    await page.getByRole('button', { name: 'Hiện cả' }).click();
    await page.getByLabel('Cột “Cột thừa 297” là gì').waitFor();
    await page.getByRole('button', { name: 'Bỏ tệp' }).click();
  });

  it('a session that ends while the file is sent loses nothing', async () => {
    const page = await product.open();
    const word = `Ph${unique()}`;
    const rows = Array.from({ length: 60_000 }, (_, n) => `${word}${n},Khách hàng có tên khá dài số ${n} của ${word}`);
    await page.goto('/import');
    // From the second part on the session has ended.
    let refused = 0;
    let parts = 0;
    await page.route(/\/v1\/uploads\/\w+\?offset/, (route) => {
      if (++parts < 2) return route.continue();
      refused++;
      return route.fulfill({ status: 401, json: { code: 'unauthorized', status: 401, detail: 'No session.' } });
    });
    await page.setInputFiles('input[type=file]', {
      name: 'phiên.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['Mã KH,Họ tên', ...rows].join('\n')),
    });
    await page.getByLabel('Tên đăng nhập').waitFor();
    expect(refused).toBe(1);
    await page.unroute(/\/v1\/uploads\/\w+\?offset/);
    // Signing in again: the session of the test still stands with the server.
    await page.route('**/v1/session', async (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ response: await page.request.get('/v1/session') })
        : route.continue(),
    );
    await page.getByLabel('Tên đăng nhập').fill('owner');
    await page.getByLabel('Mật khẩu', { exact: true }).fill('x');
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.getByText('Sẽ nhập 60.000 trên 60.000 dòng').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Bỏ tệp' }).click();
  });
});

it('on a phone in the dark, in English, nothing stands beyond the window', async () => {
  const page = await product.open({ ...PHONE, colorScheme: 'dark', locale: 'en-GB' });
  await page.addInitScript(() => localStorage.setItem('ganbo.language', 'en'));
  await page.goto('/import');
  await page.getByRole('button', { name: 'Choose a file' }).waitFor();
  expect(await fits(page)).toBe(true);
  await shot(page, 'import-phone-dark');
  await page.setInputFiles('input[type=file]', {
    name: 'customers with a rather long name of 2026 - final - corrected.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(customers(`En${unique()}`)),
  });
  await counted(page);
  expect(await fits(page)).toBe(true);
  await page.locator('main').evaluate((main) => main.querySelector('[class*=page]')?.scrollTo(0, 0));
  await shot(page, 'import-check-phone-dark');
  await page.getByRole('button', { name: 'Discard the file' }).scrollIntoViewIfNeeded();
  await shot(page, 'import-check-phone-dark-end');
  await page.getByRole('button', { name: 'Discard the file' }).click();
});

it.skipIf(!existsSync(RETAIL))('a piece of a known public file is recognised, imported and undone', async () => {
  const lines = gunzipSync(readFileSync(RETAIL)).toString('utf8').split('\n');
  const page = await product.open();
  await choose(page, 'online_retail.csv', lines.slice(0, 401).join('\n'));
  await counted(page);
  await page.getByText('Nhận ra bố cục có sẵn: online_retail').waitFor();
  expect(await page.getByLabel('Tệp lấy từ đâu').inputValue()).toBe('online_retail');
  await page.getByText('Sẽ nhập 400 trên 400 dòng').waitFor();
  await shot(page, 'import-retail');
  const id = await importIt(page);
  await page.getByText(/400 dòng đã (vào|có từ trước)/).waitFor();
  await undo(page, id);
});
