// Builders: what a test needs to be there already, made over HTTP with the forms people use.
import { request, type APIRequestContext, type APIResponse } from '@playwright/test';
import { PASSWORD, type House } from './house';
import { answersOf, type Levels } from './sheet';

type Form = Record<string, string>;

const SET = 'mat-ong-mat-khac-va-nong-san-thuc-pham-khac';

// Somebody at work without a browser.
export class Desk {
  private constructor(readonly http: APIRequestContext) {}

  static async of(house: House, login = ''): Promise<Desk> {
    const desk = new Desk(await request.newContext({ baseURL: house.url }));
    if (login) {
      await desk.must('/dang-nhap', { ten_dang_nhap: login, mat_khau: PASSWORD, _ve: '/viec' }, '/dang-nhap');
    }
    return desk;
  }

  async read(path: string): Promise<string> {
    const reply = await this.http.get(path);
    if (!reply.ok()) throw new Error(`${path}: ${reply.status()}`);
    return reply.text();
  }

  async key(from = '/viec'): Promise<string> {
    return /name="_khoa" value="([^"]*)"/.exec(await this.read(from))![1];
  }

  // Sends a form with a key of `from`; the reply as it came, not followed.
  async send(path: string, form: Form, from = '/viec'): Promise<APIResponse> {
    return this.http.post(path, { form: { _khoa: await this.key(from), ...form }, maxRedirects: 0 });
  }

  // Sends a form that must be taken; gives the address it leads to.
  async must(path: string, form: Form, from = '/viec'): Promise<string> {
    const reply = await this.send(path, form, from);
    if (reply.status() !== 303) throw new Error(`${path}: ${reply.status()} ${await reply.text()}`);
    return reply.headers().location;
  }

  async json(path: string, body: unknown): Promise<APIResponse> {
    return this.http.post(path, { data: body as object, headers: { 'X-Requested-With': 'sao' } });
  }
}

// The number in the control of this name that stands right before some text.
function before(html: string, name: string, text: string): string {
  const head = html.slice(0, html.indexOf(text));
  return /value="(\d+)$/.exec(head.slice(head.lastIndexOf(`name="${name}"`)))![1];
}

const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)![1];

export class World {
  private desks = new Map<string, Promise<Desk>>();

  private constructor(readonly house: House) {}

  private static made = new WeakMap<House, World>();

  static of(house: House): World {
    if (!World.made.has(house)) World.made.set(house, new World(house));
    return World.made.get(house)!;
  }

  desk(login: string): Promise<Desk> {
    if (!this.desks.has(login)) this.desks.set(login, Desk.of(this.house, login));
    return this.desks.get(login)!;
  }

  // Ends every sign-in of this person but the builders' own.
  async endSessions(login: string): Promise<void> {
    const desk = await Desk.of(this.house, login);
    await desk.must('/tai-khoan/phien', {});
    this.desks.set(login, Promise.resolve(desk));
  }

