// Other programs are told of changes: an owner adds one, sees what came of it, replaces its secret, pauses and removes it.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { change, fits, Product, shot } from './product';

interface Came {
  headers: IncomingHttpHeaders;
  body: string;
}

let product: Product;
let server: Server;
const came: Came[] = [];
let status = 204;
const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;

beforeAll(async () => {
  product = await Product.start();
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      came.push({ headers: request.headers, body });
      response.writeHead(status).end(status === 204 ? undefined : 'Chưa nhận được');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(async () => {
  server?.close();
  await product?.stop();
});

const signed = (secret: string, { headers, body }: Came) =>
  'v1,' +
  createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
    .update(`${headers['webhook-id'] as string}.${headers['webhook-timestamp'] as string}.${body}`)
    .digest('base64');

describe('webhooks', () => {
  it('are added, tested, looked at, signed anew, paused and removed', async () => {
    const page = await product.open();
    await page.goto('/settings/webhooks');
    await page.getByText('Chưa báo cho ai').waitFor();
    await shot(page, 'webhooks-none');

    // One's own network only where the business allows it.
    await page.getByRole('button', { name: 'Thêm địa chỉ nhận' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Địa chỉ', exact: true }).fill(url());
    await dialog.getByRole('button', { name: 'Thêm địa chỉ nhận' }).click();
    await dialog.getByRole('alert').getByText('Cho gửi tới máy này và mạng nội bộ').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('switch', { name: 'Cho gửi tới máy này và mạng nội bộ' }).click();
    await page.waitForFunction(async () => {
      const answer = (await (await fetch('/v1/webhooks')).json()) as { own_network: boolean };
      return answer.own_network;
    });

    await page.getByRole('button', { name: 'Thêm địa chỉ nhận' }).click();
    await dialog.getByRole('textbox', { name: 'Địa chỉ', exact: true }).fill(url());
    await dialog.getByLabel('Là chương trình gì').fill('Phần mềm kế toán');
    // Of nothing that comes by itself: what is left to be done behind the pages may still change somebody.
    const chosen = dialog.getByRole('checkbox', { checked: true });
    while ((await chosen.count()) > 0) await chosen.first().uncheck();
    await dialog.getByLabel('thông tin một người bị xóa').check();
    await shot(page, 'webhooks-add');
    await dialog.getByRole('button', { name: 'Thêm địa chỉ nhận' }).click();
    const secret = await dialog.getByLabel('Khóa ký').inputValue();
    expect(secret).toMatch(/^whsec_/);
    await page.keyboard.press('Escape');

    const item = page.locator('[data-endpoint]');
    await item.getByText('Phần mềm kế toán').waitFor();
    status = 500;
    await item.getByRole('button', { name: 'Gửi thử' }).click();
    // The page follows what the server does.
    await item.locator('[data-message][data-state=failing]').waitFor();
    await item.getByText('1 tin gửi chưa được').waitFor();
    status = 204;
    await item.getByRole('button', { name: /^Xem tin msg_/ }).click();
    await item.getByText('Trả lời: Chưa nhận được').waitFor();
    await shot(page, 'webhooks-failing');
    await item.getByRole('button', { name: 'Gửi lại', exact: true }).click();
    await item.locator('[data-message][data-state=delivered]').waitFor();
    expect(came.at(-1)!.headers['webhook-signature']).toBe(signed(secret, came.at(-1)!));
    expect(new Set(came.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    await shot(page, 'webhooks-log');

    await item.getByRole('button', { name: 'Việc khác với' }).click();
    await page.getByRole('menuitem', { name: 'Khóa ký mới' }).click();
    await dialog.getByRole('button', { name: 'Khóa ký mới' }).click();
    const fresh = await dialog.getByLabel('Khóa ký').inputValue();
    await page.keyboard.press('Escape');
    await item.getByText('Vẫn ký thêm bằng khóa cũ').waitFor();
    await item.getByRole('button', { name: 'Gửi thử' }).click();
    await item.locator('[data-message][data-state=delivered]').nth(1).waitFor();
    const both = [signed(fresh, came.at(-1)!), signed(secret, came.at(-1)!)];
    expect(came.at(-1)!.headers['webhook-signature']).toBe(both.join(' '));

    await page.setViewportSize({ width: 375, height: 740 });
    expect(await fits(page)).toBe(true);
    await shot(page, 'webhooks-phone');
    await page.setViewportSize({ width: 1280, height: 800 });

    await item.getByRole('button', { name: 'Việc khác với' }).click();
    await page.getByRole('menuitem', { name: 'Tạm dừng' }).click();
    await page.locator('[data-endpoint][data-state=disabled]').waitFor();
    expect(await item.getByRole('button', { name: 'Gửi thử' }).isDisabled()).toBe(true);

    await item.getByRole('button', { name: 'Việc khác với' }).click();
    await page.getByRole('menuitem', { name: 'Xóa' }).click();
    await dialog.getByRole('button', { name: 'Xóa' }).click();
    await page.getByText('Chưa báo cho ai').waitFor();
    await change(page, 'patch', '/v1/settings', { 'webhooks.own_network': 'no' });
  });

  it('are for owners alone', async () => {
    const page = await product.open();
    const login = `nv${Date.now().toString(36)}`;
    await change(page, 'post', '/v1/users', { login, role: 'manager' });
    const link = (await (await change(page, 'post', `/v1/users/${login}/link`, {})).json()) as { path: string };
    const theirs = await product.open({ signedIn: false });
    await theirs.goto(link.path);
    await theirs.waitForURL(/\/today/);
    expect(await theirs.getByRole('link', { name: 'Webhook' }).count()).toBe(0);
    await theirs.goto('/settings/webhooks');
    await theirs.getByText('Bạn không có quyền xem trang này').waitFor();
  });
});
