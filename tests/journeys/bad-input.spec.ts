// What goes wrong: wrong words, lost sessions, foreign forms, bad files, late ballots, broken bytes.
// Each has its status and its sentence, and nothing that was typed is lost. On SQLite alone.
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { button, expect, link, PASSWORD, replyTo, signIn, tapSurely, test } from './house';
import { paper } from './papers';
import { criterion, fillRest, savedLine, tapLevel, untilSaved } from './sheet';
import { Desk, World } from './world';

test.use({ stage: 'bad-input' });
test.beforeEach(({ complaints }) => complaints.mayRefuse());

const SET = 'Mật ong, mật khác và nông sản thực phẩm khác';

async function openProductForm(page: Page, name: string): Promise<void> {
  await page.goto('/quan-ly/san-pham/them');
  await page.getByLabel('Chủ thể').selectOption({ index: 1 });
  await page.getByLabel('Tên sản phẩm').fill(name);
  await page.getByLabel('Bộ sản phẩm').selectOption({ label: SET });
}

const caseCode = (at: string) => at.split('/').pop();

// -- signing in ------------------------------------------------------------------------------------

test('mật khẩu sai: có câu báo, giữ tên, không giữ mật khẩu', async ({ visitor }) => {
  const page = await visitor();
  await page.goto('/dang-nhap');
  const reply = await replyTo(page, () => signIn(page, 'tinh', 'không phải mật khẩu'));
  await expect(reply).toBeRefused(422, 'Tên đăng nhập hoặc mật khẩu không đúng.');
  await expect(page.getByLabel('Tên đăng nhập')).toHaveValue('tinh');
  await expect(page.getByLabel('Mật khẩu')).toHaveValue('');
  expect(await page.content()).not.toContain('không phải mật khẩu');
});

test('lần thử thứ 11 bị chặn, kể cả với mật khẩu đúng', async ({ visitor, house }) => {
  const desk = await Desk.of(house);
  for (let i = 0; i < 10; i++) {
    const reply = await desk.send('/dang-nhap', { ten_dang_nhap: 'hoidong5', mat_khau: `sai ${i}` }, '/dang-nhap');
    expect(reply.status()).toBe(422);
  }
  const page = await visitor();
  await page.goto('/dang-nhap');
  const reply = await replyTo(page, () => signIn(page, 'hoidong5'));
  await expect(reply).toBeRefused(429, 'Đã thử đăng nhập sai quá nhiều lần.');
  // Others at the same address are not kept out.
  const other = await replyTo(page, () => signIn(page, 'hoidong4'));
  expect(other.status()).toBe(303);
});

test('phiên kết thúc giữa chừng: đăng nhập lại rồi gửi lại, nội dung còn nguyên', async ({ as, house }) => {
  const name = 'Mật thốt nốt “cô đặc” <1 kg> & hơn';
  const story = 'Dòng một.\nDòng hai, có "ngoặc" & dấu <.';
  const page = await as('sanxuat');
  await openProductForm(page, name);
  await page.getByLabel('Câu chuyện sản phẩm').fill(story);
  await World.of(house).endSessions('sanxuat');

  const reply = await replyTo(page, () => button(page, 'Lưu sản phẩm').tap());
  await expect(reply).toBeRefused(401, 'Phiên đăng nhập đã hết hạn.');
  await expect(page.getByText('Nội dung bạn vừa nhập vẫn còn')).toBeVisible();
  expect((await replyTo(page, () => signIn(page, 'sanxuat', 'sai mật khẩu'))).status()).toBe(422);
  await signIn(page, 'sanxuat');
  await button(page, 'Gửi lại').tap();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await link(page, 'Sửa').tap();
  await expect(page.getByLabel('Câu chuyện sản phẩm')).toHaveValue(story);
});

