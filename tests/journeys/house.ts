// A house: the real program over a demonstration province in a folder of its own; and the people
// who visit it.
//
//     test.use({ stage: 'straight-path' });            one house for each stage
//     test('…', async ({ as }) => { const page = await as('sanxuat'); … });
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect as plainExpect, test as plainTest } from '@playwright/test';
import type { APIResponse, Browser, Page, Response } from '@playwright/test';

export const PASSWORD = 'saolang2026';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = process.env.SAOLANG_BIN || join(ROOT, 'build/test/saolang');
const DATABASE = process.env.SAOLANG_TEST_DB || '';
const PICTURE = /\/tep\/\d+$/;               // shown by the browser's own viewer, which styles it in line
const TROUBLE = /Sanitizer|level=error|runtime error:/;

function environment(): NodeJS.ProcessEnv {
  const { SAOLANG_DATA, SAOLANG_DB, SAOLANG_LISTEN, ...rest } = process.env;
  return {
    ...rest,
    ASAN_OPTIONS: `detect_leaks=1:halt_on_error=1:exitcode=99:${rest.ASAN_OPTIONS || ''}`,
    UBSAN_OPTIONS: `halt_on_error=1:print_stacktrace=1:${rest.UBSAN_OPTIONS || ''}`,
  };
}

function must(command: string, args: string[]): string {
  const done = spawnSync(command, args, { env: environment(), encoding: 'utf8' });
  if (done.status !== 0) {
    throw new Error(`${command} ${args.join(' ')}: ${done.error || done.stderr || done.stdout}`);
  }
  return done.stdout;
}

export class House {
  url = '';
  log = '';                                  // stderr of the server
  readonly folder = mkdtempSync(join(tmpdir(), 'saolang-journey.'));
  private child?: ChildProcess;

  private options(): string[] {
    return ['--data', join(this.folder, 'data'), ...(DATABASE ? ['--db', DATABASE] : [])];
  }

  async open(): Promise<void> {
    if (DATABASE) {
      must('psql', ['-q', DATABASE, '-c',
        'SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public']);
    }
    must(PROGRAM, ['demo', join(this.folder, 'data'), ...(DATABASE ? ['--db', DATABASE] : [])]);
    this.child = spawn(PROGRAM, ['serve', ...this.options(), '--listen', '127.0.0.1:0'],
      { env: environment(), stdio: ['ignore', 'ignore', 'pipe'] });
    this.child.stderr!.on('data', piece => { this.log += piece; });
    for (let i = 0; i < 200; i++) {
      const port = /event=server\.started port=(\d+)/.exec(this.log);
      if (port) this.url = `http://127.0.0.1:${port[1]}`;
      if (port && await fetch(`${this.url}/healthz`).then(r => r.ok, () => false)) return;
      if (this.child.exitCode !== null) break;
      await pause(50);
    }
    throw new Error(`the server did not start:\n${this.log}`);
  }

  // Lines of the log that must not be there.
  trouble(): string[] {
    return this.log.split('\n').filter(line => TROUBLE.test(line));
  }

  async close(): Promise<void> {
    const child = this.child;
    if (child && child.exitCode === null) {
      const gone = new Promise(resolve => child.once('exit', resolve));
      child.kill('SIGTERM');
      await Promise.race([gone, pause(20_000, undefined, { ref: false })]);
      if (child.exitCode === null) child.kill('SIGKILL');
    }
    rmSync(this.folder, { recursive: true, force: true });
    if (child && (child.exitCode !== 0 || this.trouble().length > 0)) {
      throw new Error(`the server ended with ${child.exitCode}:\n${this.log.slice(-6000)}`);
    }
  }

  verb(...args: string[]): string {
    return must(PROGRAM, [...args, ...this.options()]);
  }
}

// -- visitors ------------------------------------------------------------------------------------

interface Visit {
  width?: number;
  script?: boolean;                          // false: a browser without JavaScript
}

// What a page complained about: errors in its script, on its console, of its security policy.
class Complaints {
  readonly lines: string[] = [];
  private refusals = false;

