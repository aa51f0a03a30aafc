// What is kept of a producer and a product beside their own fields, and what the public sees of it:
// papers, prices, the map, products side by side, pages in English.
import { button, expect, link, test } from './house';
import { look } from './look';
import { World, type Recognised } from './world';

test.use({ stage: 'registry' });
test.describe.configure({ timeout: 120_000 });

let made: Promise<Recognised> | undefined;
test.beforeEach(async ({ house }) => { await (made ??= World.of(house).recognised('Mật thốt nốt sổ bộ')); });

test('chủ thể ghi, sửa, gỡ giấy tờ; lỗi đứng cạnh ô sai và giữ chữ đã gõ', async ({ as, complaints }) => {
  complaints.mayRefuse();
  const page = await as('sanxuat');
  await page.goto('/quan-ly/chu-the');
  await page.locator('main table a').first().tap();
  await link(page, 'Giấy tờ').tap();
  await page.waitForURL(/giay-to$/);
  expect(await look(page, 'danh sách giấy tờ')).toEqual([]);
  await link(page, 'Thêm giấy tờ').first().tap();
  await page.getByLabel('Loại giấy tờ').selectOption('huu_co');
  await page.getByLabel('Số', { exact: true }).fill('HC-99/2026');
  await page.getByLabel('Nơi cấp').fill('Tổ chức chứng nhận');
  await page.getByLabel('Có giá trị từ ngày').fill('01/10/2026');
  await page.getByLabel('Đến hết ngày').fill('01/09/2026');
  await button(page, 'Lưu giấy tờ').tap();
  await expect(page.locator('#l-den_ngay')).toContainText('đứng trước ngày đầu 01/10/2026');
  await expect(page.getByLabel('Số', { exact: true })).toHaveValue('HC-99/2026');
  expect(await look(page, 'giấy tờ còn lỗi')).toEqual([]);
  await page.getByLabel('Đến hết ngày').fill('01/09/2029');
  await button(page, 'Lưu giấy tờ').tap();
  await expect(page.getByRole('status')).toContainText('Đã lưu giấy tờ.');
  const row = page.locator('tbody tr', { hasText: 'HC-99/2026' });
  await expect(row).toContainText('Còn hạn');
  await row.getByRole('link', { name: 'Sửa' }).tap();
  await button(page, 'Gỡ giấy tờ').tap();
  await page.getByRole('dialog').getByRole('button', { name: 'Gỡ giấy tờ' }).tap();
  await expect(page.getByRole('status')).toContainText('Đã gỡ giấy tờ.');
  await expect(page.locator('tbody tr', { hasText: 'HC-99/2026' })).toHaveCount(0);
});

test('mọi mục của chủ thể và sản phẩm dùng được trên điện thoại và máy tính', async ({ as }) => {
  const page = await as('tinh');
  const found: string[] = [];
  for (const list of ['/quan-ly/chu-the', '/quan-ly/san-pham']) {
    await page.goto(list);
    const at = await page.locator('main table a').first().getAttribute('href');
    await page.goto(at!);
    const parts = await page.locator('nav.parts a').evaluateAll(all => all.map(a => a.getAttribute('href')!));
    for (const part of parts) {
      await page.goto(part);
      found.push(...await look(page, part));
      if (part === at) continue;
      await page.goto(`${part}/them`);
      found.push(...await look(page, `${part}/them`));
    }
  }
  for (const at of ['/quan-ly/giay-to', '/quan-ly/giay-to?den=khong', '/quan-ly/lo-trinh', '/quan-ly/lo-trinh?nam=2001']) {
    await page.goto(at);
    found.push(...await look(page, at));
  }
  expect(found).toEqual([]);
});

test('bản đồ có điểm bấm được, danh sách đủ khi không có JavaScript', async ({ visitor }) => {
  const page = await visitor();
  await page.goto('/ban-do');
  await expect(page.locator('.map path.leaflet-interactive')).toHaveCount(3);
  await page.locator('.map path.leaflet-interactive').first().dispatchEvent('click');
  await expect(page.locator('.leaflet-popup-content a')).toBeVisible();
  expect(await look(page, 'bản đồ')).toEqual([]);
  const plain = await visitor({ script: false });
  await plain.goto('/ban-do');
  await expect(plain.locator('.map')).toBeHidden();
  await expect(plain.locator('.places li')).toHaveCount(3);
  await link(plain, 'Điểm bán').tap();
  await expect(plain.locator('.places li')).toHaveCount(1);
});

test('so sánh hai sản phẩm, không cần JavaScript', async ({ visitor }) => {
  const page = await visitor({ script: false });
  await page.goto('/san-pham');
  await page.locator('main .cards a').first().tap();
  await link(page, 'So sánh với sản phẩm khác').tap();
  await page.getByRole('main').getByLabel('Thêm sản phẩm để so sánh').fill('mật thốt nốt');
  await button(page, 'Tìm').tap();
  await expect(page.getByRole('columnheader', { name: /Mật thốt nốt sổ bộ/ })).toBeVisible();
  await link(page, 'Bỏ').tap();
  await expect(page.locator('main table')).toHaveCount(0);
});

