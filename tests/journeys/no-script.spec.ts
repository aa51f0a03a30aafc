// The forms of the straight path in a browser without JavaScript.
import { button, expect, link, replyTo, signIn, test } from './house';
import { paper } from './papers';
import { fillRest, tapLevel } from './sheet';
import { World } from './world';

test.use({ stage: 'no-script' });

const PRODUCT = 'Thạch thốt nốt không kịch bản';
let caseAt = '';

test.describe.configure({ mode: 'serial' });

test('đăng nhập, sai rồi đúng', async ({ visitor, complaints }) => {
  complaints.mayRefuse();
  const page = await visitor({ script: false });
  await page.goto('/ho-so');
  await expect(page.getByText('Bạn cần đăng nhập để làm việc này.')).toBeVisible();
  expect((await replyTo(page, () => signIn(page, 'sanxuat', 'sai mật khẩu'))).status()).toBe(422);
  await signIn(page, 'sanxuat');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hồ sơ');
  await page.getByRole('button', { name: 'Đăng xuất' }).tap();
  await expect(page).toHaveURL(/\/$/);
});

test('thêm sản phẩm, lập hồ sơ, tự chấm, gửi tệp và nộp', async ({ as, complaints }) => {
  complaints.mayRefuse();
  const page = await as('sanxuat', { script: false });
  await page.getByRole('link', { name: 'Sản phẩm', exact: true }).tap();
  await link(page, 'Thêm sản phẩm').first().tap();
  await page.getByLabel('Chủ thể').selectOption({ index: 1 });
  await page.getByLabel('Tên sản phẩm').fill(PRODUCT);
  await page.getByLabel('Bộ sản phẩm').selectOption({ label: 'Mật ong, mật khác và nông sản thực phẩm khác' });
  await button(page, 'Lưu sản phẩm').tap();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(PRODUCT);
  await link(page, 'Lập hồ sơ đánh giá').tap();
  await button(page, 'Lập hồ sơ').tap();
  await expect(page.getByText('Đang soạn').first()).toBeVisible();
  caseAt = new URL(page.url()).pathname;

  // Submitted too early: the sheet comes back with the gaps, and can be saved from there.
  expect((await replyTo(page, () => button(page, 'Nộp hồ sơ').tap())).status()).toBe(422);
  await expect(page.getByRole('alert')).toContainText('chỗ chưa trả lời');
  await tapLevel(page, '1.1', '2');
  await fillRest(page, { 8: '3', 4.1: '3', 10: '2', 7: '2' });
  await button(page, 'Lưu và về hồ sơ').tap();
  await expect(page.getByText('Đã lưu phần tự chấm')).toBeVisible();
  await expect(page.getByText('Dự kiến 4 sao')).toBeVisible();

  await link(page, 'Minh chứng').tap();
  await page.getByLabel('Tệp này chứng minh cho tiêu chí').selectOption('9');
  await page.getByLabel('Ảnh chụp hoặc tệp PDF')
    .setInputFiles({ name: 'công bố.pdf', mimeType: 'application/pdf', buffer: paper('Cong bo') });
  await button(page, 'Gửi tệp').tap();
  await expect(link(page, 'công bố.pdf')).toBeVisible();
  await link(page, 'Về hồ sơ').tap();
  await button(page, 'Nộp hồ sơ').tap();
  await expect(page.getByRole('status').first()).toContainText('Chờ UBND xã thẩm tra');
});

test('xã chuyển, tỉnh tiếp nhận', async ({ as }) => {
  const commune = await as('xa', { script: false });
  await link(commune, PRODUCT).tap();
  await button(commune, 'Chuyển lên tỉnh').tap();
  await expect(commune.getByRole('status').first()).toContainText('Chờ tỉnh tiếp nhận');
  const province = await as('tinh', { script: false });
  await link(province, PRODUCT).tap();
  await button(province, 'Tiếp nhận hồ sơ').tap();
  await expect(province.getByRole('status').first()).toContainText('Tỉnh đã tiếp nhận');
});

test('nộp phiếu: thiếu thì được nhắc, đủ thì được nhận', async ({ as, house, complaints }) => {
  complaints.mayRefuse();
  await World.of(house).scoring('Phiên không kịch bản', [PRODUCT], ['hoidong1']);
  const page = await as('hoidong1', { script: false });
  await link(page, 'Phiên không kịch bản').tap();
  await link(page, 'Mở phiếu của tôi').tap();
  await expect(link(page, 'công bố.pdf')).toBeVisible();
  await tapLevel(page, '1.1', '1');
  expect((await replyTo(page, () => button(page, 'Nộp phiếu').tap())).status()).toBe(422);
  await expect(page.locator('input[name="c.1.1"][value="1"]')).toBeChecked();
  await fillRest(page);
  await button(page, 'Nộp phiếu').tap();
  await expect(page.getByRole('status').first()).toContainText('Đã nộp phiếu');
  await expect(page.getByText('Đã nộp, 98 điểm')).toBeVisible();
});

test('tra cứu và tìm kiếm', async ({ visitor }) => {
  const page = await visitor({ script: false });
  await page.goto('/');
  await page.getByRole('main').getByRole('searchbox').fill('thot not');
  await button(page, 'Tìm').tap();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sản phẩm OCOP');
});
