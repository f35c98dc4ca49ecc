import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { reportAnswered, reportLost } from '../api/connection';
import { changesOf, concerns, showsAnyOf, showsParty } from './changes';
import { listen } from './listen';
import { refresher } from './refresh';

describe('changes', () => {
  it('concern what shows the one, and what shows any', () => {
    const card = showsParty('7').shows!;
    const list = showsAnyOf('party').shows!;
    expect(concerns([{ topic: 'party', id: '7', version: 2 }], card)).toBe(true);
    expect(concerns([{ topic: 'party', id: '8' }], card)).toBe(false);
    expect(concerns([{ topic: 'party' }], card)).toBe(true);
    expect(concerns([{ topic: 'party', id: '8' }], list)).toBe(true);
    expect(concerns([{ topic: 'rates' }], card)).toBe(false);
    expect(concerns([{ topic: 'fields' }], card)).toBe(true);
    expect(concerns([{ topic: 'everything' }], card)).toBe(true);
  });

  it('are read from an event, and what is none is left aside', () => {
    expect(changesOf('[{"topic":"party","id":"7","version":3},{"topic":"rates"}]')).toHaveLength(2);
    for (const data of [
      '',
      '{',
      'null',
      '{}',
      '"party"',
      '[null,1,"a",{"id":"7"},{"topic":7},{"topic":"party","id":7}]',
    ])
      expect(changesOf(data)).toEqual([]);
  });
});