test('khóa biểu mẫu của người khác: một lần bấm là gửi lại được', async ({ as, house }) => {
  const page = await as('sanxuat');
  const foreign = await (await World.of(house).desk('tinh')).key();
  await openProductForm(page, 'Rượu thốt nốt lạ khóa');
  await page.locator('main form input[name="_khoa"]').evaluate((el, key) => { (el as HTMLInputElement).value = key; }, foreign);
  const reply = await replyTo(page, () => button(page, 'Lưu sản phẩm').tap());
  await expect(reply).toBeRefused(403, 'Biểu mẫu này không được mở từ phiên đăng nhập của bạn');
  await button(page, 'Gửi lại nội dung vừa nhập').tap();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rượu thốt nốt lạ khóa');

  for (const key of ['', 'x', foreign]) {
    const plain = await page.request.post('/dang-xuat', { form: { _khoa: key }, maxRedirects: 0 });
    expect(plain.status()).toBe(403);
  }
});

// -- rights ------------------------------------------------------------------------------------------

test('hồ sơ, sản phẩm, chủ thể ngoài địa bàn coi như không có', async ({ as, house }) => {
  const province = await World.of(house).desk('tinh');
  const productOf = async (name: string) =>
    new RegExp(`href="(/quan-ly/san-pham/[^"]+)">${name}<`).exec(await province.read('/quan-ly/san-pham'))![1];
  const foreign = await productOf('Khô cá lóc một nắng');
  const producer = /href="(\/quan-ly\/chu-the\/[^"]+)">Công ty TNHH Khô cá/.exec(await province.read('/quan-ly/chu-the'))![1];
  const code = foreign.split('/').pop()!;
  for (const login of ['sanxuat', 'xa']) {
    const page = await as(login);
    const reply = await page.goto(foreign);
    await expect(reply).toBeRefused(404, 'Không tìm thấy');
    for (const path of [`${foreign}/sua`, `/api/v1/products/${code}`, producer]) {
      expect((await page.request.get(path)).status(), `${login} ${path}`).toBe(404);
    }
    const key = await page.locator('header input[name="_khoa"]').inputValue();
    for (const path of [`${foreign}/sua`, `${foreign}/go-anh`]) {
      const post = await page.request.post(path, { form: { _khoa: key, ten: 'Chiếm lấy', anh: '1' }, maxRedirects: 0 });
      expect(post.status(), `${login} POST ${path}`).toBe(404);
    }
    if (login === 'sanxuat') {
      const begin = await page.request.post('/ho-so/lap', { form: { _khoa: key, san_pham: code }, maxRedirects: 0 });
      expect(begin.status()).toBe(404);
    }
  }
  expect(await province.read(foreign)).toContain('Khô cá lóc một nắng');
});

// -- files -------------------------------------------------------------------------------------------

