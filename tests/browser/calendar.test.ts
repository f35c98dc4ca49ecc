// The calendar of all: what somebody's card says comes on a day stands on that day.
import { fits, make, Product, shot, unique } from './product';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterEach(({ task }) => product?.closePages(task.result?.state === 'fail' ? task.name : undefined));
afterAll(() => product?.stop());

describe('the calendar', () => {
  it('shows a date in its month, its week and its list, by both calendars', async () => {
    const page = await product.open();
    await page.goto('/calendar');
    const name = `Vũ ${unique()}`;
    const id = await make(page, '/v1/parties', { name });
    await make(page, `/v1/parties/${id}/touchpoints`, {
      type: 'key_date',
      properties: { name: 'Khai trương', day: '2020-02-17', occasion: 'anniversary', yearly: true },
    });
    // 17 February 2026 is Tết, by computation of its own in the server.
    await page.goto('/calendar?day=2026-02-10');
    const day = page.locator('[data-day="2026-02-17"]');
    await day.getByText('1/1', { exact: true }).waitFor();
    expect(await day.getAttribute('data-off')).toBe('true');
    await shot(page, 'calendar');

    await page.goto('/calendar?view=week&day=2027-02-17');
    const week = page.locator('[data-day="2027-02-17"]');
    await week.getByText(name).waitFor();
    expect(await page.locator('[data-day]').count()).toBe(7);
    await page.keyboard.press('j');
    await page.waitForURL(/day=2027-02-24/);
    await page.goBack();
    await week.getByText(name).click();
    await page.waitForURL(new RegExp(`/parties/${id}`));
  });

  it('fits a phone', async () => {
    const page = await product.open({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    await page.goto('/calendar');
    await page.locator('[data-day]').first().waitFor();
    expect(await fits(page)).toBe(true);
    await shot(page, 'phone-calendar');
    await page.getByText('Danh sách', { exact: true }).click();
    await page.waitForURL(/view=list/);
    expect(await fits(page)).toBe(true);
    await shot(page, 'phone-calendar-list');
  });
});