  // Replies of 4xx, which a browser notes on the console, are wanted in this test.
  mayRefuse(): void { this.refusals = true; }

  watch(page: Page): void {
    page.on('pageerror', e => this.lines.push(`${page.url()}: ${e.message}`));
    page.on('console', m => {
      if (m.type() !== 'error' && !/security policy/i.test(m.text())) return;
      if (PICTURE.test(page.url())) return;
      if (this.refusals && /responded with a status of 4\d\d/.test(m.text())) return;
      this.lines.push(`${page.url()}: ${m.text()}`);
    });
  }
}

type ForTest = {
  complaints: Complaints;
  visitor: (visit?: Visit) => Promise<Page>;
  as: (login: string, visit?: Visit) => Promise<Page>;
};
type ForWorker = { stage: string; house: House };

export const test = plainTest.extend<ForTest, ForWorker>({
  stage: ['', { option: true, scope: 'worker' }],

  house: [async ({ stage }, use) => {
    const house = new House();
    try {
      await house.open();
      await use(house);
    } finally {
      await house.close();
    }
    void stage;                              // another stage, another worker, another house
  }, { scope: 'worker', timeout: 60_000 }],

  complaints: [async ({ house }, use) => {
    const complaints = new Complaints();
    await use(complaints);
    plainExpect(complaints.lines, 'lỗi trên trang').toEqual([]);
    plainExpect(house.trouble(), 'lỗi trong nhật ký máy chủ').toEqual([]);
  }, { auto: true }],

  baseURL: async ({ house }, use) => use(house.url),

  visitor: async ({ browser, complaints, contextOptions, baseURL }, use) => {
    const closing: (() => Promise<void>)[] = [];
    await use(async (visit = {}) => {
      const context = await (browser as Browser).newContext({
        ...contextOptions, baseURL, hasTouch: true, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh',
        viewport: { width: visit.width || 360, height: 780 },
        javaScriptEnabled: visit.script !== false,
      });
      context.setDefaultTimeout(15_000);
      closing.push(() => context.close());
      context.on('page', page => complaints.watch(page));
      return context.newPage();
    });
    for (const close of closing) await close();
  },

  as: async ({ visitor }, use) => {
    await use(async (login, visit) => {
      const page = await visitor(visit);
      await page.goto('/dang-nhap');
      await signIn(page, login);
      await plainExpect(page).toHaveURL(/\/viec$/);
      return page;
    });
  },
});

export async function signIn(page: Page, login: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).tap();
}

// -- what a test waits for -------------------------------------------------------------------------

export const expect = plainExpect.extend({
  // A reply with this status whose page or problem holds this sentence.
  async toBeRefused(reply: APIResponse | Response | null, status: number, sentence: string | RegExp) {
    const text = reply ? await reply.text() : '';
    const plain = text.replace(/<[^>]*>/g, '').replace(/&quot;/g, '"').replace(/\s+/g, ' ');
    const says = typeof sentence === 'string' ? plain.includes(sentence) : sentence.test(plain);
    return {
      pass: reply?.status() === status && says,
      message: () => `wanted ${status} and “${sentence}”, got ${reply?.status()}: ${plain.slice(0, 2000)}`,
    };
  },
});

// Does `act` and gives the page's own reply to the POST it leads to.
export async function replyTo(page: Page, act: () => Promise<unknown>): Promise<Response> {
  const waiting = page.waitForResponse(r => r.request().method() === 'POST'
    && r.request().isNavigationRequest());
  await act();
  return waiting;
}

export const button = (page: Page, name: string | RegExp) =>
  page.getByRole('main').getByRole('button', { name });

// Taps a button that asks first, reads the question, and says yes.
export async function tapSurely(page: Page, name: string, question: string | RegExp): Promise<void> {
  await button(page, name).first().tap();
  const box = page.getByRole('dialog');
  await plainExpect(box).toContainText(question);
  await box.getByRole('button', { name }).tap();
}

export const link = (page: Page, name: string | RegExp) =>
  page.getByRole('main').getByRole('link', { name });
