// Builds assets/dist/ from assets/src/ and the npm parts. Same bytes on every run.
//   node assets/build.mjs           writes dist/
//   node assets/build.mjs --check   compares with dist/, exit 1 on a difference
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import * as sass from 'sass';

const here = dirname(fileURLToPath(import.meta.url));
const src = join(here, 'src');
const dist = join(here, 'dist');
const modules = join(here, '..', 'node_modules');
const target = ['chrome87', 'firefox85', 'safari14.1'];

const OUTLINE = [
  'home', 'dots', 'table-import', 'chart-bar', 'arrow-back-up', 'list-check', 'box', 'package', 'users', 'map-pin', 'file-text', 'gavel', 'certificate',
  'search', 'star', 'upload', 'camera', 'check', 'alert-triangle', 'x', 'chevron-left',
  'chevron-right', 'chevron-down', 'printer', 'logout', 'login', 'settings', 'clock', 'download',
  'plus', 'pencil', 'trash', 'qrcode', 'arrow-back', 'info-circle', 'calendar', 'chart-bar',
  'map', 'shield-check', 'coin', 'filter', 'message', 'cloud-check', 'copy', 'photo',
];
const FILLED = ['star'];

const files = new Map();    // logical name -> { name, mime, bytes }

function add(logical, mime, bytes) {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  const dot = logical.lastIndexOf('.');
  const name = `${logical.slice(0, dot)}-${hash}${logical.slice(dot)}`;
  files.set(logical, { name, mime, bytes });
}

function fonts() {
  for (const part of ['latin', 'latin-ext', 'vietnamese'])
    for (const weight of [400, 600])
      add(`be-vietnam-pro-${part}-${weight}.woff2`, 'font/woff2', readFileSync(join(modules,
        '@fontsource/be-vietnam-pro/files', `be-vietnam-pro-${part}-${weight}-normal.woff2`)));
}

function squeeze(svg) {
  return svg.replace(/<!--.*?-->/gs, '').replace(/\s+/g, ' ').replace(/ ?\/> ?/g, '/>')
    .replace(/> </g, '><').trim();
}

function symbol(kind, icon) {
  const text = readFileSync(join(modules, '@tabler/icons/icons', kind, `${icon}.svg`), 'utf8');
  const paths = squeeze(text).replace(/^<svg[^>]*>/, '').replace(/<\/svg>$/, '').trim()
    .replace('<path stroke="none" d="M0 0h24v24H0z" fill="none"/>', '');
  if (kind === 'filled')
    return `<symbol id="i-${icon}-filled" viewBox="0 0 24 24" fill="currentColor">${paths}</symbol>`;
  return `<symbol id="i-${icon}" viewBox="0 0 24 24" fill="none" stroke="currentColor" ` +
    `stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${paths}</symbol>`;
}

function icons() {
  const all = [...OUTLINE.map(i => symbol('outline', i)), ...FILLED.map(i => symbol('filled', i))];
  add('icons.svg', 'image/svg+xml', Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg"><!-- Tabler Icons, MIT, Paweł Kuna -->\n' +
    all.join('\n') + '\n</svg>\n'));
  add('openapi.json', 'application/json', readFileSync('docs/openapi.json'));
  add('emblem.svg', 'image/svg+xml',
    Buffer.from(squeeze(readFileSync(join(src, 'emblem.svg'), 'utf8')) + '\n'));
}

function style() {
  const css = sass.compile(join(src, 'sao.scss'), {
    loadPaths: [modules], quietDeps: true, logger: sass.Logger.silent, charset: false,
  }).css;
  const named = css.replace(/asset:([\w.-]+)/g, (all, logical) => files.get(logical).name);
  if (/url\(["']?(data|https?):/.test(named))
    throw new Error('the style sheet refers to something outside');
  const small = esbuild.transformSync(named, { loader: 'css', minify: true, target, charset: 'utf8' });
  add('sao.css', 'text/css; charset=utf-8', Buffer.from(small.code));
}

function script(name) {
  const { outputFiles } = esbuild.buildSync({
    entryPoints: [join(src, `${name}.js`)], bundle: true, minify: true, write: false,
    format: 'iife', target, charset: 'utf8', legalComments: 'inline',
  });
  add(`${name}.js`, 'text/javascript; charset=utf-8', Buffer.from(outputFiles[0].contents));
}

// Leaflet's own style without its pictures: marks are drawn, not pictures.
function mapStyle() {
  const css = readFileSync(join(modules, 'leaflet/dist/leaflet.css'), 'utf8')
    .replace(/[^{}]*\{[^{}]*url\([^{}]*\}/g, '');
  const small = esbuild.transformSync(css, { loader: 'css', minify: true, target });
  add('map.css', 'text/css; charset=utf-8', Buffer.from(small.code));
}

fonts();
icons();
style();
script('sao');
script('map');
mapStyle();

// The gallery pages are written by hand; only the hashed names in them are renewed.
const GALLERIES = ['gallery.html', 'gallery-public.html'];

function gallery(name) {
  const text = readFileSync(join(here, name), 'utf8');
  return Buffer.from(text.replace(/dist\/([\w-]+)-[0-9a-f]{8}(\.\w+)/g, (all, stem, ext) => {
    const file = files.get(stem + ext);
    return file ? `dist/${file.name}` : all;
  }));
}

const wanted = new Map([...files.values()].map(f => [f.name, f.bytes]));
wanted.set('manifest.tsv', Buffer.from([...files.keys()].sort()
  .map(k => `${k}\t${files.get(k).name}\t${files.get(k).mime}\n`).join('')));

if (process.argv.includes('--check')) {
  let have = [];
  try { have = readdirSync(dist); } catch { /* reported as missing below */ }
  const wrong = [
    ...have.filter(n => !wanted.has(n)).map(n => `not built any more: ${n}`),
    ...[...wanted].filter(([n]) => !have.includes(n)).map(([n]) => `missing: ${n}`),
    ...[...wanted].filter(([n, b]) => have.includes(n) && !b.equals(readFileSync(join(dist, n))))
      .map(([n]) => `differs: ${n}`),
    ...GALLERIES.filter(n => !gallery(n).equals(readFileSync(join(here, n))))
      .map(n => `../${n} names older files`),
  ];
  for (const line of wrong)
    console.error(`assets/dist: ${line}`);
  if (wrong.length)
    console.error('assets/dist is not what the sources build; run: make assets');
  process.exit(wrong.length ? 1 : 0);
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
for (const [name, bytes] of [...wanted].sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(join(dist, name), bytes);
for (const name of GALLERIES)
  writeFileSync(join(here, name), gallery(name));
