// @vitest-environment jsdom
import { begun, giveUp, goOnSending, PART_BYTES, send, useSending, type Sending } from './sending';

const hold = vi.hoisted(() => ({ listener: (): void => {}, read: (): unknown => undefined }));
vi.mock('react', () => ({
  useSyncExternalStore: (listen: (listener: () => void) => void, read: () => unknown) => {
    listen(() => hold.listener());
    hold.read = read;
    return read();
  },
}));

/** A server as the routes promise it, with what goes wrong next. */
class Server {
  received = 0;
  bytes = 0;
  parts: number[] = [];
  next: (() => Response | undefined | 'lost')[] = [];
  begins = 0;

  answer(url: string, init: RequestInit): Response {
    const wrong = this.next.shift()?.();
    if (wrong === 'lost') throw new TypeError('fetch failed');
    if (wrong) return wrong;
    if (init.method === 'POST') {
      this.begins++;
      this.received = 0;
      this.bytes = (JSON.parse(init.body as string) as { bytes: number }).bytes;
      return json(201, this.upload());
    }
    if (init.method === 'PUT') {
      const offset = Number(new URL(url, 'http://x').searchParams.get('offset'));
      if (offset !== this.received) return json(409, { code: 'conflict', field: 'offset', rule: 'next' });
      this.parts.push(offset);
      this.received += (init.body as Blob).size;
    }
    return json(200, this.upload());
  }
  upload() {
    return { upload_id: `u${this.begins}`, file: 'a.csv', bytes: this.bytes, received: this.received, task: null };
  }
}

const json = (status: number, body: object) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
const problem =
  (status: number, rule = '') =>
  () =>
    json(status, { code: 'x', rule, detail: 'No.' });

let server: Server;
let file: File;
const now = () => hold.read() as Sending | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  server = new Server();
  file = new File([new Uint8Array(2.5 * PART_BYTES)], 'a.csv', { lastModified: 7 });
  // jsdom's parts of a file cannot be read.
  file.slice = (from = 0, to = 0) =>
    ({ arrayBuffer: () => Promise.resolve(new ArrayBuffer(Math.min(to, file.size) - from)) }) as unknown as Blob;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => Promise.resolve().then(() => server.answer(url, init)));
  useSending();
});
afterEach(() => {
  giveUp();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const until = (state: Sending['state']) =>
  vi.waitFor(
    async () => {
      await vi.advanceTimersByTimeAsync(1000);
      expect(now()?.state).toBe(state);
    },
    { timeout: 5000 },
  );

it('a file is sent part by part', async () => {
  send(file, 'owner');
  await until('sent');
  expect(server.parts).toEqual([0, PART_BYTES, 2 * PART_BYTES]);
  expect(server.received).toBe(file.size);
  expect(begun()).toBeUndefined();
});

it('a lost answer doubles nothing: the server says where it is', async () => {
  server.next = [
    () => undefined,
    () => {
      server.received += PART_BYTES; // it arrived, and the answer did not
      return 'lost';
    },
    () => 'lost',
  ];
  send(file, 'owner');
  await until('sent');
  expect(server.parts).toEqual([PART_BYTES, 2 * PART_BYTES]);
  expect(server.received).toBe(file.size);
});

it('a session that ends keeps what was sent, and goes on for the same person only', async () => {
  server.next = [() => undefined, () => undefined, problem(401)];
  send(file, 'owner');
  await until('signedOut');
  expect(now()!.sent).toBe(PART_BYTES);
  goOnSending('owner');
  await until('sent');
  expect(server.parts).toEqual([0, PART_BYTES, 2 * PART_BYTES]);

  server.next = [() => undefined, problem(401)];
  send(file, 'owner');
  await until('signedOut');
  goOnSending('another');
  expect(now()).toBeUndefined();
});

it('the same file chosen again after the tab was closed goes on, a changed one begins anew', async () => {
  server.next = [() => undefined, () => undefined, problem(400)];
  send(file, 'owner');
  await until('failed');
  expect(begun()?.id).toBe('u1');
  send(file, 'owner');
  await until('sent');
  expect(server.begins).toBe(1);
  expect(server.parts).toEqual([0, PART_BYTES, 2 * PART_BYTES]);

  server.next = [() => undefined, () => undefined, problem(400)];
  send(file, 'owner');
  await until('failed');
  send(new File([new Uint8Array(10)], 'a.csv', { lastModified: 8 }), 'owner');
  await vi.waitFor(() => expect(server.begins).toBe(3));
});

it('one that waited too long on the server is sent from the start', async () => {
  server.next = [() => undefined, () => undefined, problem(404, 'known')];
  send(file, 'owner');
  await until('sent');
  expect(server.begins).toBe(2);
  expect(server.received).toBe(file.size);
});

it('a full disk is told, and not tried for ever', async () => {
  server.next = [problem(503, 'room')];
  send(file, 'owner');
  await until('failed');
  expect(now()!.problem?.detail).toBe('No.');
});

it('a file that can be read no more is told as such', async () => {
  file.slice = () =>
    ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) }) as unknown as Blob;
  send(file, 'owner');
  await until('failed');
  expect(now()!.problem).toBeUndefined();
});
