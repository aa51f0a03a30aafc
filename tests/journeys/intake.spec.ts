// A table comes in: sent, matched, looked at row by row, applied, found, taken away as a file, and
// taken back.
import { button, expect, link, test } from './house';
import { look } from './look';

test.use({ stage: 'intake' });
test.describe.configure({ timeout: 120_000 });

const TABLE = ['\uFEFFTÊN SP;Chủ thể;Mã xã;Hạng;Số QĐ;Ngày cấp;Ghi chú',
  'Mật ong rừng;HTX Rừng Tràm;30547;4 sao;12/QĐ-UBND;5/8/2025;',
  'Khô cá sặc;Công ty TNHH Khô Cá;;3;12/QĐ-UBND;05-08-2025;=1+1',
  'Mắm thái;HTX Rừng Tràm;30547;9;12/QĐ-UBND;05/08/2025;',
  'Bánh bò;HTX Rừng Tràm;30547;3;12/QĐ-UBND;31/02/2025;'].join('\r\n');

test('cán bộ tỉnh nhập một bảng, xem từng dòng, nhập, tải về rồi hoàn tác', async ({ as }) => {
  const page = await as('tinh');
  const found: string[] = [];
  await page.getByText('Mục khác').tap();
  await page.getByRole('link', { name: 'Nhập bảng', exact: true }).tap();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nhập bảng');
  found.push(...await look(page, 'nhập bảng'));
  await page.locator('input[type=file]').setInputFiles({ name: 'sản phẩm 2025.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) });
  await button(page, 'Gửi tệp và xem trước').tap();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('sản phẩm 2025.csv');
  await expect(page.getByLabel('TÊN SP')).toHaveValue('ten_san_pham');
  await expect(page.getByLabel('Ghi chú')).toHaveValue('');
  found.push(...await look(page, 'ghép cột'));
  await button(page, 'Kiểm tra từng dòng').tap();
  await expect(page.getByRole('link', { name: /^2 dòng lỗi/ })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('link', { name: /^2 dòng mới/ })).toBeVisible();
  await expect(page.getByText('“9” không phải là hạng 3, 4 hoặc 5 sao')).toBeVisible();
  await expect(page.getByText('“31/02/2025” không phải là ngày')).toBeVisible();
  found.push(...await look(page, 'xem trước'));

  const faults = await (await page.request.get(await link(page, /Tải các dòng lỗi/).getAttribute('href') ?? '')).text();
  expect(faults).toContain('Ghi chú,Lỗi');
  expect(faults.trim().split('\n')).toHaveLength(3);

  await button(page, 'Nhập 2 dòng').tap();
  await page.getByRole('dialog').getByRole('button', { name: /^Nhập/ }).tap();
  await expect(button(page, 'Hoàn tác')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('Đã lập mới 2 chủ thể')).toBeVisible();
  await expect(page.getByText('1 chủ thể chưa rõ xã')).toBeVisible();
  found.push(...await look(page, 'đã nhập'));
  const at = page.url();

  await page.goto('/san-pham?tim=mat+ong+rung');
  await expect(page.locator('main')).toContainText('Mật ong rừng');
  await expect(page.locator('main')).toContainText('4 sao');
  const list = await (await page.request.get('/quan-ly/san-pham/tai-ve?tim=mat+ong+rung&dang=csv')).text();
  expect(list.startsWith('\uFEFFMã,Tên sản phẩm')).toBeTruthy();
  expect(list).toContain('Mật ong rừng,HTX Rừng Tràm,Xã Ba Chúc');
  const book = await page.request.get('/quan-ly/san-pham/tai-ve?dang=xlsx');
  expect((await book.body()).subarray(0, 2).toString()).toBe('PK');

  await page.goto('/so-lieu');
  await expect(page.getByRole('heading', { name: 'Theo xã, phường' })).toBeVisible();
  found.push(...await look(page, 'số liệu'));

  await page.goto(at);
  await button(page, 'Hoàn tác').tap();
  await page.getByRole('dialog').getByRole('button', { name: /^Hoàn tác/ }).tap();
  await expect(page.getByText('Đã hoàn tác')).toBeVisible({ timeout: 20_000 });
  await page.goto('/san-pham?tim=mat+ong+rung');
  await expect(page.locator('main')).not.toContainText('HTX Rừng Tràm');
  expect(found).toEqual([]);
});

test('tệp không phải là bảng bị từ chối bằng một câu', async ({ as, complaints }) => {
  complaints.mayRefuse();
  const page = await as('tinh');
  await page.goto('/nhap-bang');
  await page.locator('input[type=file]').setInputFiles({ name: 'thu.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('PK\x03\x04 không phải bảng') });
  await button(page, 'Gửi tệp và xem trước').tap();
  await expect(page.locator('.fault')).toContainText('.');
  await expect(page.locator('.fault')).not.toBeEmpty();
});
