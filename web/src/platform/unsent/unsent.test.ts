import { setCsrfToken, setSignedOutListener } from '../api/client';
import { reportAnswered, reportLost } from '../api/connection';
import { Problem } from '../api/problem';
import { KEPT, send, sendAgain, sendWaiting, startSending, throwAway } from './send';
import { bodyAfter, keepUnsent, overwriting, UNSENT_MAX, unsentOf, type Unsent } from './unsent';

class FakeStorage implements Storage {
  private readonly kept = new Map<string, string>();
  [name: string]: unknown;
  get length() {
    return this.kept.size;
  }
  key = (place: number) => [...this.kept.keys()][place] ?? null;
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem(key: string, value: string) {
    this.kept.set(key, value);
  }
  removeItem = (key: string) => void this.kept.delete(key);
  clear = () => this.kept.clear();
}

const unsent = (name: string, keptAt = 1): Unsent => ({
  name,
  method: 'post',
  path: '/v1/parties/{id}/touchpoints',
  values: { id: '7' },
  body: { type: 'note', properties: { text: name } },
  about: { title: 'Note', typed: [] },
  keptAt,
});

const correction = (name: string, traits: Record<string, unknown>, seen: Record<string, unknown>): Unsent => ({
  ...unsent(name),
  method: 'patch',
  path: '/v1/parties/{id}',
  body: { traits, seen },
});

describe('a correction that waits behind another', () => {
  const first = correction('a', { city: 'Huế', guests: 4 }, { city: 'Hà Nội', guests: '2' });
  it('has seen what that one says, of the same card and the same traits alone', () => {
    expect(bodyAfter([first], correction('b', { city: 'Vinh' }, { city: 'Hà Nội' }))).toEqual({
      traits: { city: 'Vinh' },
      seen: { city: 'Huế' },
    });
    expect(bodyAfter([first], correction('b', { guests: 5, name: 'An' }, { guests: '2', name: 'Ân' }))).toEqual({
      traits: { guests: 5, name: 'An' },
      seen: { guests: '4', name: 'Ân' },
    });
    const other = { ...correction('b', { city: 'Vinh' }, { city: 'Hà Nội' }), values: { id: '8' } };
    expect(bodyAfter([first], other)).toEqual(other.body);
    const refused = { ...first, refusal: { status: 409 } };
    const again = correction('b', { city: 'Vinh' }, { city: 'Hà Nội' });
    expect(bodyAfter([refused], again)).toEqual(again.body);
  });
  it('does not say when the one before was told, which nobody knows yet', () => {
    const told = (name: string, seen?: string): Unsent => ({
      ...unsent(name),
      body: { type: 'key_date', properties: { name }, seen },
    });
    const earlier = told('a', '2026-03-02T10:00:00Z');
    const waits = [earlier, told('b')];
    for (const waiting of [[earlier], waits])
      expect(bodyAfter(waiting, told('c', '2026-03-02T10:00:00Z'))).toEqual({
        ...(told('c').body as object),
        seen: undefined,
      });
    expect(bodyAfter(waits, told('c', '2026-03-02T11:00:00Z')), 'of another matter').toEqual(
      told('c', '2026-03-02T11:00:00Z').body,
    );
    expect(overwriting(earlier, 'n').body).toEqual({ type: 'key_date', properties: { name: 'a' }, seen: undefined });
  });
  it('leaves what is none as it is', () => {
    expect(bodyAfter([first], unsent('n'))).toEqual(unsent('n').body);
  });
});

it('whoever has looked sends without what they saw before, under another name', () => {
  const refused = { ...correction('a', { city: 'Vinh' }, { city: 'Hà Nội' }), refusal: { status: 409, rule: 'seen' } };
  const again = overwriting(refused, 'b');
  expect(again.name).toBe('b');
  expect(again.refusal).toBeUndefined();
  expect(JSON.parse(JSON.stringify(again.body))).toEqual({ traits: { city: 'Vinh' } });
  expect(overwriting(unsent('n'), 'm').body).toEqual(unsent('n').body);
});

