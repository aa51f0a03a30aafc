// What tests/suites/openapi runs. Says "N passed, M failed" at its end.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';

const sao = process.env.SAOLANG || 'build/test/saolang';
const doc = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));
let passed = 0, failed = 0;
const check = (what, good, why = '') => {
  good ? passed++ : failed++;
  if (!good) console.log(`FAILED ${what} ${why}`);
};

const validity = await new Validator().validate(doc);
check('the description is OpenAPI 3.1', validity.valid, JSON.stringify(validity.errors));

const described = Object.entries(doc.paths).flatMap(([path, ops]) => Object.keys(ops)
  .filter(m => m === 'get' || m === 'post').map(m => `${m.toUpperCase()} ${path}`)).sort();
const offered = spawnSync(sao, ['routes'], { encoding: 'utf8' }).stdout.split('\n')
  .map(l => l.trim().split(/\s+/)).filter(([, p]) => p?.startsWith('/api/'))
  .map(([m, p]) => `${m} ${p.replace(/:(\w+)/g, '{$1}')}`).sort();
check('it names every address, and no other', described.join() === offered.join(),
  `\n described ${described}\n offered   ${offered}`);

const dir = mkdtempSync(join(tmpdir(), 'saolang-openapi.'));
const data = join(dir, 'demo');
spawnSync(sao, ['demo', data, '--story'], { encoding: 'utf8' });
const server = spawn(sao, ['serve', '--data', data, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
const base = await new Promise((done, give) => {
  let said = '';
  server.stdout.on('data', d => { said += d; const at = said.match(/http:\/\/127\.0\.0\.1:\d+/); if (at) done(at[0]); });
  server.on('exit', () => give(new Error('the server ended')));
});

let cookie = '';
const ask = async (method, path, body, more = {}) => {
  const reply = await fetch(base + path, { method, redirect: 'manual', body: body && JSON.stringify(body), headers: {
    Accept: 'application/json', Cookie: cookie, 'X-Requested-With': 'test',
    ...(body ? { 'Content-Type': 'application/json' } : {}), ...more } });
  const text = await reply.text();
  let json; try { json = JSON.parse(text); } catch { json = undefined; }
  return { status: reply.status, headers: reply.headers, json };
};
// Required members and plain types, as deep as the schemas go.
const fits = (schema, value) => {
  if (schema.$ref) return fits(doc.components.schemas[schema.$ref.split('/').pop()], value);
  const types = [].concat(schema.type ?? []);
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
  if (types.length && !types.includes(type)) return false;
  if (type === 'array') return value.every(v => fits(schema.items ?? {}, v));
  if (type !== 'object') return !schema.enum || schema.enum.includes(value);
  return (schema.required ?? []).every(k => k in value)
    && Object.entries(value).every(([k, v]) => !schema.properties || (schema.properties[k] && fits(schema.properties[k], v)));
};
const seen = new Set();
const expect = (what, method, path, template, reply, status) => {
  seen.add(`${method} ${template}`);
  const said = doc.paths[template][method.toLowerCase()].responses[status];
  const schema = said?.content && Object.values(said.content)[0].schema;
  check(`${what}: ${method} ${path}`, reply.status === status && said && (!schema || fits(schema, reply.json)),
    `${reply.status} ${JSON.stringify(reply.json)?.slice(0, 300)}`);
};

const P = '/api/v1/products', ONE = '/api/v1/products/{product}', WHO = '/api/v1/producers', HIM = '/api/v1/producers/{producer}';
let r = await ask('GET', P);
expect('all products', 'GET', P, P, r, 200);
check('the demonstration has twenty-seven products', r.json.total === 27 && r.json.items.length === 27);
check('seventeen have stars', r.json.items.filter(i => i.rank > 0).length === 17);
const tag = r.headers.get('etag');
expect('what has not changed', 'GET', P, P, await ask('GET', P, undefined, { 'If-None-Match': tag }), 304);
const names = [];
for (let after = '', page = 0; page < 12; page++) {
  r = await ask('GET', `${P}?limit=3&after=${after}`);
  names.push(...r.json.items.map(i => i.code));
  check('the total stays the same on every page', r.json.total === 27);
  if (!r.json.next) break;
  after = r.json.next;
}
check('paging shows every product once', names.length === 27 && new Set(names).size === 27, names.join());
r = await ask('GET', `${P}?q=nuoc mam nhi`);
check('words without marks', r.json.total === 1 && r.json.items[0].rank === 4, JSON.stringify(r.json));
r = await ask('GET', `${P}?rank=3`);
check('by stars', r.json.total === 10 && r.json.items.every(i => i.rank === 3));
r = await ask('GET', `${P}?unit=30547`);
check('by commune', r.json.total === 3 && r.json.items.every(i => i.unit === '30547'), JSON.stringify(r.json));
r = await ask('GET', `${P}?set=vai-may-mac`);
check('by set', r.json.total === 2 && r.json.items.every(i => i.set === 'vai-may-mac'));
expect('the description itself', 'GET', '/api/v1/openapi.json', '/api/v1/openapi.json', await ask('GET', '/api/v1/openapi.json'), 200);
expect('figures are an office\'s', 'GET', '/api/v1/report', '/api/v1/report', await ask('GET', '/api/v1/report'), 401);

r = await ask('POST', '/dang-nhap', { login_name: 'tinh', password: 'saolang2026' });
cookie = (r.headers.get('set-cookie') ?? '').split(';')[0];
expect('figures', 'GET', '/api/v1/report', '/api/v1/report', await ask('GET', '/api/v1/report'), 200);
r = await ask('POST', WHO, { legal_type: 'hop_tac_xa', name: 'HTX Thử giao diện', representative: 'Nguyễn Văn An', place_code: '30547' });
expect('a producer is added', 'POST', WHO, WHO, r, 200);
const producer = r.json.code;
expect('and read', 'GET', `${WHO}/${producer}`, HIM, await ask('GET', `${WHO}/${producer}`), 200);
expect('faults are listed', 'POST', WHO, WHO, await ask('POST', WHO, { name: 'x' }), 422);
r = await ask('POST', P, { producer_code: producer, name: 'Mật thử', set_slug: 'vai-may-mac' }, { 'Idempotency-Key': 'k1' });
expect('a product is added', 'POST', P, P, r, 200);
const product = r.json.code;
r = await ask('GET', `${P}/${product}`);
expect('and read', 'GET', `${P}/${product}`, ONE, r, 200);
expect('it is changed', 'POST', `${P}/${product}`, ONE, await ask('POST', `${P}/${product}`, { ...r.json, unit: 'hộp' }), 200);
expect('from an older version it is not', 'POST', `${P}/${product}`, ONE, await ask('POST', `${P}/${product}`, { ...r.json, unit: 'túi' }), 409);
expect('one that is not there', 'GET', `${P}/ABCDEFGHJKLM`, ONE, await ask('GET', `${P}/ABCDEFGHJKLM`), 404);
r = await ask('GET', `${P}?q=thu giao dien`);
check('it stands in the list, without a star', r.json.total === 1 && r.json.items[0].rank === 0);
check('every address was asked', described.every(d => seen.has(d)), described.filter(d => !seen.has(d)).join());

server.kill('SIGTERM');
await new Promise(done => server.on('exit', done));
rmSync(dir, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
