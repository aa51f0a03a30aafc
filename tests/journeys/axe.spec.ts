// Every page a person reaches, at 360 and 1280 px: no violation axe-core knows of, nothing wider
// than the screen, nothing on the console.
import type { Page } from '@playwright/test';
import { button, expect, test } from './house';
import { look } from './look';
import { fillRest } from './sheet';
import { World, type Recognised } from './world';

test.use({ stage: 'axe' });
test.describe.configure({ timeout: 120_000 });
test.beforeEach(({ complaints }) => complaints.mayRefuse());

async function lookAll(page: Page, paths: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const reply = await page.goto(path);
    if (!reply || reply.status() >= 500) found.push(`${path}: ${reply?.status()}`);
    found.push(...await look(page, path));
  }
  return found;
}

// Made once: a product with its star, a case at each desk, meetings at each step.
let made: Promise<{ star: Recognised; draft: string; review: string; returned: string; forwarded: string;
  preparing: string; scoring: string; ballot: string; voted: string }> | undefined;

async function make(world: World) {
  const star = await world.recognised('Mật thốt nốt đã có sao');
  const draft = await world.draft('Hồ sơ đang soạn');
  const sent: string[] = [];
  for (const name of ['Hồ sơ chờ xã', 'Hồ sơ bị trả lại', 'Hồ sơ chờ tỉnh']) {
    const at = await world.draft(name);
    await world.answer(at, { 8: '3' });
    await world.move('sanxuat', at, 'nop');
    sent.push(at);
  }
  await world.move('xa', sent[1], 'tra-lai', 'Thiếu phiếu kiểm nghiệm.');
  await world.move('xa', sent[2], 'chuyen-tinh');
  await world.accepted('Hồ sơ chờ xếp phiên');
  const scored = await world.accepted('Hồ sơ đang chấm');
  const scoring = await world.scoring('Phiên đang chấm', ['Hồ sơ đang chấm'], ['hoidong1', 'hoidong2']);
  const ballot = `${scoring}/phieu/${scored.split('/').pop()}`;
  await world.vote('hoidong2', ballot, { 7: '2' });
  const province = await world.desk('tinh');
  const preparing = await province.must('/hoi-dong/them', { ten: 'Phiên đang chuẩn bị', quyet_dinh: '77/QĐ-UBND',
    ngay_hop: '20/11/2026', dia_diem: 'Phòng họp' });
  return { star, draft, review: sent[0], returned: sent[1], forwarded: sent[2], preparing, scoring, ballot, voted: ballot };
}

test.beforeEach(async ({ house }) => { made ??= make(World.of(house)); await made; });

const hrefs = async (page: Page, at: string, pattern: RegExp) => {
  await page.goto(at);
  const all = await page.locator('main a').evaluateAll(links => links.map(a => a.getAttribute('href')!));
  return all.find(href => pattern.test(href))!;
};