test('tệp quá lớn bị từ chối ở máy người dùng và ở máy chủ', async ({ as, house }) => {
  const at = await World.of(house).draft('Tệp quá lớn');
  const page = await as('sanxuat');
  await page.goto(`${at}/minh-chung`);
  const file = join(house.folder, 'ảnh to.jpg');
  writeFileSync(file, '');
  truncateSync(file, 21 << 20);
  await page.getByLabel('Ảnh chụp hoặc tệp PDF').setInputFiles(file);
  await expect(page.getByRole('alert')).toContainText('Tệp “ảnh to.jpg” nặng 21,0 MB, quá mức 20,0 MB.');
  const key = await page.locator('main input[name="_khoa"]').first().inputValue();
  const reply = await page.request.post(`${at}/minh-chung`, { multipart: { _khoa: key, tieu_chi: '1.1',
    tep: { name: 'ảnh to.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(21 << 20, 0xff) } } });
  await expect(reply).toBeRefused(413, 'Nội dung gửi lên quá lớn. Hãy gửi tệp nhỏ hơn (tối đa 20 MB).');
});

test('tệp mang tên giả: câu báo nằm cạnh ô chọn tệp', async ({ as, house }) => {
  const at = await World.of(house).draft('Tệp mang tên giả');
  const fake = { name: 'giấy phép.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Tôi là văn bản.\n') };
  const page = await as('sanxuat');
  await page.goto(`${at}/minh-chung`);
  const [reply] = await Promise.all([
    page.waitForResponse(r => r.request().method() === 'POST'),
    page.getByLabel('Ảnh chụp hoặc tệp PDF').setInputFiles(fake)]);
  expect(reply.status()).toBe(422);
  await expect(page.locator('form.upload .fault')).toContainText('Tệp “giấy phép.jpg” không phải');

  // A sound file goes through afterwards, from the same page.
  await page.getByLabel('Ảnh chụp hoặc tệp PDF')
    .setInputFiles({ name: 'giấy phép.pdf', mimeType: 'application/pdf', buffer: paper('Giay phep') });
  await expect(link(page, 'giấy phép.pdf')).toBeVisible();

  // Without script, the sentence stands on the page that comes back.
  const plain = await as('sanxuat', { script: false });
  await plain.goto(`${at}/minh-chung`);
  await plain.getByLabel('Ảnh chụp hoặc tệp PDF').setInputFiles(fake);
  const back = await replyTo(plain, () => button(plain, 'Gửi tệp').tap());
  expect(back.status()).toBe(422);
  await expect(plain.locator('form.upload .fault')).toContainText('Tệp “giấy phép.jpg” không phải');
});

// -- ballots -----------------------------------------------------------------------------------------

test('phiếu đến sau khi kết thúc chấm điểm bị từ chối bằng một câu', async ({ as, house }) => {
  const world = World.of(house);
  const at = await world.accepted('Phiếu đến muộn');
  const meeting = await world.scoring('Phiên đã đóng', ['Phiếu đến muộn'], ['hoidong1']);
  const ballot = `${meeting}/phieu/${caseCode(at)}`;
  const page = await as('hoidong1');
  await page.goto(ballot);
  await fillRest(page, { 1.1: '2' });
  await untilSaved(page);
  // Meanwhile the same person submits from elsewhere, and the chair closes.
  await world.vote('hoidong1', ballot);
  await world.vote('chutich', ballot);
  await world.close(meeting);

  await tapLevel(page, '1.1', '1');
  await expect(savedLine(page)).toContainText('Phiên họp không còn mở chấm điểm, phiếu không được lưu.');
  await button(page, 'Nộp phiếu').tap();
  const reply = await replyTo(page, () => page.getByRole('dialog').getByRole('button', { name: 'Nộp phiếu' }).tap());
  await expect(reply).toBeRefused(409, 'Phiên họp không còn mở chấm điểm, phiếu không được lưu.');
  await expect(page.getByText('hãy báo chủ tịch hội đồng')).toBeVisible();
  await page.goto(ballot);
  await expect(page.getByText('100/100 điểm')).toBeVisible();
});

test('nộp phiếu còn thiếu: kể ra chỗ thiếu, giữ mọi lựa chọn', async ({ as, house }) => {
  const world = World.of(house);
  const at = await world.accepted('Phiếu còn thiếu');
  const meeting = await world.scoring('Phiên phiếu thiếu', ['Phiếu còn thiếu'], ['hoidong2']);
  const page = await as('hoidong2');
  await page.goto(`${meeting}/phieu/${caseCode(at)}`);
  await tapLevel(page, '1.1', '2');
  await tapLevel(page, '12', 'k');
  await page.getByLabel('Ghi chú của tôi').fill('đang xem lại');
  await untilSaved(page);
  await button(page, 'Nộp phiếu').tap();
  const reply = await replyTo(page, () => page.getByRole('dialog').getByRole('button', { name: 'Nộp phiếu' }).tap());
  await expect(reply).toBeRefused(422, /Chưa nộp được: còn \d+ chỗ chưa trả lời/);
  await expect(page.locator('input[name="c.1.1"][value="2"]')).toBeChecked();
  await expect(page.locator('input[name="c.12"][value="k"]')).toBeChecked();
  await expect(page.getByLabel('Ghi chú của tôi')).toHaveValue('đang xem lại');
  await expect(criterion(page, '1.2')).toHaveClass(/has-fault/);
  await expect(criterion(page, '1.1')).not.toHaveClass(/has-fault/);
  await page.getByRole('alert').getByRole('link', { name: /1\.2/ }).first().tap();
  await expect(criterion(page, '1.2')).toBeInViewport();
  await fillRest(page);
  await tapSurely(page, 'Nộp phiếu', 'Nộp phiếu');
  await expect(page.getByRole('status').first()).toContainText('Đã nộp phiếu');
});

test('bấm nộp ngay sau khi chọn: bản nháp gửi sau không gây xung đột với chính mình', async ({ as, house }) => {
  const world = World.of(house);
  const at = await world.accepted('Phiếu nộp vội');
  const meeting = await world.scoring('Phiên nộp vội', ['Phiếu nộp vội'], ['hoidong2']);
  const page = await as('hoidong2');
  await page.goto(`${meeting}/phieu/${caseCode(at)}`);
  await tapLevel(page, '1.1', '2');
  const gaps = await replyTo(page, () => page.evaluate(() => {
    document.querySelector<HTMLInputElement>('input[name="c.12"][value="1"]')!.click();
    document.querySelector<HTMLFormElement>('form.sheet')!.requestSubmit();
  }));
  expect(gaps.status()).toBe(422);
  await expect(page.getByRole('alert').first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  await fillRest(page);
  await button(page, 'Nộp phiếu').tap();
  const reply = await replyTo(page, () => page.getByRole('dialog').getByRole('button', { name: 'Nộp phiếu' }).tap());
  expect(reply.status()).toBe(303);
});

test('nộp hồ sơ còn thiếu: kể ra chỗ thiếu, giữ mọi lựa chọn', async ({ as, house }) => {
  const at = await World.of(house).draft('Hồ sơ còn thiếu');
  const page = await as('sanxuat');
  await page.goto(`${at}/tu-cham`);
  await tapLevel(page, '5.1', '4');
  await untilSaved(page);
  await page.goto(at);
  await button(page, 'Nộp hồ sơ').tap();
  const reply = await replyTo(page, () => page.getByRole('dialog').getByRole('button', { name: 'Nộp hồ sơ' }).tap());
  await expect(reply).toBeRefused(422, /còn \d+ chỗ chưa trả lời/);
  await expect(page.locator('input[name="c.5.1"][value="4"]')).toBeChecked();
  await expect(criterion(page, '1.1')).toHaveClass(/has-fault/);
});

test('hai thiết bị cùng lưu một phiếu: không bản nào mất', async ({ as, house }) => {
  const world = World.of(house);
  const at = await world.accepted('Phiếu hai thiết bị');
  const meeting = await world.scoring('Phiên hai thiết bị', ['Phiếu hai thiết bị'], ['hoidong3']);
  const ballot = `${meeting}/phieu/${caseCode(at)}`;
  const phone = await as('hoidong3'), tablet = await as('hoidong3', { width: 820 });
  await phone.goto(ballot);
  await tablet.goto(ballot);
  await tapLevel(phone, '1.1', '3');
  await untilSaved(phone);
  const [draft] = await Promise.all([
    tablet.waitForResponse(r => r.url().endsWith('/nhap')), tapLevel(tablet, '1.1', '1')]);
  await expect(draft).toBeRefused(409, 'Phiếu đã được lưu từ thiết bị khác lúc');
  await expect(savedLine(tablet)).toContainText('Phiếu đã được lưu từ thiết bị khác lúc');
  await tapLevel(tablet, '7', '2');

  // The tablet is loaded anew: its own copy is still there, and the person chooses.
  await tablet.reload();
  await expect(tablet.locator('input[name="c.1.1"][value="3"]')).toBeChecked();
  await expect(savedLine(tablet)).toContainText('Máy này còn giữ một bản chưa gửi');
  await tablet.getByRole('button', { name: 'Dùng bản trên máy này' }).tap();
  await untilSaved(tablet);
  await expect(tablet.locator('input[name="c.1.1"][value="1"]')).toBeChecked();
  await expect(tablet.locator('input[name="c.7"][value="2"]')).toBeChecked();

  // The phone submits over it: both versions are shown, and only a second press decides.
  await fillRest(phone);
  await button(phone, 'Nộp phiếu').tap();
  const reply = await replyTo(phone, () => phone.getByRole('dialog').getByRole('button', { name: 'Nộp phiếu' }).tap());
  await expect(reply).toBeRefused(409, 'Phiếu đã được lưu từ thiết bị khác');
  const differs = phone.getByRole('alert');
  await expect(differs).toContainText(/Tiêu chí 1\.1: bản đã lưu chọn “Có nuôi\/trồng.*”, bản trên máy này chọn “Nuôi\/trồng/);
  await expect(phone.locator('input[name="c.1.1"][value="3"]')).toBeChecked();
  await tapSurely(phone, 'Nộp phiếu', 'Nộp phiếu');
  await expect(phone.getByRole('status').first()).toContainText('Đã nộp phiếu');
});

// -- bytes -------------------------------------------------------------------------------------------

test('JSON hỏng: câu báo chỉ ra dòng và cột', async ({ house }) => {
  const desk = await World.of(house).desk('sanxuat');
  const headers = { 'Content-Type': 'application/json', 'X-Requested-With': 'sao', Accept: 'application/json' };
  const reply = await desk.http.post('/api/v1/products', { headers, data: Buffer.from('{"name": "x",\n  oops}') });
  await expect(reply).toBeRefused(422, /dòng 2, cột \d+/);
  expect(reply.headers()['content-type']).toContain('application/problem+json');
  const problem = await reply.json();
  expect(problem).toMatchObject({ status: 422, code: 'ERR_INPUT' });
  for (const data of ['', '[]', '"x"', '{"name": 7.5}', '{"name": {}}', '['.repeat(100_000)]) {
    const other = await desk.http.post('/api/v1/products', { headers, data: Buffer.from(data) });
    expect([413, 422], `${data.slice(0, 20)}: ${other.status()}`).toContain(other.status());
  }
});

test('dưới /api/v1 lỗi luôn là problem+json, dù máy gọi không nói Accept', async ({ house }) => {
  const desk = await World.of(house).desk('sanxuat');
  const headers = { 'Content-Type': 'application/json', 'X-Requested-With': 'sao', Accept: '*/*' };
  const reply = await desk.http.post('/api/v1/products', { headers, data: Buffer.from('{') });
  expect(reply.status()).toBe(422);
  expect(reply.headers()['content-type']).toContain('application/problem+json');
});

test('chữ hỏng bị từ chối; chữ NFD được lưu thành NFC và tìm thấy', async ({ as, house }) => {
  const desk = await World.of(house).desk('sanxuat');
  const broken = await desk.http.post('/quan-ly/san-pham/them', {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    data: Buffer.from(`_khoa=${await desk.key()}&ten=Tr%E0+%FF%FE&cau_chuyen=%ED%A0%80`),
  });
  await expect(broken).toBeRefused(422, '“Tên sản phẩm” chứa ký tự bị hỏng.');

  const name = 'Trà mãng cầu Xiêm';
  const page = await as('sanxuat');
  await openProductForm(page, name.normalize('NFD'));
  await button(page, 'Lưu sản phẩm').tap();
  await expect(page.getByRole('status').first()).toContainText('Đã lưu sản phẩm');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(name.normalize('NFC'));
  const code = new URL(page.url()).pathname.split('/').pop();
  expect((await (await page.request.get(`/api/v1/products/${code}`)).json()).name).toBe(name.normalize('NFC'));
  for (const typed of ['tra mang cau', 'mãng cầu', 'mãng cầu'.normalize('NFD'), 'XIÊM']) {
    await page.goto('/quan-ly/san-pham');
    await page.getByRole('searchbox').fill(typed);
    await button(page, 'Tìm').tap();
    await expect(link(page, name), typed).toBeVisible();
  }
});

test('10 MB vô nghĩa gửi vào biểu mẫu: 413 và một câu đọc được', async ({ house }) => {
  const nothing = Buffer.alloc(10 << 20, 'a');
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  for (const [login, path] of [['', '/dang-nhap'], ['sanxuat', '/quan-ly/san-pham/them']]) {
    const desk = await Desk.of(house, login);
    const reply = await desk.http.post(path, { headers, data: nothing });
    await expect(reply).toBeRefused(413, 'Nội dung gửi lên quá lớn.');
  }
});

// -- twice -------------------------------------------------------------------------------------------

test('bấm hai lần, hay gửi hai lần cùng khóa, chỉ tạo một bản ghi', async ({ as, house }) => {
  const page = await as('sanxuat');
  await openProductForm(page, 'Bánh bò thốt nốt bấm đôi');
  await button(page, 'Lưu sản phẩm').dblclick();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bánh bò thốt nốt bấm đôi');

  const desk = await World.of(house).desk('sanxuat');
  const form = await desk.read('/quan-ly/san-pham/them');
  const sent = { _khoa: /name="_khoa" value="([^"]*)"/.exec(form)![1], ten: 'Bánh bò thốt nốt gửi đôi',
    chu_the: /<select id="o-chu_the"[\s\S]*?<option value="([^"]+)"/.exec(form)![1],
    bo_san_pham: 'mat-ong-mat-khac-va-nong-san-thuc-pham-khac' };
  const replies = await Promise.all([1, 2, 3].map(() =>
    desk.http.post('/quan-ly/san-pham/them', { form: sent, maxRedirects: 0 })));
  expect(replies.map(r => r.status())).toEqual([303, 303, 303]);
  expect(new Set(replies.map(r => r.headers().location)).size).toBe(1);

  for (const name of ['Bánh bò thốt nốt bấm đôi', 'Bánh bò thốt nốt gửi đôi']) {
    await page.goto(`/quan-ly/san-pham?tim=${encodeURIComponent(name)}`);
    await expect(link(page, name)).toHaveCount(1);
  }
});

