// A card on paper: one page of the size that was chosen, with nothing of what is around it on the screen.
import { Product, namesInList } from './product';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

/** Width and height of the pages of a PDF, in points, as its page objects say. */
const pagesOf = (pdf: Buffer) =>
  [...pdf.toString('latin1').matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(([, width, height]) => [
    Math.round(Number(width)),
    Math.round(Number(height)),
  ]);

describe('a printed card', () => {
  it('is one page of A5 or A4, without the navigation', async () => {
    const page = await product.open();
    await page.goto('/parties');
    const [name] = await namesInList(page);
    await page.locator('[role=row][data-index] a').first().click();
    await page.waitForURL(/\/parties\/\d+$/);
    await page.getByRole('button', { name: 'Việc với thẻ này' }).click();
    await page.getByRole('menuitem', { name: 'In thẻ' }).click();
    await page.waitForURL(/\/print$/);
    const sheet = page.getByRole('article', { name: 'Thẻ để in' });
    await sheet.getByRole('heading', { name: name! }).waitFor();
    await sheet.getByRole('row').first().waitFor();
    expect(pagesOf(await page.pdf({ preferCSSPageSize: true }))).toEqual([[420, 595]]);
    await page.getByText('A4', { exact: true }).click();
    await page.locator('article[data-size=a4]').waitFor();
    expect(pagesOf(await page.pdf({ preferCSSPageSize: true }))).toEqual([[595, 842]]);

    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await sheet.isVisible()).toBe(true);
  });
});
