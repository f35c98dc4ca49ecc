// The official Node SDK, unmodified and pointed at ganbo: what it sends becomes a card, once.
//
//   GANBO_BINARY=build/release/ganbo node --test tests/sdk/segment_node_test.mjs      (the SDK is in web/node_modules)

import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import net from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const binary = resolve(process.env.GANBO_BINARY ?? join(root, 'build/release/ganbo'));
const {Analytics} = createRequire(join(root, 'web/package.json'))('@segment/analytics-node');

const data = mkdtempSync(join(tmpdir(), 'ganbo-sdk-'));
let server;
let port = 0;
let eventsKey;
let readKey;

async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await new Promise((done) => probe.once('listening', done));
  const found = probe.address().port;
  await new Promise((done) => probe.close(done));
  return found;
}

async function startServer() {
  server = spawn(binary, ['serve', '--data', data, '--port', String(port), '--empty'], {stdio: ['ignore', 'pipe', 'inherit']});
  await new Promise((done, fail) => {
    let said = '';
    server.stdout.on('data', (chunk) => {
      said += chunk;
      if (said.includes('ganbo is serving')) done();
    });
    server.once('exit', (code) => fail(new Error(`The server ended with ${code} before it served.`)));
  });
}

async function endServer(signal) {
  const ended = new Promise((done) => server.once('exit', done));
  server.kill(signal);
  return ended;
}

// The SDK as its documentation says, and what it believes became of its calls.
function sdk(options = {}) {
  const analytics = new Analytics({writeKey: eventsKey, host: `http://127.0.0.1:${port}`, ...options});
  const errors = [];
  analytics.on('error', (error) => errors.push(error));
  return {analytics, errors};
}

async function get(path) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {headers: {authorization: `Bearer ${readKey}`}});
  return {status: response.status, body: await response.json()};
}

function query(sql) {
  return JSON.parse(execFileSync(binary, ['query', sql, '--format', 'json', '--data', data], {encoding: 'utf8'}));
}

before(async () => {
  const key = (scope) => execFileSync(binary, ['key', 'create', '--scope', scope, '--source', 'shop', '--data', data], {encoding: 'utf8'}).trim();
  eventsKey = key('events');
  readKey = key('read');
  port = await freePort();
  await startServer();
});

after(async () => {
  if (server?.exitCode === null && server?.signalCode === null) await endServer('SIGKILL');
  rmSync(data, {recursive: true, force: true});
});

test('every call of the SDK becomes part of one card', async () => {
  const {analytics, errors} = sdk();
  analytics.page({anonymousId: 'browser-1', name: 'Trang chủ', properties: {path: '/'}});
  analytics.identify({userId: 'lan', anonymousId: 'browser-1', traits: {name: 'Nguyễn Thị Lan', email: 'Lan@Example.com', phone: '0901 234 567'}});
  analytics.track({userId: 'lan', event: 'Product Viewed', properties: {product_id: 'CD-500', name: 'Arabica Cầu Đất', price: 150000}});
  analytics.track({userId: 'lan', event: 'Order Completed', properties: {order_id: 'A-1', total: 300000, currency: 'VND', products: [{product_id: 'CD-500', quantity: 2, price: 150000}]}});
  analytics.track({userId: 'lan', event: 'Order Completed', properties: {order_id: 'A-2', total: 90000, currency: 'VND'}});
  analytics.track({userId: 'lan', event: 'Order Refunded', properties: {order_id: 'A-1', total: 150000, currency: 'VND'}});
  analytics.screen({userId: 'lan', name: 'Tích điểm'});
  analytics.group({userId: 'lan', groupId: 'cafe-9', traits: {name: 'Quán Chín'}});
  analytics.alias({userId: 'lan', previousId: 'browser-2'});
  analytics.track({anonymousId: 'browser-2', event: 'Song Played', properties: {song: 'Diễm xưa'}});
  await analytics.closeAndFlush({timeout: 15000});
  assert.deepEqual(errors, []);

  query('select 1'); // a verb while it serves
  const rebuilt = JSON.parse(execFileSync(binary, ['rebuild', '--json', '--data', data], {encoding: 'utf8'}));
  assert.equal(rebuilt.tables.reduce((sum, table) => sum + table.differences, 0), 0);

  const {status, body: card} = await get('/v1/parties/by/user_id/lan');
  assert.equal(status, 200);
  assert.equal(card.name, 'Nguyễn Thị Lan');
  assert.equal(card.kind, 'person');
  const identifiers = card.identifiers.map(({type, value}) => `${type}=${value}`).sort();
  assert.deepEqual(identifiers, ['anonymous_id=browser-1', 'anonymous_id=browser-2', 'email=lan@example.com', 'phone=+84901234567', 'user_id=lan']);
  assert.equal(card.figures.orders, 2);
  assert.deepEqual(card.figures.spent, {amount: '240000', currency: 'VND'});
  assert.deepEqual(card.figures.refunded, {amount: '150000', currency: 'VND'});
  const byType = card.figures.touchpoints_by_type;
  assert.equal(byType.page_view, 1, 'the anonymous history joined her');
  assert.equal(byType.order_completed, 2);
  assert.equal(byType.order_refunded, 1);
  assert.equal(byType.product_viewed, 1);
  assert.equal(byType.screen_view, 1);
  assert.equal(byType.group_joined, 1);
  assert.equal(byType.custom, 1);
  assert.ok(Math.abs(Date.parse(card.figures.last_order_at) - Date.now()) < 60_000, card.figures.last_order_at);

  const {body: organisation} = await get('/v1/parties/by/external/group:cafe-9');
  assert.equal(organisation.kind, 'organisation');
  assert.equal(organisation.name, 'Quán Chín');
});