  // A product of the producer who signs in as sanxuat; gives its code.
  async product(name: string): Promise<string> {
    const desk = await this.desk('sanxuat');
    const page = await desk.read('/quan-ly/san-pham/them');
    const producer = /<select id="o-chu_the"[\s\S]*?<option value="([^"]+)"/.exec(page)![1];
    const at = await desk.must('/quan-ly/san-pham/them', { chu_the: producer, ten: name, bo_san_pham: SET });
    return /san-pham\/([^?]+)/.exec(at)![1];
  }

  // A case in its draft; gives its address.
  async draft(name: string): Promise<string> {
    const desk = await this.desk('sanxuat');
    return desk.must('/ho-so/lap', { san_pham: await this.product(name) });
  }

  async answer(at: string, levels: Levels = {}): Promise<void> {
    const desk = await this.desk('sanxuat');
    const page = await desk.read(`${at}/tu-cham`);
    await desk.must(`${at}/tu-cham`, { seen: hidden(page, 'seen'), ...answersOf(page, levels) });
  }

  async move(login: string, at: string, step: string, reason = ''): Promise<void> {
    const desk = await this.desk(login);
    await desk.must(`${at}/buoc`, { ban: hidden(await desk.read(at), 'ban'), buoc: step, ly_do: reason });
  }

  // A case the province has accepted.
  async accepted(name: string): Promise<string> {
    const at = await this.draft(name);
    await this.answer(at);
    await this.move('sanxuat', at, 'nop');
    await this.move('xa', at, 'chuyen-tinh');
    await this.move('tinh', at, 'tiep-nhan');
    return at;
  }

  // A meeting that scores these cases; its chair scores too. Gives its address.
  async scoring(title: string, cases: string[], members: string[]): Promise<string> {
    const desk = await this.desk('tinh');
    const at = await desk.must('/hoi-dong/them', { ten: title, quyet_dinh: '1250/QĐ-UBND',
      ngay_hop: '20/11/2026', dia_diem: 'Phòng họp số 2' });
    await desk.must(`${at}/ghe`, { tai_khoan: 'chutich', vai_tro: 'chu_tich', cham_diem: '1' });
    await desk.must(`${at}/ghe`, { tai_khoan: 'thuky', vai_tro: 'thu_ky' });
    for (const member of members) {
      await desk.must(`${at}/ghe`, { tai_khoan: member, vai_tro: 'uy_vien', cham_diem: '1' });
    }
    const page = await desk.read(at);
    for (const name of cases) {
      await desk.must(`${at}/ho-so`, { ho_so: before(page, 'ho_so', `"><span>${name} –`) });
    }
    await desk.must(`${at}/mo`, { ban: hidden(await desk.read(at), 'ban') });
    return at;
  }

  async vote(login: string, ballot: string, levels: Levels = {}): Promise<void> {
    const desk = await this.desk(login);
    const page = await desk.read(ballot);
    await desk.must(`${ballot}/nop`, { seen: hidden(page, 'seen'), ...answersOf(page, levels) });
  }

  // Marks a member absent whose ballot will not come.
  async absent(meeting: string, name: string): Promise<void> {
    const desk = await this.desk('chutich');
    const page = await desk.read(meeting);
    const head = page.slice(0, page.indexOf(`Ghi ${name} vắng mặt`));
    const seat = [...head.matchAll(/name="ghe" value="(\d+)"/g)].at(-1)![1];
    await desk.must(`${meeting}/vang`, { ghe: seat });
  }

  async close(meeting: string): Promise<void> {
    const desk = await this.desk('chutich');
    await desk.must(`${meeting}/ket-thuc`, { ban: hidden(await desk.read(meeting), 'ban') });
  }

  // A decision on every case that waits for one; gives its address.
  async decide(number: string): Promise<string> {
    const desk = await this.desk('tinh');
    const page = await desk.read('/quyet-dinh/them');
    const form: Form = { so: number, nguoi_ky: 'Lê Văn Ký' };
    for (const name of ['ngay_ky', 'co_quan', 'chuc_vu']) {
      form[name] = new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(page)![1];
    }
    form.ho_so = /name="ho_so" value="(\d+)"/.exec(page)![1];
    return desk.must('/quyet-dinh/them', form);
  }

  // A product of 4 stars, decision and certificate and all.
  async recognised(name: string): Promise<Recognised> {
    const caseAt = await this.accepted(name);
    const meeting = await this.scoring(`Phiên của ${name}`, [name], []);
    const ballot = `${meeting}/phieu/${caseAt.split('/').pop()}`;
    await this.vote('chutich', ballot, { 8: '3', 4.1: '3', 4.3: '4', 10: '2', 7: '2', 12: '1' });
    await this.close(meeting);
    const secretary = await this.desk('thuky');
    await secretary.must(`${meeting}/bien-ban`, {});
    const decision = (await this.decide(`${Date.now()}/QĐ-UBND`)).replace(/\?.*/, '');
    const page = await (await this.desk('tinh')).read(decision);
    return { caseAt, meeting, ballot, decision, check: /href="(\/c\/[^"]+)"/.exec(page)![1],
      paper: /href="(\/chung-nhan\/[^"]+\.pdf)"/.exec(page)![1] };
  }
}

// Addresses of what belongs to a recognised product.
export interface Recognised {
  caseAt: string;
  meeting: string;
  ballot: string;
  decision: string;
  check: string;
  paper: string;
}
