// Today: whom to turn to, by keyboard; what comes of a line, and taking it back.
import type { Page } from 'playwright-core';
import { change, fits, make, Product, shot, unique } from './product';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

/** Somebody with a complaint so old that their line stands high; the name of their line. */
async function complaint(page: Page) {
  const name = `Trần ${unique()}`;
  await page.goto('/today');
  const id = await make(page, '/v1/parties', { name, phone: `09${String(Date.now()).slice(-8)}` });
  await make(page, `/v1/parties/${id}/touchpoints`, {
    type: 'complaint_raised',
    occurred_at: new Date(Date.now() - 30 * 86_400_000).toISOString(),
    properties: { text: 'Giao nhầm hạt' },
  });
  await page.reload();
  const line = page.locator('[data-today=complaint]', { hasText: name });
  await line.waitFor();
  return { name, line, id };
}

describe('a line of today', () => {
  it('says who, why and what to do, and is done with by keyboard', async () => {
    const page = await product.open();
    const { line, name, id } = await complaint(page);
    await line.click();
    await page.getByText('xin lỗi và hẹn rõ').waitFor();
    expect(await line.getByText('Giao nhầm hạt').count()).toBeGreaterThan(0);
    await shot(page, 'today');

    await page.keyboard.press('s');
    await page.getByRole('menuitem', { name: 'Tuần sau' }).click();
    await line.waitFor({ state: 'detached' });
    await page.getByText(`Để sau: ${name}`).waitFor();
    await page.keyboard.press('u');
    await line.waitFor();

    // Done means that the complaint is resolved: it asks what was done, and closes it on the card.
    await page.keyboard.press('d');
    await page.getByRole('dialog').waitFor();
    await page.getByLabel('Việc đã làm').fill('Đã đổi đúng hạt');
    await page.keyboard.press('Control+Enter');
    await line.waitFor({ state: 'detached' });
    const card = (await (await page.request.get(`/v1/parties/${id}`)).json()) as { open: unknown[] };
    expect(card.open).toEqual([]);
    const { data } = (await (await page.request.get(`/v1/parties/${id}/timeline`)).json()) as {
      data: { type: string; envelope: { exposure?: string } }[];
    };
    expect(data[0]!.type).toBe('complaint_resolved');
    expect(data[0]!.envelope.exposure).toMatch(/^\d+$/);
    // What stands on the timeline is not taken back from here.
    await page
      .getByRole('status')
      .filter({ hasText: `Xong với ${name}` })
      .waitFor();
    expect(await page.getByRole('button', { name: 'Hoàn tác' }).count()).toBe(0);
  });

  it('is left aside with a reason, which the button in the sentence takes back', async () => {
    const page = await product.open();
    const { line } = await complaint(page);
    await line.click();
    await line.getByRole('button', { name: 'Không cần' }).click();
    await page.getByRole('menuitem', { name: 'Chưa phải lúc' }).click();
    await line.waitFor({ state: 'detached' });
    await page.getByRole('status').getByRole('button', { name: 'Hoàn tác' }).click();
    await line.waitFor();
  });

  it('is moved to by arrows and letters, and opens the card', async () => {
    const page = await product.open();
    await complaint(page);
    const place = () =>
      page.locator('[data-today]').evaluateAll((lines) => lines.findIndex((line) => line.dataset.chosen === 'true'));
    expect(await place()).toBe(0);
    await page.keyboard.press('j');
    expect(await place()).toBe(1);
    await page.keyboard.press('ArrowDown');
    expect(await place()).toBe(2);
    await page.keyboard.press('k');
    expect(await place()).toBe(1);
    await page.keyboard.press('o');
    await page.waitForURL(/\/parties\/\d+/);
    // By a press, too: on a line that is not chosen, whose neighbours move when it is.
    await page.goBack();
    await page.locator('[data-today][data-chosen=false] a').nth(2).click();
    await page.waitForURL(/\/parties\/\d+/);
  });

  it('fits a phone, with targets for thumbs', async () => {
    const page = await product.open({ viewport: { width: 390, height: 844 }, hasTouch: true });
    const { line } = await complaint(page);
    await line.click();
    expect(await fits(page)).toBe(true);
    for (const box of await line
      .getByRole('button')
      .evaluateAll((all) => all.map((it) => it.getBoundingClientRect().height)))
      expect(box).toBeGreaterThanOrEqual(44);
    await shot(page, 'phone-today');
  });

  it('is decided on without a connection, and what is decided is sent once', async () => {
    const page = await product.open();
    const { line, name, id } = await complaint(page);
    await line.click();
    await page.context().setOffline(true);
    await page.getByText('Mất kết nối với máy chủ.').waitFor();
    const putOff = async () => {
      await page.keyboard.press('s');
      await page.getByRole('menuitem', { name: 'Tuần sau' }).click();
      await line.waitFor({ state: 'detached' });
      await page.getByText('1 thay đổi đang chờ gửi').waitFor();
    };
    await putOff();
    await page.keyboard.press('u');
    await line.waitFor();
    await page.getByText('đang chờ gửi').waitFor({ state: 'detached' });
    await putOff();
    await shot(page, 'today-offline');
    await page.context().setOffline(false);
    await page.getByText('đang chờ gửi').waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('[data-today]').first().waitFor();
    expect(await line.count()).toBe(0);
    const asked = await change(page, 'post', '/v1/query', {
      sql: `select count(*) as acts from exposures where party_id = ${id} and act = 'snoozed'`,
    });
    expect(await asked.text(), name).toContain('1');
  });
});