describe('a query', () => {
  let queries: QueryClient;
  beforeEach(() => {
    vi.useFakeTimers();
    queries = new QueryClient();
  });
  afterEach(() => {
    queries.clear();
    vi.useRealTimers();
  });

  function show(key: string, meta: ReturnType<typeof showsParty>) {
    const read = vi.fn(async () => key);
    const observer = new QueryObserver(queries, { queryKey: [key], queryFn: read, meta, staleTime: 60_000 });
    return { read, stop: observer.subscribe(() => {}) };
  }

  it('that shows what changed is read again once, however often it was told', async () => {
    const seven = show('seven', showsParty('7'));
    const eight = show('eight', showsParty('8'));
    await vi.advanceTimersByTimeAsync(10);
    const refresh = refresher(queries);
    for (let n = 0; n < 50; n += 1) refresh.changed([{ topic: 'party', id: '7', version: n }]);
    await vi.advanceTimersByTimeAsync(200);
    expect(seven.read).toHaveBeenCalledTimes(2);
    expect(eight.read).toHaveBeenCalledTimes(1);
    refresh.changed([{ topic: 'party', id: '7' }]);
    await vi.advanceTimersByTimeAsync(500);
    expect(seven.read, 'not twice within a second').toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(seven.read, 'but then').toHaveBeenCalledTimes(3);
    refresh.stop();
  });

  it('that is being read is read again afterwards, and not cut off', async () => {
    let answer: ((value: string) => void) | undefined;
    const signals: AbortSignal[] = [];
    const read = vi.fn(({ signal }: { signal: AbortSignal }) => {
      signals.push(signal);
      return new Promise<string>((resolve) => (answer = resolve));
    });
    new QueryObserver(queries, { queryKey: ['slow'], queryFn: read, meta: showsParty('7') }).subscribe(() => {});
    const refresh = refresher(queries);
    refresh.changed([{ topic: 'party', id: '7' }]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(read).toHaveBeenCalledTimes(1);
    expect(signals[0]!.aborted).toBe(false);
    answer!('before the change');
    await vi.advanceTimersByTimeAsync(300);
    expect(read).toHaveBeenCalledTimes(2);
    refresh.stop();
  });

  it('of many is read less often', async () => {
    const list = show('list', showsAnyOf('party'));
    await vi.advanceTimersByTimeAsync(10);
    const refresh = refresher(queries);
    for (let second = 0; second < 20; second += 1) {
      refresh.changed([{ topic: 'party', id: String(second) }]);
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(list.read.mock.calls.length).toBeLessThanOrEqual(6);
    expect(list.read.mock.calls.length).toBeGreaterThanOrEqual(4);
    refresh.stop();
  });

  it('that is not on the page is read when it is shown again', async () => {
    const seven = show('seven', showsParty('7'));
    await vi.advanceTimersByTimeAsync(10);
    seven.stop();
    const refresh = refresher(queries);
    refresh.changed([{ topic: 'party', id: '7' }]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(seven.read).toHaveBeenCalledTimes(1);
    const again = show('seven', showsParty('7'));
    await vi.advanceTimersByTimeAsync(10);
    expect(again.read).toHaveBeenCalledTimes(1);
    refresh.stop();
  });
});

class FakeSource {
  static all: FakeSource[] = [];
  static get open() {
    return FakeSource.all.filter(({ closed }) => !closed);
  }
  closed = false;
  onopen?: () => void;
  onerror?: () => void;
  private readonly heard = new Map<string, (event: { data: string }) => void>();
  constructor(readonly url: string) {
    FakeSource.all.push(this);
  }
  addEventListener(name: string, listener: (event: { data: string }) => void) {
    this.heard.set(name, listener);
  }
  say(name: string, data: string) {
    this.heard.get(name)?.({ data });
  }
  close() {
    this.closed = true;
  }
}

describe('the stream', () => {
  let status: number | undefined;
  let onLook: () => void;
  const page = { hidden: false };
  const told = { onChanges: vi.fn(), onGap: vi.fn(), onSignedOut: vi.fn() };
  let stop: () => void;

  beforeEach(() => {
    vi.useFakeTimers();
    FakeSource.all = [];
    status = 200;
    page.hidden = false;
    Object.values(told).forEach((each) => each.mockReset());
    vi.stubGlobal('EventSource', FakeSource);
    vi.stubGlobal('fetch', async () => {
      if (status === undefined) throw new TypeError('no network');
      return { status };
    });
    vi.stubGlobal('document', {
      get hidden() {
        return page.hidden;
      },
      addEventListener: (_: string, listener: () => void) => (onLook = listener),
      removeEventListener: () => {},
    });
    reportAnswered();
    stop = listen(told);
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const [only] = [() => FakeSource.open[0]!];

  it('tells changes, and nothing was missed at first', () => {
    only().onopen!();
    only().say('changed', '[{"topic":"rates"}]');
    expect(told.onChanges).toHaveBeenCalledWith([{ topic: 'rates' }]);
    expect(told.onGap).not.toHaveBeenCalled();
  });

  it('that ended is opened again, and what was missed is read', async () => {
    only().onopen!();
    only().onerror!();
    expect(FakeSource.open).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(2000);
    expect(FakeSource.open).toHaveLength(1);
    only().onopen!();
    expect(told.onGap).toHaveBeenCalledTimes(1);
  });

  it('waits longer each time, up to half a minute, and pages are read now and then meanwhile', async () => {
    for (let n = 0; n < 12; n += 1) {
      only()?.onerror!();
      await vi.advanceTimersByTimeAsync(40_000);
    }
    expect(FakeSource.all.length).toBeLessThanOrEqual(13);
    expect(told.onGap.mock.calls.length).toBeGreaterThan(5);
  });

  it('asks who is signed in when it ends, and does not go on when nobody is', async () => {
    status = 401;
    only().onerror!();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told.onSignedOut).toHaveBeenCalledTimes(1);
    expect(FakeSource.open).toHaveLength(0);
  });

  it('is not tried while the server is lost, and at once when it is back', async () => {
    status = undefined;
    only().onerror!();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(FakeSource.open).toHaveLength(0);
    status = 200;
    await vi.advanceTimersByTimeAsync(3000);
    expect(FakeSource.open).toHaveLength(1);
  });

  it('is closed when another call finds the server lost', () => {
    reportLost();
    expect(FakeSource.open).toHaveLength(0);
    reportAnswered();
    expect(FakeSource.open).toHaveLength(1);
  });

  it('is dead when nothing is heard for long, also no sign of life', async () => {
    only().onopen!();
    const first = only();
    for (let n = 0; n < 8; n += 1) {
      await vi.advanceTimersByTimeAsync(15_000);
      first.say('alive', '{}');
    }
    expect(first.closed).toBe(false);
    await vi.advanceTimersByTimeAsync(41_000);
    expect(first.closed).toBe(true);
  });

  it('is given back by a tab that nobody looks at, and opened again when somebody does', async () => {
    only().onopen!();
    page.hidden = true;
    onLook();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(FakeSource.open, 'not for a glance elsewhere').toHaveLength(1);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(FakeSource.open).toHaveLength(0);
    page.hidden = false;
    onLook();
    expect(FakeSource.open).toHaveLength(1);
    only().onopen!();
    expect(told.onGap).toHaveBeenCalledTimes(1);
  });

  it('ends for good when the page wants no more', async () => {
    only().onerror!();
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSource.open).toHaveLength(0);
  });
});
