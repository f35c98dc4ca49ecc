// Pages for customers, on a small phone whose browser runs no script; and the link to them, from the card.
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { findings } from './axe';
import { change, fits, make, Product, shot, unique } from './product';

const SMALL = { viewport: { width: 320, height: 568 }, signedIn: false, javaScriptEnabled: false };
const PAGE_BYTES_MAX = 10 * 1024;

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

/** Somebody with a phone and an e-mail; a page of ours, their card, and their name. */
async function somebody() {
  const ours = await product.open();
  await ours.goto('/today');
  const name = `Lê ${unique()}`;
  const id = await make(ours, '/v1/parties', {
    name,
    phone: `09${String(Date.now()).slice(-8)}`,
    email: `${unique()}@mail.example`,
  });
  return { ours, id, name };
}

async function link(ours: Page, id: string, page: string) {
  const made = await change(ours, 'post', `/v1/parties/${id}/links`, { page });
  return ((await made.json()) as { path: string }).path;
}

/** As large as a thumb, wherever something can be pressed or ticked. */
async function thumbSized(page: Page) {
  for (const it of await page.locator('button, label, select').all())
    expect((await it.boundingBox())!.height, await it.innerText()).toBeGreaterThanOrEqual(44);
}

describe('a page for a customer', () => {
  it('takes how they wish to be contacted, on a small phone without script', async () => {
    const { ours, id } = await somebody();
    const phone = await product.open(SMALL);
    const answer = await phone.goto(await link(ours, id, 'preferences'));
    expect(gzipSync(await answer!.body()).length).toBeLessThan(PAGE_BYTES_MAX);
    expect((await answer!.body()).length).toBeLessThan(PAGE_BYTES_MAX);
    await phone.getByRole('heading', { level: 1, name: 'Anh/Chị muốn được liên hệ thế nào?' }).waitFor();
    expect(await fits(phone)).toBe(true);
    await thumbSized(phone);
    await shot(phone, 'customer-preferences');

    await phone.getByLabel('Zalo').check();
    await phone.getByLabel('Đơn hàng').check();
    await phone.getByLabel('Ngắn gọn').check();
    await phone.locator('select[name=quiet_from]').selectOption('21:00');
    await phone.getByRole('button', { name: 'Lưu lựa chọn' }).click();
    await phone.getByRole('alert').filter({ hasText: 'cả giờ bắt đầu và giờ kết thúc' }).waitFor();
    expect(await phone.getByLabel('Zalo').isChecked()).toBe(true);
    await shot(phone, 'customer-preferences-refused');
    await phone.locator('select[name=quiet_until]').selectOption('08:00');
    await phone.getByRole('button', { name: 'Lưu lựa chọn' }).click();
    await phone.getByRole('status').filter({ hasText: 'Đã lưu' }).waitFor();
    expect(await phone.getByLabel('Zalo').isChecked()).toBe(true);
    expect(await phone.getByLabel('E-mail').isChecked()).toBe(false);

    await ours.goto(`/parties/${id}`);
    await ours.getByText('Zalo · việc mua bán, giao nhận').waitFor();

    await phone.getByRole('link', { name: 'English' }).click();
    await phone.getByRole('button', { name: 'Stop all contact' }).click();
    await phone.getByText('we do not contact you any more').waitFor();
    await shot(phone, 'customer-stopped');
    // The card that is open follows.
    await ours.getByText('Không muốn được liên hệ nữa').first().waitFor();
    await shot(ours, 'card-contact-stopped');
    expect(product.violations).toEqual([]);
  });

  it('asks whether this was the right place, in two taps', async () => {
    const { ours, id, name } = await somebody();
    const phone = await product.open(SMALL);
    await phone.goto(await link(ours, id, 'first_contact'));
    await phone.getByRole('heading', { name: 'Đây có đúng là nơi Anh/Chị cần tìm không?' }).waitFor();
    await thumbSized(phone);
    await shot(phone, 'customer-first-contact');
    await phone.getByRole('button', { name: 'Chưa đúng lắm' }).click();
    await phone.getByLabel('Vài chữ là đủ').fill('Sửa <b>máy</b> pha');
    await phone.getByLabel('Liên hệ lại').check();
    expect(await fits(phone)).toBe(true);
    await shot(phone, 'customer-looking-for');
    await phone.getByRole('button', { name: 'Gửi' }).click();
    await phone.getByText('Chúng tôi đã ghi nhận').waitFor();

    await ours.goto('/today');
    await ours.locator('[data-today=follow_up]', { hasText: name }).getByText('Sửa <b>máy</b> pha').first().waitFor();
    await ours.goto(`/parties/${id}`);
    await ours.getByText('Đúng nơi cần tìm: chưa (Sửa <b>máy</b> pha, muốn được liên hệ)').first().waitFor();
    expect(product.violations).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('is accessible in %s, also when its link opens nothing', async (colorScheme) => {
    const { ours, id } = await somebody();
    const phone = await product.open({ ...SMALL, javaScriptEnabled: true, colorScheme });
    const preferences = await link(ours, id, 'preferences');
    const question = await link(ours, id, 'first_contact');
    for (const [path, name] of [
      [preferences, 'preferences'],
      [`${preferences}?done=saved&lang=en`, 'preferences-saved'],
      [question, 'first-contact'],
      [`${question}?done=no`, 'looking-for'],
      [`${question}?done=told`, 'told'],
      ['/p/nothing', 'nothing'],
    ] as const) {
      await phone.goto(path);
      expect(await findings(phone), name).toEqual([]);
      expect(await fits(phone), name).toBe(true);
      await shot(phone, `customer-${name}-${colorScheme}`);
    }
  });

  it('is opened by a link from the card, which can be taken back', async () => {
    const { ours, id } = await somebody();
    await ours.goto(`/parties/${id}`);
    await ours.getByRole('button', { name: 'Việc với thẻ này' }).click();
    await ours.getByRole('menuitem', { name: 'Đường dẫn cho khách' }).click();
    await ours.getByRole('radio', { name: 'Đây có đúng nơi cần tìm không?' }).check();
    await ours.getByRole('button', { name: 'Tạo đường dẫn' }).click();
    const address = await ours.getByLabel('Đường dẫn', { exact: true }).inputValue();
    expect(address).toMatch(/\/p\/[\w-]{55}$/);
    expect(await findings(ours)).toEqual([]);
    await shot(ours, 'customer-link');
    const phone = await product.open(SMALL);
    await phone.goto(address);
    await phone.getByRole('heading', { name: 'Đây có đúng là nơi Anh/Chị cần tìm không?' }).waitFor();
    await ours.getByRole('button', { name: 'Thu hồi mọi đường dẫn của khách' }).click();
    await ours.getByText('Đã thu hồi').waitFor();
    await phone.reload();
    await phone.getByRole('heading', { name: 'Liên kết này không còn dùng được' }).waitFor();
    await shot(phone, 'customer-link-taken-back');
  });
});
