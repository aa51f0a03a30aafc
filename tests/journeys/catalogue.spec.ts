// The public's catalogue: names typed with and without marks, suggestions, filters, pages that go on
// exactly, a product and its producer; with and without JavaScript, at 360 and 1280 px.
import type { Page } from '@playwright/test';
import { button, expect, link, test, type House } from './house';
import { look } from './look';
import { World } from './world';

test.use({ stage: 'catalogue' });
test.describe.configure({ timeout: 240_000 });

const BEST = { 8: '3', 4.1: '3', 4.3: '4', 10: '2', 7: '2', 12: '1' };
const SMALL = Array.from({ length: 23 }, (_, i) => `Trà số ${i + 10}`);
const NAMES = ['Nước mắm Hòa Đức', 'Mật ong Quý Lý', 'Mật ông già', ...SMALL];

// All of them decided on in one meeting, with one paper.
async function make(house: House): Promise<void> {
  const world = World.of(house);
  const cases: string[] = [];
  for (const name of NAMES) cases.push(await world.accepted(name));
  const meeting = await world.scoring('Phiên của danh mục', NAMES, []);
  for (const at of cases) await world.vote('chutich', `${meeting}/phieu/${at.split('/').pop()}`, BEST);
  await world.close(meeting);
  await (await world.desk('thuky')).must(`${meeting}/bien-ban`, {});
  const desk = await world.desk('tinh');
  const page = await desk.read('/quyet-dinh/them');
  const form = new URLSearchParams({ _khoa: await desk.key(), so: '77/QĐ-UBND', nguoi_ky: 'Lê Văn Ký' });
  for (const name of ['ngay_ky', 'co_quan', 'chuc_vu']) {
    form.set(name, new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(page)![1]);
  }
  for (const found of page.matchAll(/name="ho_so" value="(\d+)"/g)) form.append('ho_so', found[1]);
  const reply = await desk.http.post('/quyet-dinh/them', { data: form.toString(), maxRedirects: 0,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
  expect(reply.status()).toBe(303);
}

let made: Promise<void> | undefined;
test.beforeEach(async ({ house }) => { await (made ??= make(house)); });

const cards = (page: Page) => page.locator('main .cards h3');

async function search(page: Page, words: string): Promise<void> {
  await page.getByRole('main').getByLabel('Tên sản phẩm, chủ thể hoặc xã').fill(words);
  await button(page, 'Tìm').tap();
  await expect(page.locator('main .found')).toContainText(`khớp “${words}”`);
}

test('gõ không dấu, sai chỗ đặt dấu, y hay i đều tìm được', async ({ visitor }) => {
  const page = await visitor({ script: false });
  await page.goto('/san-pham');
  for (const words of ['nuoc mam hoa duc', 'NƯỚC MẮM HOÀ ĐỨC', 'duc hoa', 'nuoc ma']) {
    await search(page, words);
    await expect(cards(page)).toHaveText(['Nước mắm Hòa Đức']);
  }
  await search(page, 'mat ong qui li');
  await expect(cards(page)).toHaveText(['Mật ong Quý Lý']);
});

test('gõ đúng dấu thì tên đúng dấu đứng đầu', async ({ visitor }) => {
  const page = await visitor({ script: false });
  await page.goto('/san-pham');
  await search(page, 'ông');
  await expect(cards(page).first()).toHaveText('Mật ông già');
  await search(page, 'ong');
  await expect(cards(page).first()).toHaveText('Mật ong Quý Lý');
});

test('xem tiếp đến trang cuối, không sót không lặp', async ({ visitor }) => {
  const page = await visitor({ script: false });
  await page.goto('/san-pham');
  await expect(page.locator('main .found')).toHaveText(`${NAMES.length} sản phẩm`);
  await expect(cards(page)).toHaveCount(24);
  const first = await cards(page).allTextContents();
  await link(page, 'Xem tiếp').tap();
  await expect(link(page, 'Xem tiếp')).toHaveCount(0);
  const all = [...first, ...await cards(page).allTextContents()];
  expect([...all].sort()).toEqual([...NAMES].sort());
});

test('lọc, bỏ lọc, và lời khuyên khi không còn gì', async ({ visitor }) => {
  const page = await visitor({ script: false });
  await page.goto('/san-pham?tim=tra+so');
  await page.locator('main summary', { hasText: 'Lọc kết quả' }).tap();
  const stars = page.getByLabel('Hạng sao');
  await expect(stars.locator('option')).toHaveText(['Mọi hạng', '4 sao (23)']);
  await stars.selectOption('4');
  await page.getByLabel('Hiệu lực').selectOption('con');
  await button(page, 'Xem kết quả').tap();
  await expect(page).toHaveURL(/sao=4/);
  await expect(page.locator('main .chips')).toContainText('4 sao');
  await expect(cards(page)).toHaveCount(SMALL.length);
  await page.locator('main .chips').getByRole('link', { name: '4 sao' }).tap();
  await expect(page).toHaveURL(/san-pham\?tim=tra%20so&hieu-luc=con$/);
  await page.goto('/san-pham?tim=tra+so&sao=3');
  await link(page, 'Bỏ “3 sao”').tap();
  await expect(cards(page)).toHaveCount(SMALL.length);
});

test('gợi ý khi đang gõ, dùng được bằng bàn phím', async ({ visitor }) => {
  const page = await visitor();
  await page.goto('/san-pham');
  const field = page.getByRole('combobox', { name: 'Tên sản phẩm, chủ thể hoặc xã' });
  await field.pressSequentially('nuoc m', { delay: 30 });
  const options = page.getByRole('listbox').getByRole('option');
  await expect(options).toHaveText(['Nước mắm Hòa Đức']);
  await expect(field).toHaveAttribute('aria-expanded', 'true');
  expect(await look(page, 'gợi ý')).toEqual([]);
  await field.press('Escape');
  await expect(field).toHaveAttribute('aria-expanded', 'false');
  await field.press('ArrowDown');
  await expect(options).toHaveCount(1);
  await field.press('ArrowDown');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await field.press('Enter');
  await expect(page).toHaveURL(/tim=N/);
  await expect(cards(page)).toHaveText(['Nước mắm Hòa Đức']);
});

test('trang sản phẩm, trang chủ thể, dữ liệu mở', async ({ visitor, house }) => {
  const page = await visitor();
  const found: string[] = [];
  await page.goto('/san-pham?tim=hoa+duc');
  await link(page, 'Nước mắm Hòa Đức').tap();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nước mắm Hòa Đức');
  await expect(page.locator('main .verdict')).toContainText('Hạng 4 sao còn hiệu lực đến hết ngày');
  const data = JSON.parse(await page.locator('script[type="application/ld+json"]').textContent() || '');
  expect(data['@type']).toBe('Product');
  expect(data.name).toBe('Nước mắm Hòa Đức');
  await expect(page.locator('meta[property="og:title"]')).toHaveAttribute('content', 'Nước mắm Hòa Đức');
  await expect(link(page, 'Zalo')).toHaveAttribute('href', /^https:\/\/zalo\.me\/share\?url=http/);
  found.push(...await look(page, 'sản phẩm'));
  await link(page, 'Xem trang của chủ thể').tap();
  await expect(page.getByRole('heading', { name: 'Sản phẩm được công nhận' })).toBeVisible();
  await expect(cards(page)).toHaveCount(NAMES.length);
  found.push(...await look(page, 'chủ thể'));
  for (const path of ['/', '/san-pham', '/san-pham?tim=tra&sao=4&hieu-luc=con', '/san-pham?tim=tra&sao=3', '/du-lieu']) {
    await page.goto(path);
    found.push(...await look(page, path));
  }
  expect(found).toEqual([]);
  const table = await (await fetch(`${house.url}/du-lieu/san-pham.csv`)).text();
  expect(table.trim().split('\r\n')).toHaveLength(NAMES.length + 2);
  for (const path of ['/sitemap.xml', '/rss.xml', '/robots.txt', '/du-lieu/san-pham.json']) {
    expect((await fetch(house.url + path)).status).toBe(200);
  }
});