test('trang tiếng Anh dẫn tới nhau và về lại tiếng Việt', async ({ visitor }) => {
  const page = await visitor();
  const found: string[] = [];
  await page.goto('/');
  await page.getByRole('link', { name: 'English' }).tap();
  await page.waitForURL(/\/en\/$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  found.push(...await look(page, 'en'));
  await page.locator('main .cards a').first().tap();
  await expect(page.getByRole('heading', { name: 'Facts' })).toBeVisible();
  found.push(...await look(page, 'en product'));
  await page.getByRole('link', { name: 'Check the certificate' }).tap();
  await expect(page.locator('main h1')).toContainText('are valid until');
  found.push(...await look(page, 'en certificate'));
  for (const at of ['/en/san-pham', '/en/san-pham?tim=zzz', '/en/tra-cuu', '/en/ban-do', '/en/so-sanh?tim=m']) {
    await page.goto(at);
    found.push(...await look(page, at));
  }
  await page.getByRole('link', { name: 'Tiếng Việt' }).tap();
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
  expect(found).toEqual([]);
});

test('bật mã xác thực, đăng nhập bằng mã dự phòng, rồi tắt', async ({ as, visitor, complaints }) => {
  complaints.mayRefuse();
  const page = await as('hoidong5');
  await page.goto('/tai-khoan');
  await link(page, 'Mở mã xác thực').tap();
  await button(page, 'Bắt đầu bật').tap();
  await expect(page.locator('svg.qr')).toBeVisible();
  expect(await look(page, 'mã xác thực')).toEqual([]);
  const key = (await page.locator('.key').innerText()).replace(/ /g, '');
  const code = async () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const bits = [...key].map(c => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
    const secret = Uint8Array.from(bits.match(/.{8}/g)!, b => parseInt(b, 2));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
    const { createHmac } = await import('node:crypto');
    const mac = createHmac('sha1', secret).update(counter).digest();
    const at = mac[19] & 15;
    return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
  };
  await page.getByLabel('Mã 6 chữ số').fill(await code());
  await button(page, 'Bật mã xác thực').tap();
  await expect(page.locator('.spares li')).toHaveCount(8);
  const spares = await page.locator('.spares li').allInnerTexts();
  expect(await look(page, 'mã dự phòng')).toEqual([]);

  const guest = await visitor({ script: false });
  await guest.goto('/dang-nhap');
  await guest.getByLabel('Tên đăng nhập').fill('hoidong5');
  await guest.getByLabel('Mật khẩu').fill('saolang2026');
  await button(guest, 'Đăng nhập').tap();
  await expect(guest.getByRole('heading', { name: 'Nhập mã xác thực' })).toBeVisible();
  await guest.goto('/viec');
  await expect(guest.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
  await guest.goBack();
  await guest.getByLabel('Mã 6 chữ số').fill(spares[0]);
  await button(guest, 'Đăng nhập').tap();
  await expect(guest).toHaveURL(/\/viec$/);
  await guest.goto('/tai-khoan/xac-thuc');
  await expect(guest.locator('main')).toContainText('Còn 7 mã dự phòng');
  await guest.getByLabel('Mã 6 chữ số').fill(spares[1]);
  await button(guest, 'Tắt mã xác thực').tap();
  await expect(guest.getByRole('status')).toContainText('Đã tắt mã xác thực.');
});

test('hai chủ thể trùng được so và gộp', async ({ as, house }) => {
  const world = World.of(house);
  const desk = await world.desk('tinh');
  const page = await as('tinh');
  for (const name of ['HTX Rau sạch Vàm Nao', 'Hợp tác xã rau sach Vam Nao'])
    await desk.must('/quan-ly/chu-the/them', { loai_hinh: 'hop_tac_xa', ten: name, dai_dien: 'Lê Văn A', xa: '30307' });
  await page.goto('/quan-ly/chu-the');
  await link(page, 'Chủ thể có thể trùng').tap();
  await page.waitForURL(/trung$/);
  expect(await look(page, 'chủ thể trùng')).toEqual([]);
  await page.locator('.rows a', { hasText: 'Vàm Nao' }).tap();
  await page.waitForURL(/gop/);
  expect(await look(page, 'so hai chủ thể')).toEqual([]);
  await button(page, 'Gộp, giữ bên trái').tap();
  await page.getByRole('dialog').getByRole('button', { name: /Gộp/ }).tap();
  await expect(page.getByRole('status')).toContainText('Đã gộp');
  await page.goto('/quan-ly/chu-the/trung');
  await expect(page.locator('.rows a', { hasText: 'Vàm Nao' })).toHaveCount(0);
});
