// A stand-in for the server, for developing the pages and for the browser tests while no binary is at hand. It serves
// web/dist with the page's policy and answers the calls of the web application from made-up data in memory.
//   node mock/server.mjs [port]
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EVENT_TYPES, figuresOf, fold, letterOf, makeParties, makeTimeline, quarantine } from './data.mjs';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const BODY_BYTES_MAX = 1_000_000;

const policy = (nonce) =>
  `default-src 'self'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; connect-src 'self'; ` +
  "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

export function startMock({ port = 0, parties: count = 5000, now = Date.now() } = {}) {
  const parties = makeParties(count, now);
  const byId = new Map(parties.map((party) => [party.id, party]));
  const timelines = new Map();
  const sessions = new Map();
  const named = new Map();
  const tokens = new Set();
  let waiting = quarantine(now);
  const fields = [];
  let made = 0;

  const timelineOf = (party) => {
    if (!timelines.has(party.id)) timelines.set(party.id, makeTimeline(party, now));
    return timelines.get(party.id);
  };
  const valueOf = (party, field) => {
    const value = party.traits[field.key]?.value ?? null;
    const choice = field.choices.find((each) => each.value === value);
    return { key: field.key, value, value_label: choice?.label ?? null };
  };
  const listedFields = (party) =>
    fields
      .filter(({ in_list, retired }) => in_list && !retired)
      .map((field) => valueOf(party, field))
      .filter(({ value }) => value !== null);
  const cardFields = (party) =>
    fields
      .filter(
        ({ key, roles, retired }) =>
          party.traits[key] || (!retired && (roles.length === 0 || roles.some((role) => party.roles.includes(role)))),
      )
      .map(({ label, kind, retired, ...field }) => {
        const { at = null, source = null } = party.traits[field.key] ?? {};
        return { ...valueOf(party, field), label, kind, retired, at, source };
      });
  const rowOf = (party) => {
    const { orders, spent, last_order_at, last_contact_at } = figuresOf(timelineOf(party));
    const { id, kind, name, roles, identifiers } = party;
    return {
      id,
      kind,
      name,
      roles,
      identifiers,
      fields: listedFields(party),
      figures: { orders, spent, last_order_at, last_contact_at },
    };
  };

  function find(search) {
    const words = fold(search).split(/\s+/).filter(Boolean);
    const digits = /^[+\d ().-]+$/.test(search) ? search.replace(/\D/g, '').replace(/^(84|0)/, '') : '';
    const found = [];
    for (const party of parties) {
      const parts = party.folded.split(' ');
      if (words.every((word) => parts.some((part) => part.startsWith(word)))) found.push(party);
      else {
        const hit = party.identifiers.some(
          ({ type, value }) =>
            (type === 'phone' && digits.length >= 3 && value.includes(digits)) ||
            fold(value).startsWith(words.join(' ')),
        );
        if (hit) found.push(party);
      }
    }
    return found;
  }

  const refuse = (status, code, detail, rest = {}) => ({
    status,
    problem: { type: 'about:blank', title: code, status, code, detail, ...rest },
  });
  const page = (rows, query) => {
    const from = Number(query.get('cursor') ?? 0);
    const limit = Math.min(Number(query.get('limit') ?? 50), 200);
    return {
      rows: rows.slice(from, from + limit),
      next_cursor: from + limit < rows.length ? String(from + limit) : null,
    };
  };
  const sessionBody = (session) => ({
    user: session.user,
    csrf_token: session.csrf,
    business: { name: 'Nhà Rang Mây', time_zone: 'Asia/Ho_Chi_Minh', currency: 'VND', demo: true },
  });

  function answer(method, path, query, body, request) {
    const session = sessions.get(/ganbo_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1]);
    if (path === '/v1/session' && method === 'POST') {
      const byLink = body?.token !== undefined;
      if (byLink ? !tokens.delete(body.token) : body?.login !== 'mai' || body?.password !== 'ca phe sua da')
        return refuse(401, 'unauthorized', 'Wrong, used or expired.');
      const id = randomBytes(16).toString('hex');
      const opened = {
        csrf: randomBytes(12).toString('hex'),
        user: { id: '1', name: 'Võ Thanh Mai', login: 'mai', role: 'owner', locale: null },
      };
      sessions.set(id, opened);
      return {
        status: 200,
        json: sessionBody(opened),
        cookie: `ganbo_session=${id}; HttpOnly; SameSite=Strict; Path=/`,
      };
    }
    if (!session) return refuse(401, 'unauthorized', 'Not signed in.');
    if (method !== 'GET' && request.headers['x-csrf-token'] !== session.csrf)
      return refuse(403, 'forbidden', 'X-CSRF-Token is missing or wrong.');
    if (path === '/v1/session') {
      if (method === 'DELETE') {
        for (const [id, each] of sessions) if (each === session) sessions.delete(id);
        return { status: 204 };
      }
      if (method === 'PATCH') session.user.locale = body.locale;
      return { status: 200, json: sessionBody(session) };
    }
    const name = request.headers['idempotency-key'];
    if (method === 'POST' && name && named.has(name)) return named.get(name);
    const result = answerSignedIn(method, path, query, body);
    if (method === 'POST' && name && result.status < 300) named.set(name, result);
    return result;
  }

  function answerSignedIn(method, path, query, body) {
    if (path === '/v1/parties' && method === 'GET') {
      const search = query.get('search')?.trim();
      const kind = query.get('kind');
      const letter = query.get('letter');
      let found = search ? find(search) : parties;
      found = found.filter((party) => (!kind || party.kind === kind) && (!letter || party.letter === letter));
      const { rows, next_cursor } = page(found, query);
      return { status: 200, json: { data: rows.map(rowOf), next_cursor } };
    }
    if (path === '/v1/parties' && method === 'POST') {
      if (!body?.name?.trim()) return refuse(400, 'invalid', 'A name is needed.', { field: 'name', rule: 'required' });
      if (body.phone && !/^[+\d][\d ().-]{6,}$/.test(body.phone))
        return refuse(400, 'invalid', `“${body.phone}” is no phone number; write it like 090 123 45 67.`, {
          field: 'phone',
          rule: 'phone',
        });
      const identifiers = ['phone', 'email', 'loyalty_card']
        .filter((type) => body[type])
        .map((type) => ({ type, value: body[type], first_seen_at: new Date().toISOString() }));
      const party = {
        id: String(8_000_000_000_000_000n + BigInt(++made)),
        kind: body.kind,
        name: body.name,
        roles: body.roles ?? [],
        identifiers,
        traits: {},
        folded: fold(body.name),
        letter: letterOf(body.name),
        created_at: new Date().toISOString(),
        seed: made,
        orders: 0,
      };
      parties.push(party);
      parties.sort((a, b) => (a.folded < b.folded ? -1 : 1));
      byId.set(party.id, party);
      timelines.set(party.id, []);
      return { status: 201, json: rowOf(party) };
    }
    if (path === '/v1/parties/letters') {
      const counts = new Map();
      for (const { letter } of parties) counts.set(letter, (counts.get(letter) ?? 0) + 1);
      return { status: 200, json: { data: [...counts].sort().map(([letter, count]) => ({ letter, count })) } };
    }
    if (path === '/v1/event-types') return { status: 200, json: EVENT_TYPES };
    if (path === '/v1/fields' && method === 'GET') return { status: 200, json: { data: fields } };
    if (path === '/v1/fields') {
      if (fields.some(({ key }) => key === body.key))
        return refuse(409, 'conflict', 'There is a field of this key already.', { field: 'key', rule: 'unique' });
      const field = {
        choices: [],
        roles: [],
        readers: [],
        in_list: false,
        in_search: false,
        retired: false,
        ...body,
        made_at: new Date().toISOString(),
      };
      fields.push(field);
      return { status: 201, json: { field, replayed: 0, waiting: 0 } };
    }
    const changed = /^\/v1\/fields\/([^/]+)$/.exec(path);
    if (changed) {
      const field = fields.find(({ key }) => key === changed[1]);
      if (!field) return refuse(404, 'not_found', 'There is no such field.');
      return { status: 200, json: { field: Object.assign(field, body), replayed: 0, waiting: 0 } };
    }
    if (path === '/v1/quarantine') return { status: 200, json: { data: waiting } };
    const use = /^\/v1\/quarantine\/([^/]+)\/use$/.exec(path);
    if (use) {
      waiting = waiting.filter(({ field }) => field !== decodeURIComponent(use[1]));
      return { status: 200, json: {} };
    }
    const [, id, rest] = /^\/v1\/parties\/([^/]+)(\/\w+)?$/.exec(path) ?? [];
    const party = byId.get(id);
    if (!party) return refuse(404, 'not_found', 'No such party.');
    const entries = timelineOf(party);
    if (rest === '/timeline') {
      const type = query.get('type');
      const { rows, next_cursor } = page(type ? entries.filter((entry) => entry.type === type) : entries, query);
      return { status: 200, json: { data: rows, next_cursor } };
    }
    if (rest === '/touchpoints') {
      const type = EVENT_TYPES.data.find((each) => each.type === body?.type && each.loggable);
      if (!type)
        return refuse(400, 'invalid', 'This type cannot be logged by hand.', { field: 'type', rule: 'loggable' });
      const entry = {
        id: `${id}${9000 + ++made}`,
        type: type.type,
        occurred_at: body.occurred_at ?? new Date().toISOString(),
        received_at: new Date().toISOString(),
        line: type.label,
        source: 'ganbo',
        staff: 'Võ Thanh Mai',
        direction: body.envelope?.direction,
        envelope: body.envelope ?? {},
        properties: body.properties ?? {},
      };
      entries.push(entry);
      entries.sort((a, b) => (a.occurred_at < b.occurred_at ? 1 : -1));
      return { status: 201, json: { event_id: entry.id, outcome: 'applied' } };
    }
    if (method === 'PATCH')
      for (const [key, value] of Object.entries(body.traits)) {
        party.traits[key] = { value, at: new Date().toISOString(), source: 'app' };
        if (value === null) delete party.traits[key];
        if (key === 'name') party.name = value;
      }
    const { kind, name, roles, identifiers, created_at } = party;
    const own = new Set(fields.map(({ key }) => key));
    const traits = Object.fromEntries(Object.entries(party.traits).filter(([key]) => !own.has(key)));
    return {
      status: 200,
      json: {
        id,
        kind,
        name,
        roles,
        identifiers,
        traits,
        fields: [],
        figures: figuresOf(entries),
        open: [],
        created_at,
      },
    };
  }

  function serveFile(path, response) {
    const file = normalize(join(DIST, path));
    const known = file.startsWith(DIST) && extname(file) && existsSync(file);
    const nonce = randomBytes(16).toString('base64');
    const headers = {
      'Content-Security-Policy': policy(nonce),
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
    };
    if (known && extname(file) !== '.html') {
      response.writeHead(200, {
        ...headers,
        'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
        'Cache-Control': 'public, max-age=31536000, immutable',
      });
      return response.end(readFileSync(file));
    }
    if (path.startsWith('/assets/')) return response.writeHead(404).end();
    response.writeHead(200, { ...headers, 'Content-Type': TYPES['.html'], 'Cache-Control': 'no-store' });
    return response.end(readFileSync(join(DIST, 'index.html'), 'utf8').replaceAll('__CSP_NONCE__', nonce));
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://mock');
    if (!url.pathname.startsWith('/v1/')) return serveFile(url.pathname, response);
    const chunks = [];
    let bytes = 0;
    request.on('data', (chunk) => ((bytes += chunk.length), bytes <= BODY_BYTES_MAX && chunks.push(chunk)));
    request.on('end', () => {
      let body;
      try {
        body = chunks.length ? JSON.parse(Buffer.concat(chunks).toString('utf8')) : undefined;
      } catch {
        body = undefined;
      }
      const { status, json, problem, cookie } = answer(request.method, url.pathname, url.searchParams, body, request);
      const headers = {
        'Content-Type': problem ? 'application/problem+json' : 'application/json',
        'Cache-Control': 'no-store',
      };
      if (cookie) headers['Set-Cookie'] = cookie;
      response.writeHead(status, headers);
      response.end(status === 204 ? undefined : JSON.stringify(problem ?? json));
    });
  });
  return new Promise((resolve) =>
    server.listen(port, '127.0.0.1', () => {
      const url = `http://127.0.0.1:${server.address().port}`;
      const link = () => {
        const token = randomBytes(12).toString('hex');
        tokens.add(token);
        return `${url}/signin?token=${token}`;
      };
      resolve({ url, link, stop: () => new Promise((done) => (server.closeAllConnections?.(), server.close(done))) });
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const mock = await startMock({ port: Number(process.argv[2] ?? 8090) });
  console.log(
    `the mock is serving ${mock.url}\nsign in once: ${mock.link()}\nor as mai with the password “ca phe sua da”`,
  );
}
