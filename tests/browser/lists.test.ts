// Lists of people: narrowed, sorted, with chosen columns, kept as a view, taken home as a file.
import type { Page } from 'playwright-core';
import { fits, make, namesInList, openList, Product, shot, unique } from './product';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

const total = async (page: Page) => {
  const said = await page.locator('header h1 + span').textContent();
  return Number(said?.replace(/\D/g, ''));
};

/** Two that nobody else of any run is like, by their position. */
async function somePeople(page: Page) {
  const title = `Chức ${unique()}`;
  const [first, second] = [`An ${unique()}`, `Bình ${unique()}`];
  for (const [name, orders] of [
    [first, 1],
    [second, 3],
  ] as const) {
    const id = await make(page, '/v1/parties', { name, title });
    for (let order = 0; order < orders; order++)
      await make(page, `/v1/parties/${id}/touchpoints`, { type: 'visit', properties: { text: `lần ${order}` } });
  }
  return { title, first, second };
}

async function filterBy(page: Page, field: string, operator: string) {
  await page.getByPlaceholder('Lọc theo…').last().click();
  await page.keyboard.type(field);
  await page.getByRole('option', { name: field, exact: true }).click();
  await page.getByRole('combobox', { name: 'So sánh' }).last().selectOption({ label: operator });
}