// -- every route as every role ---------------------------------------------------------------------------

const PRODUCER = 'sanxuat', COMMUNE = 'xa', PROVINCE = 'tinh', ADMIN = 'quantri';
const COUNCIL = ['chutich', 'thuky', 'hoidong1'];
const OFFICES = [PRODUCER, COMMUNE, PROVINCE];

// Whose a page is; the first row that fits counts. What is in no row is only asked not to break.
const WHOSE: [RegExp, string[]][] = [
  [/^\/(viec|tai-khoan(\/(xac-thuc|khoa-api|du-lieu))?)$/, [...OFFICES, ...COUNCIL, ADMIN]],
  [/^\/don-vi$/, [COMMUNE, PROVINCE, ADMIN]],
  [/^\/quan-ly\/chu-the\/(them$|trung$|gop$|:producer\/sua)/, [COMMUNE, PROVINCE]],
  [/^\/quan-ly\/tin-tuc/, [PROVINCE]],
  [/^\/(quan-ly|api\/v1\/pro(ducts|ducers)\/)/, OFFICES],
  [/^\/ho-so\/(lap$|:case\/tu-cham)/, [PRODUCER]],
  [/^\/ho-so/, OFFICES],
  [/^\/hoi-dong\/them$/, [PROVINCE]],
  [/^\/hoi-dong\/phien\/:meeting\/(tien-do|phieu)/, COUNCIL],
  [/^\/hoi-dong/, [...COUNCIL, PROVINCE]],
  [/^\/quyet-dinh/, [PROVINCE]],
  [/^\/chung-nhan/, OFFICES],
  [/^\/quan-tri/, [ADMIN]],
];

