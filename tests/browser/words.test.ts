// An owner adds a role and a kind of key date, says how long before each is reminded of, and finds them in forms.
import { fits, Product, shot } from './product';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

describe('the words of the business', () => {
  it('are added, renamed, retired, and offered where something is logged', async () => {
    const page = await product.open();
    await page.goto('/settings/words');
    await page.getByRole('heading', { name: 'Vai trò và ngày đáng nhớ', level: 1 }).waitFor();
    const kinds = page.getByRole('region', { name: 'Loại ngày đáng nhớ và nhắc trước' });
    await kinds.locator('[data-word=birthday]').getByText('trước 7 ngày').waitFor();

    // When a birthday is reminded of.
    await kinds.getByRole('button', { name: 'Sửa “Sinh nhật”' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('textbox').count()).toBe(1);
    await dialog.getByLabel('Nhắc trước, số ngày').fill('14');
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    await kinds.locator('[data-word=birthday]').getByText('trước 14 ngày').waitFor();

    // A kind of its own.
    await kinds.getByRole('button', { name: 'Thêm loại ngày' }).click();
    await dialog.getByLabel('Nhãn tiếng Việt').fill('Hết bảo hành');
    await dialog.getByLabel('Nhãn tiếng Anh').fill('Warranty ends');
    await dialog.getByLabel('Nhắc trước, số ngày').fill('20');
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    await kinds.locator('[data-word=warranty_ends]').getByText('trước 20 ngày').waitFor();

    // A role of its own: one language serves for both.
    const roles = page.getByRole('region', { name: 'Vai trò', exact: true });
    await roles.getByRole('button', { name: 'Thêm vai trò' }).click();
    await dialog.getByLabel('Nhãn tiếng Việt').fill('Hàng xóm');
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    await roles.locator('[data-word=hang_xom]').getByText('Hàng xóm').waitFor();
    // Another of the same name would be the same one: it is not changed by adding.
    await roles.getByRole('button', { name: 'Thêm vai trò' }).click();
    await dialog.getByLabel('Nhãn tiếng Việt').fill('Hàng Xóm');
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    await dialog.getByText('Đã có tên này rồi.').waitFor();
    await page.keyboard.press('Escape');
    await shot(page, 'words');
    await page.setViewportSize({ width: 375, height: 740 });
    expect(await fits(page)).toBe(true);
    await shot(page, 'words-phone');
    await page.setViewportSize({ width: 1280, height: 800 });

    // Whoever is added may be one, and the card says so in words.
    await page.goto('/parties');
    await page.getByRole('button', { name: 'Thêm người hoặc tổ chức' }).click();
    await dialog.getByRole('textbox', { name: 'Họ và tên' }).fill('Đỗ Thị Nhà Bên');
    await dialog.getByRole('combobox', { name: 'Vai trò' }).click();
    await page.getByRole('option', { name: 'Hàng xóm' }).click();
    await dialog.getByRole('button', { name: 'Thêm và mở thẻ' }).click();
    await page.getByRole('heading', { level: 1, name: 'Đỗ Thị Nhà Bên' }).waitFor();
    await page.getByText('Hàng xóm').first().waitFor();

    // A retired one is offered no more.
    await page.goto('/settings/words');
    await roles.getByRole('button', { name: 'Sửa “Hàng xóm”' }).click();
    await dialog.getByRole('switch', { name: 'Ngưng dùng' }).click();
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    await roles.locator('[data-word=hang_xom][data-retired=true]').waitFor();
  });

  it('are refused by the server with a sentence at the field', async () => {
    const page = await product.open();
    await page.goto('/settings/words');
    const kinds = page.getByRole('region', { name: 'Loại ngày đáng nhớ và nhắc trước' });
    await kinds.getByRole('button', { name: 'Thêm loại ngày' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Nhãn tiếng Việt').fill('Khiếu nại');
    await dialog.getByLabel('Nhãn tiếng Anh').fill('Complaint');
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    await dialog.getByText('Tên này đã có nghĩa khác').waitFor();
    expect(await dialog.getByLabel('Nhãn tiếng Việt').inputValue()).toBe('Khiếu nại');
  });
});