describe('a list', () => {
  it('is narrowed by what people fill in, says so in words, and is the same when the address is opened', async () => {
    const page = await product.open();
    await openList(page);
    const { title, first, second } = await somePeople(page);
    const everybody = await total(page);
    await page.getByRole('button', { name: 'Lọc', exact: true }).click();
    await filterBy(page, 'Chức vụ', 'là');
    await page.getByRole('textbox', { name: 'Giá trị' }).fill(title.toUpperCase());
    await page.waitForFunction(() => document.querySelectorAll('[role=row][data-index]').length === 2);
    expect((await namesInList(page)).sort()).toEqual([first, second].sort());
    expect(await total(page)).toBe(2);
    expect(everybody).toBeGreaterThan(100);
    await shot(page, 'list-filter');

    // Closed, the panel leaves the condition in words; one press takes it away.
    await page.getByRole('button', { name: 'Lọc', exact: true }).click();
    const chip = page.getByRole('button', { name: new RegExp(`^Chức vụ: ${title}`, 'i') });
    await chip.waitFor();
    await page.reload();
    await page.waitForFunction(() => document.querySelectorAll('[role=row][data-index]').length === 2);
    await chip.click();
    await page.waitForFunction(() => document.querySelectorAll('[role=row][data-index]').length > 2);
    expect(new URL(page.url()).searchParams.has('where')).toBe(false);
  });

  it('is sorted by the head of a column, one way, the other, and by name again', async () => {
    const page = await product.open();
    await openList(page);
    const spent = page.getByRole('columnheader', { name: 'Đã mua' });
    const amounts = async () => {
      const texts = await page.locator('[role=row][data-index] [data-column=spent]').allTextContents();
      return texts.slice(0, 10).map((text) => Number(text.replace(/\D/g, '')));
    };
    await spent.getByRole('button').click();
    await page.waitForURL(/sort=-spent/);
    await page.locator('[role=columnheader][aria-sort=descending]').waitFor();
    await page.waitForFunction(() => document.querySelector('[data-stale=false]') !== null);
    const highest = await amounts();
    expect(highest).toEqual([...highest].sort((a, b) => b - a));
    expect(highest[0]).toBeGreaterThan(0);
    await spent.getByRole('button').click();
    await page.waitForURL(/sort=spent/);
    await page.locator('[role=columnheader][aria-sort=ascending]').waitFor();
    await page.waitForFunction(() => document.querySelector('[data-stale=false]') !== null);
    const lowest = await amounts();
    expect(lowest).toEqual([...lowest].sort((a, b) => a - b));
    expect(lowest[0]).toBeLessThan(highest[0]!);
    await spent.getByRole('button').click();
    await page.waitForFunction(() => !new URL(location.href).searchParams.has('sort'));
  });

  it('shows chosen columns, is kept as a view, and is taken home as a file', async () => {
    const page = await product.open();
    await openList(page);
    const { title, first, second } = await somePeople(page);
    await page.goto(`/parties?where=${encodeURIComponent(`title:is:${title}`)}&sort=-touchpoints`);
    await page.waitForFunction(() => document.querySelectorAll('[role=row][data-index]').length === 2);
    await page.getByRole('button', { name: 'Cột', exact: true }).click();
    await page.getByRole('textbox', { name: 'Tìm cột' }).fill('so lan');
    await page.getByRole('checkbox', { name: 'Số lần tiếp xúc' }).check();
    await page.getByRole('textbox', { name: 'Tìm cột' }).fill('chuc');
    await page.getByRole('checkbox', { name: 'Chức vụ' }).check();
    await page.getByRole('textbox', { name: 'Tìm cột' }).fill('');
    // The usual columns are ticked, too, until somebody takes them away.
    const ticked = page.getByRole('checkbox', { checked: true });
    await expect.poll(() => ticked.count()).toBe(8);
    const labels = await ticked.evaluateAll((boxes) =>
      boxes.map((box) => (box as HTMLInputElement).labels![0]!.textContent),
    );
    for (const label of labels)
      if (!['Số lần tiếp xúc', 'Chức vụ'].includes(label))
        await page.locator('label', { hasText: new RegExp(`^${label}$`) }).click();
    await expect.poll(() => ticked.count()).toBe(2);
    await page.keyboard.press('Escape');
    await page.getByRole('columnheader', { name: 'Chức vụ' }).waitFor();
    await page.locator('[role=row][data-index="0"] [data-place="1"]', { hasText: title }).waitFor();
    expect(await namesInList(page)).toEqual([second, first]);
    expect(await page.getByRole('columnheader').count()).toBe(3);

    const name = `Xem ${unique()}`;
    await page.getByRole('button', { name: 'Chế độ xem' }).click();
    await page.getByRole('menuitem', { name: 'Lưu danh sách này…' }).click();
    await page.getByRole('textbox', { name: 'Tên', exact: true }).fill(name);
    await page.getByRole('dialog').getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.getByRole('button', { name, exact: true }).waitFor();
    await page.goto('/parties');
    await page.waitForFunction(() => document.querySelectorAll('[role=row][data-index]').length > 2);
    await page.getByRole('button', { name: 'Chế độ xem' }).click();
    await page.getByRole('menuitem', { name }).click();
    await page.waitForFunction(() => document.querySelectorAll('[role=row][data-index]').length === 2);
    expect(await namesInList(page)).toEqual([second, first]);
    await shot(page, 'list-columns');

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Tải danh sách này về (CSV)' }).click(),
    ]);
    const lines = await (await download.createReadStream()).setEncoding('utf8').toArray();
    const rows = lines.join('').trimEnd().split('\r\n');
    expect(rows[0]).toBe('\ufeffTên,Số lần tiếp xúc,Chức vụ');
    expect(rows.slice(1).map((row) => row.split(',')[0])).toEqual([second, first]);

    await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('button', { name: `Xoá “${name}”` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Xoá', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Chế độ xem' }).waitFor();
  });

  it('is edited as a whole: shown first, then made, and undone on the page of imports', async () => {
    const page = await product.open();
    await openList(page);
    const { title, first, second } = await somePeople(page);
    await page.goto(`/parties?where=${encodeURIComponent(`title:is:${title}`)}&columns=industry`);
    await page.waitForFunction(() => document.querySelectorAll('[role=row][data-index]').length === 2);
    await page.getByRole('button', { name: 'Sửa hàng loạt' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByPlaceholder('Chọn…').click();
    await page.keyboard.type('nganh');
    await page.getByRole('option', { name: 'Ngành nghề' }).click();
    await dialog.getByRole('textbox', { name: 'Ngành nghề' }).fill('Quán cà phê');
    await dialog.getByRole('button', { name: 'Xem trước' }).click();
    await dialog.getByRole('cell', { name: first }).waitFor();
    await dialog.getByRole('cell', { name: second }).waitFor();
    await shot(page, 'bulk-edit');
    await dialog.getByRole('button', { name: 'Sửa 2 thẻ' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Đang sửa 2 thẻ.').waitFor();
    // The list follows by itself.
    await page.waitForFunction(
      () =>
        [...document.querySelectorAll('[data-place="0"]')].filter((cell) => /Quán cà phê/.test(cell.textContent))
          .length === 2,
    );
    await page.goto('/import');
    await page.getByText('industry = "Quán cà phê" (2)').first().waitFor();
    await shot(page, 'bulk-edit-imports');
  });

  it('fits a phone, with a filter open and columns chosen', async () => {
    const page = await product.open({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    await page.goto('/parties?where=orders%3Aat_least%3A2&sort=-spent&columns=spent,last_order_at,orders');
    await namesInList(page);
    expect(await fits(page)).toBe(true);
    await shot(page, 'phone-list');
    await page.getByRole('button', { name: 'Lọc', exact: true }).click();
    await page.getByRole('combobox', { name: 'So sánh' }).waitFor();
    expect(await fits(page)).toBe(true);
    await shot(page, 'phone-list-filter');
  });
});