// Nothing is there until one says which.
const ASKS_MORE = ['/ho-so/lap', '/quan-ly/chu-the/gop', '/quan-tri/vet/tai-ve'];

test('mọi địa chỉ, với mọi vai trò: không sự cố, không lọt quyền', async ({ house }) => {
  test.setTimeout(120_000);
  const world = World.of(house);
  const it = await world.recognised('Quét mọi địa chỉ');
  const product = /href="\/san-pham\/([^"]+)"/.exec(await (await Desk.of(house)).read(it.check))![1];
  const code = product.split('-').pop()!;
  const producer = /href="\/quan-ly\/chu-the\/([^"/]+)"/.exec(await (await world.desk('xa')).read('/quan-ly/chu-the'))![1];
  const parts: Record<string, string> = {
    ':producer': producer, ':product': code, ':case': caseCode(it.caseAt)!, ':file': '1', ':sha': 'a'.repeat(64),
    ':meeting': it.meeting.split('/').pop()!, ':decision': it.decision.split('/').pop()!,
    ':recognition': it.paper.split('/')[2], ':certificate': it.check.split('/').pop()!,
    ':account': 'xa', ':token': 'abc',
  };
  const routes = house.verb('routes').trim().split('\n').map(line => line.split(/\s+/));
  expect(routes.length).toBeGreaterThan(60);
  const wrong: string[] = [];
  for (const login of ['', ...OFFICES, ...COUNCIL, ADMIN]) {
    const desk = await Desk.of(house, login);
    for (const [method, route] of routes) {
      const path = route.replace(/:[a-z]+/g, name => parts[name] || 'x');
      const reply = method === 'GET' ? await desk.http.get(path, { maxRedirects: 0 })
        : await desk.http.post(path, { form: {}, maxRedirects: 0 });
      const status = reply.status();
      const line = `${login || 'khách'} ${method} ${route}: ${status}`;
      if (status >= 500) wrong.push(line);
      if (method === 'POST' && status < 400) wrong.push(`${line} không cần khóa`);
      const row = WHOSE.find(([which]) => which.test(route));
      if (method !== 'GET' || !row) continue;
      const his = row[1].includes(login);
      if (!his && ![401, 403, 404].includes(status)) wrong.push(`${line} lọt quyền`);
      if (his && [401].includes(status)) wrong.push(`${line} không vào được`);
      if (his && !route.includes(':') && status !== 200 && !ASKS_MORE.includes(route)) wrong.push(`${line} không vào được`);
    }
  }
  expect(wrong).toEqual([]);
});

