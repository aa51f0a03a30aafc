// Small real files to send, and a reader of the papers that come back.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Download, Page } from '@playwright/test';

// A JPEG: what the page looks like.
export const photo = (page: Page) => page.screenshot({ type: 'jpeg', quality: 60 });

// A PDF of one page, xref and all.
export function paper(text: string): Buffer {
  const stream = `BT /F1 18 Tf 40 100 Td (${text}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.4\n';
  const at = objects.map((o, i) => {
    const here = body.length;
    body += `${i + 1} 0 obj\n${o}\nendobj\n`;
    return String(here).padStart(10, '0');
  });
  const xref = body.length;
  body += `xref\n0 6\n0000000000 65535 f \n${at.map(a => `${a} 00000 n \n`).join('')}`
    + `trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(body, 'latin1');
}

export const bytesOf = async (download: Download) => readFileSync(await download.path());

function run(command: string, ...args: string[]): string {
  const done = spawnSync(command, args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${command}: ${done.error || done.stderr || done.status}`);
  return done.stdout;
}

function withFile<T>(pdf: Buffer, work: (folder: string, file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'saolang-paper.'));
  try {
    writeFileSync(join(folder, 'paper.pdf'), pdf);
    return work(folder, join(folder, 'paper.pdf'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// The words of a PDF on one line.
export const wordsOf = (pdf: Buffer) =>
  withFile(pdf, (_, file) => run('pdftotext', '-layout', file, '-').replace(/\s+/g, ' ').normalize('NFC'));

// What the QR on its first page says.
export const qrOf = (pdf: Buffer) => withFile(pdf, (folder, file) => {
  run('pdftoppm', '-r', '150', '-png', '-f', '1', '-l', '1', '-singlefile', file, join(folder, 'page'));
  return run('zbarimg', '--raw', '-q', '-Sdisable', '-Sqrcode.enable', join(folder, 'page.png')).trim();
});