describe('what is kept', () => {
  const storage = new FakeStorage();
  afterEach(() => storage.clear());

  it('stands in order, and by who typed it', () => {
    keepUnsent(storage, 'an', unsent('b', 2));
    keepUnsent(storage, 'an', unsent('a', 1));
    keepUnsent(storage, 'an.other', unsent('c'));
    expect(unsentOf(storage, 'an').map(({ name }) => name)).toEqual(['a', 'b']);
    expect(unsentOf(storage, 'nobody')).toEqual([]);
  });

  it('has bounds', () => {
    for (let n = 0; n < UNSENT_MAX; n += 1) expect(keepUnsent(storage, 'an', unsent(`${n}`))).toBe(true);
    expect(keepUnsent(storage, 'an', unsent('one more'))).toBe(false);
    expect(keepUnsent(storage, 'an', unsent('5', 9)), 'the same again').toBe(true);
    expect(keepUnsent(storage, 'binh', { ...unsent('large'), body: { text: 'x'.repeat(200_000) } })).toBe(false);
    storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    expect(keepUnsent(storage, 'binh', unsent('full'))).toBe(false);
    delete (storage as Partial<FakeStorage>).setItem;
  });

  it('that somebody tampered with is left aside', () => {
    for (const [n, text] of [
      '',
      'null',
      '{}',
      '{"name":"x"}',
      JSON.stringify({ ...unsent('x'), path: 'https://elsewhere.example/' }),
      JSON.stringify({ ...unsent('x'), method: 'delete' }),
      JSON.stringify({ ...unsent('x'), about: null }),
    ].entries())
      storage.setItem(`ganbo.unsent.an/${n}`, text);
    expect(unsentOf(storage, 'an')).toEqual([]);
  });
});

interface Asked {
  url: string;
  name: string;
  body: Record<string, unknown>;
}