test('địa chỉ méo mó không làm máy chủ vấp', async ({ house }) => {
  const wrong: string[] = [];
  const tails = ['%FF%FE', '%00', '..%2f..%2fetc%2fpasswd', 'a'.repeat(3000), '-', '7K3M-9QXT-2HVA', '%F0%9F%8D%AF', '1e9'];
  for (const login of ['', 'sanxuat', 'tinh', 'hoidong1', 'quantri']) {
    const desk = await Desk.of(house, login);
    const paths = ['/c/', '/san-pham/', '/anh/', '/ho-so/', '/hoi-dong/phien/', '/quyet-dinh/', '/quan-ly/san-pham/',
      '/quan-ly/chu-the/', '/quan-tri/tai-khoan/', '/api/v1/products/', '/dat-mat-khau/', '/a/']
      .flatMap(head => tails.map(tail => head + tail));
    for (const head of ['/', '/san-pham', '/quan-ly/san-pham', '/quan-ly/chu-the', '/ho-so', '/don-vi', '/tra-cuu',
      '/quan-tri/tai-khoan', '/quan-tri/vet', '/ho-so/lap', '/dang-nhap', '/viec']) {
      for (const query of ['tim=%FF&sau=zz.zz', 'sau=9223372036854775808.ff', 'tim=%22%27%3B--&sao=99', 'tim=%25_%5C%2A%22(',
        'truoc=-1', 'ma=%00&san-pham=%00', 've=//evil.example', 'chuoi=%C0%80', 'tim=AND+OR+NOT+NEAR(&bo=%25']) {
        paths.push(`${head}?${query}`);
      }
    }
    for (const path of paths) {
      const status = (await desk.http.get(path, { maxRedirects: 0 })).status();
      if (status >= 500) wrong.push(`${login || 'khách'} ${path.slice(0, 80)}: ${status}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('sau khi đăng nhập không bị dẫn ra ngoài', async ({ house }) => {
  for (const back of ['//evil.example', 'https://evil.example', '/\\evil.example', '/dang-xuat', 'javascript:alert(1)', '']) {
    const desk = await Desk.of(house);
    const reply = await desk.send('/dang-nhap', { ten_dang_nhap: 'tinh', mat_khau: PASSWORD, _ve: back }, '/dang-nhap');
    expect(reply.status()).toBe(303);
    expect(reply.headers().location, back).toMatch(/^\/[a-z]/);
  }
});