test('what the SDK sends again is repeated and changes nothing', async () => {
  const before = query('select count(*) as n from events')[0];
  const {analytics, errors} = sdk();
  const requests = [];
  analytics.on('http_request', ({url, headers, body}) => requests.push({url, headers, body}));
  analytics.track({userId: 'lan', event: 'Order Completed', properties: {order_id: 'A-3', total: 50000, currency: 'VND'}});
  analytics.track({userId: 'lan', event: 'Song Played', properties: {song: 'Hạ trắng'}});
  await analytics.closeAndFlush({timeout: 15000});
  assert.deepEqual(errors, []);

  // Byte for byte as the SDK sent them, with another sentAt, as it does when it tries again.
  for (const {url, headers, body} of requests) {
    const again = {...JSON.parse(body), sentAt: new Date(Date.now() + 5000).toISOString()};
    const answer = await (await fetch(url, {method: 'POST', headers, body: JSON.stringify(again)})).json();
    assert.equal(answer.applied, 0);
    assert.equal(answer.repeated, again.batch.length);
    assert.ok(answer.outcomes.every(({status}) => status === 'repeated'));
  }
  const after = query('select count(*) as n from events')[0];
  assert.equal(Number(after.n) - Number(before.n), 2);
  const {body: card} = await get('/v1/parties/by/user_id/lan');
  assert.equal(card.figures.orders, 3);
});

test('the SDK delivers over a crash, once', async () => {
  await endServer('SIGKILL');
  const {analytics, errors} = sdk({maxRetries: 60, flushAt: 5});
  for (let number = 0; number < 25; ++number)
    analytics.track({userId: 'minh', event: 'Order Completed', properties: {order_id: `M-${number}`, total: 1000, currency: 'VND'}});
  const delivered = analytics.closeAndFlush({timeout: 60_000});
  await new Promise((done) => setTimeout(done, 300));
  await startServer();
  await delivered;
  assert.deepEqual(errors, []);
  const {body: card} = await get('/v1/parties/by/user_id/minh');
  assert.equal(card.figures.orders, 25);
  assert.deepEqual(card.figures.spent, {amount: '25000', currency: 'VND'});
});

test('a wrong write key is told to the caller and leaves nothing', async () => {
  const before = query('select count(*) as n from events')[0];
  const {analytics, errors} = sdk({writeKey: 'gb_thisIsNoKeyAtAll', maxRetries: 0});
  analytics.track({userId: 'nobody', event: 'Order Completed', properties: {order_id: 'X-1', total: 1}});
  await analytics.closeAndFlush({timeout: 15000});
  assert.equal(errors.length, 1);
  assert.match(String(errors[0].reason), /401/);
  assert.deepEqual(query('select count(*) as n from events')[0], before);
  assert.equal((await get('/v1/parties/by/user_id/nobody')).status, 404);
});