describe('a named change', () => {
  let answers: ((asked: Asked) => number | 'lost')[];
  let asked: Asked[];
  let stop: () => void;
  const sent = vi.fn();
  const storage = new FakeStorage();

  beforeEach(() => {
    storage.clear();
    asked = [];
    answers = [];
    sent.mockReset();
    vi.stubGlobal('localStorage', storage);
    vi.stubGlobal('window', { addEventListener: () => {}, removeEventListener: () => {} });
    vi.stubGlobal('fetch', async (url: string, options: { headers?: Record<string, string>; body?: string }) => {
      if (url === '/v1/session') throw new TypeError('no network');
      const one = {
        url,
        name: options.headers?.['Idempotency-Key'] ?? '',
        body: JSON.parse(options.body ?? 'null') as Record<string, unknown>,
      };
      asked.push(one);
      const status = (answers.shift() ?? (() => 201))(one);
      if (status === 'lost') throw new TypeError('no network');
      const problem = status === 409 ? { rule: 'unique', detail: 'used' } : { detail: 'refused', field: 'text' };
      return new Response(JSON.stringify(status < 300 ? { id: '1' } : problem), {
        status,
        headers: { 'content-type': 'application/json' },
      });
    });
    setCsrfToken('t', 'an');
    reportAnswered();
    stop = startSending('an', sent);
  });
  afterEach(() => {
    stop();
    reportAnswered();
    vi.unstubAllGlobals();
  });

  const log = (text: string, name = text) =>
    send(
      'post',
      '/v1/parties/{id}/touchpoints',
      { path: { id: '7' }, body: { type: 'note', properties: { text } }, idempotencyKey: name },
      {
        about: { title: 'Note', typed: [{ label: 'Text', value: text }] },
        later: (at) => ({ type: 'note', properties: { text }, occurred_at: at.toISOString() }),
      },
    );
  const waiting = () => unsentOf(storage, 'an');

  it('that is answered is not kept', async () => {
    expect(await log('one')).toEqual({ id: '1' });
    expect(waiting()).toEqual([]);
  });

  it('without an answer waits and is sent under its name, as of when it was typed', async () => {
    answers = [() => 'lost'];
    expect(await log('one')).toBe(KEPT);
    expect(waiting()).toHaveLength(1);
    expect(JSON.stringify(waiting())).not.toContain('csrf');
    reportAnswered();
    await vi.waitFor(() => expect(sent).toHaveBeenCalledWith(1));
    expect(asked.map(({ name }) => name)).toEqual(['one', 'one']);
    expect(asked[0]!.body.occurred_at).toBeUndefined();
    expect(Date.parse(asked[1]!.body.occurred_at as string)).toBeLessThanOrEqual(Date.now());
    expect(waiting()).toEqual([]);
  });

  it('that had arrived, with only its answer lost, is found by its first body', async () => {
    answers = [() => 'lost', () => 409, () => 201];
    await log('one');
    reportAnswered();
    await vi.waitFor(() => expect(sent).toHaveBeenCalledWith(1));
    expect(asked[2]!.body).toEqual(asked[0]!.body);
    expect(waiting()).toEqual([]);
  });

  it('is not even tried while the connection is lost, and all go in order', async () => {
    reportLost();
    for (const text of ['one', 'two', 'three']) expect(await log(text)).toBe(KEPT);
    expect(asked).toEqual([]);
    reportAnswered();
    await vi.waitFor(() => expect(sent).toHaveBeenCalledWith(3));
    expect(asked.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
  });

  it('that is refused later stays with what was typed, and does not hold up the others', async () => {
    reportLost();
    await log('bad');
    await log('good');
    answers = [() => 400];
    reportAnswered();
    await vi.waitFor(() => expect(sent).toHaveBeenCalledWith(1));
    expect(waiting()).toMatchObject([
      { name: 'bad', refusal: { status: 400, field: 'text' }, about: { typed: [{ value: 'bad' }] } },
    ]);
    await sendWaiting();
    expect(asked, 'not again by itself').toHaveLength(2);
    sendAgain(waiting()[0]!);
    await vi.waitFor(() => expect(waiting()).toEqual([]));
    expect(asked).toHaveLength(3);
  });

  it('waits while nobody is signed in, and is never sent by another', async () => {
    const signedOut = vi.fn();
    setSignedOutListener(signedOut);
    reportLost();
    await log('one');
    answers = [() => 401];
    reportAnswered();
    await vi.waitFor(() => expect(signedOut).toHaveBeenCalled());
    expect(waiting()).toHaveLength(1);
    expect(waiting()[0]!.refusal).toBeUndefined();
    stop();
    stop = startSending('binh', sent);
    await sendWaiting();
    expect(asked).toHaveLength(1);
    stop();
    stop = startSending('an', sent);
    await vi.waitFor(() => expect(waiting()).toEqual([]));
    setSignedOutListener(() => {});
  });

  it.each([429, 503, 500])('waits where the server says %i', async (status) => {
    reportLost();
    await log('one');
    answers = [() => status];
    reportAnswered();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    await vi.waitFor(async () => {
      await sendWaiting();
      expect(waiting()).toEqual([]);
    });
    expect(sent).toHaveBeenCalledWith(1);
  });

  it('that is refused at once, or cannot be kept, stays with its form', async () => {
    answers = [() => 400];
    await expect(log('bad')).rejects.toMatchObject({ status: 400 });
    for (let n = 0; n < UNSENT_MAX; n += 1) keepUnsent(storage, 'an', unsent(`${n}`));
    reportLost();
    await expect(log('one more')).rejects.toBeInstanceOf(Problem);
  });

  it('is thrown away when told so', async () => {
    reportLost();
    await log('one');
    throwAway(waiting()[0]!);
    expect(waiting()).toEqual([]);
  });
});