test('trang công khai', async ({ visitor }) => {
  const { star } = (await made)!;
  const page = await visitor();
  const product = await hrefs(page, star.check, /^\/san-pham\//);
  const found = await lookAll(page, ['/', '/tin-tuc', '/san-pham', '/san-pham?tim=khong+co+gi', product, '/tra-cuu', star.check,
    '/c/7K3M-9QXT-2HVA', `/c/${star.caseAt.split('/').pop()}`, '/dang-nhap', '/dat-mat-khau/khong-con', '/khong-co-trang-nay', '/viec']);
  await page.goto('/dang-nhap');
  await page.getByLabel('Tên đăng nhập').fill('tinh');
  await page.getByLabel('Mật khẩu').fill('sai mật khẩu');
  await button(page, 'Đăng nhập').tap();
  await expect(page.getByRole('alert').first()).toBeVisible();
  found.push(...await look(page, 'đăng nhập sai'));
  expect(found).toEqual([]);
});

test('trang của chủ thể', async ({ as }) => {
  const it = (await made)!;
  const page = await as('sanxuat');
  const product = await hrefs(page, '/quan-ly/san-pham', /^\/quan-ly\/san-pham\/(?!them)/);
  const found = await lookAll(page, ['/viec', '/quan-ly/san-pham', '/quan-ly/san-pham?tim=zzz', product, `${product}/sua`,
    '/quan-ly/san-pham/them', '/ho-so', `/ho-so/lap?san-pham=${product.split('/').pop()}`, it.draft, `${it.draft}/tu-cham`, '/tai-khoan/khoa-api', '/tai-khoan/xac-thuc',
    `${it.draft}/minh-chung`, it.returned, it.review, it.star.caseAt, '/tai-khoan', '/quan-tri']);
  await page.goto('/quan-ly/san-pham/them');
  await page.getByLabel('Tên sản phẩm').fill('x');
  await page.locator('main form').evaluate(form => { (form as HTMLFormElement).noValidate = true; });
  await button(page, 'Lưu sản phẩm').tap();
  await expect(page.getByRole('alert').first()).toBeVisible();
  found.push(...await look(page, 'sản phẩm còn lỗi'));
  await page.goto(it.draft);
  await button(page, 'Nộp hồ sơ').tap();
  found.push(...await look(page, 'hộp hỏi trước khi nộp'));
  await page.getByRole('dialog').getByRole('button', { name: 'Nộp hồ sơ' }).tap();
  await expect(page.getByRole('alert').first()).toBeVisible();
  found.push(...await look(page, 'hồ sơ còn thiếu'));
  expect(found).toEqual([]);
});

test('trang của cán bộ xã', async ({ as }) => {
  const it = (await made)!;
  const page = await as('xa');
  const producer = await hrefs(page, '/quan-ly/chu-the', /^\/quan-ly\/chu-the\/(?!them)/);
  const found = await lookAll(page, ['/viec', '/ho-so', it.review, `${it.review}/minh-chung`, '/quan-ly/chu-the', producer,
    `${producer}/sua`, '/quan-ly/chu-the/them', '/don-vi', '/don-vi?tim=zzz']);
  expect(found).toEqual([]);
});

test('trang của cán bộ tỉnh', async ({ as }) => {
  const it = (await made)!;
  const page = await as('tinh');
  const found = await lookAll(page, ['/viec', '/ho-so', it.forwarded, '/hoi-dong', '/hoi-dong/them', it.preparing, it.scoring,
    it.star.meeting, '/quyet-dinh', '/quyet-dinh/them', it.star.decision, '/quan-ly/tin-tuc', '/quan-ly/tin-tuc/them', '/so-lieu', '/quan-ly/san-pham', '/quan-ly/chu-the', '/don-vi']);
  await page.goto(it.preparing);
  await page.locator('summary', { hasText: 'Thêm ghế' }).tap();
  found.push(...await look(page, 'thêm ghế'));
  await page.getByRole('main').getByRole('button', { name: 'Mở chấm điểm' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: 'Mở chấm điểm' }).tap();
  await expect(page.getByRole('alert').first()).toBeVisible();
  found.push(...await look(page, 'phiên chưa đủ điều kiện mở'));
  expect(found).toEqual([]);
});

test('trang của hội đồng', async ({ as }) => {
  const it = (await made)!;
  const member = await as('hoidong1');
  const found = await lookAll(member, ['/viec', '/hoi-dong', it.scoring, it.ballot]);
  await member.goto(it.ballot);
  await fillRest(member, { 7: '1' });
  found.push(...await look(member, 'phiếu đã trả lời đủ'));
  const voted = await as('hoidong2');
  found.push(...await lookAll(voted, [it.voted]));
  const chair = await as('chutich');
  found.push(...await lookAll(chair, ['/viec', it.scoring, it.star.meeting, it.star.ballot]));
  const secretary = await as('thuky');
  found.push(...await lookAll(secretary, ['/viec', it.star.meeting]));
  expect(found).toEqual([]);
});

test('trang của quản trị', async ({ as }) => {
  const page = await as('quantri');
  const found = await lookAll(page, ['/viec', '/quan-tri', '/quan-tri/tai-khoan', '/quan-tri/tai-khoan?tim=zzz',
    '/quan-tri/tai-khoan/them', '/quan-tri/tai-khoan/xa', '/quan-tri/tai-khoan/quantri', '/quan-tri/tai-khoan/xa/sua',
    '/quan-tri/tai-khoan/xa/vai-tro', '/quan-tri/cai-dat', '/quan-tri/vet', '/quan-tri/vet?chuoi=account/1',
    '/quan-tri/vet?chuoi=khong/co', '/don-vi']);
  await page.goto('/quan-tri/tai-khoan/them');
  await page.locator('main form').evaluate(form => { (form as HTMLFormElement).noValidate = true; });
  await button(page, 'Thêm tài khoản').tap();
  await expect(page.getByRole('alert').first()).toBeVisible();
  found.push(...await look(page, 'tài khoản còn lỗi'));
  expect(found).toEqual([]);
});
