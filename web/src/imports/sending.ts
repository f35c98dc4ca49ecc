// A file on its way to the server, part by part. It lives beside the pages: a session that ends replaces the page with
// the sign-in, and after signing in again the rest is sent; a lost connection waits, and goes on where the server says
// it is. What a closed tab has begun is remembered in this browser, so that choosing the same file again goes on too.
import { useSyncExternalStore } from 'react';
import { call } from '../platform/api/client';
import { Problem } from '../platform/api/problem';

/** Of one request: small enough that a phone's connection brings it over before anybody gives up. */
export const PART_BYTES = 1 << 20;
export const FILE_BYTES_MAX = 4 * 1024 ** 3;
const WAIT_MS = [500, 1_000, 2_000, 5_000, 10_000];
const REMEMBERED = 'ganbo.import.begun';

export interface Sending {
  file: File;
  /** Who is signed in while it is sent: another one sends nothing of it. */
  user: string;
  uploadId?: string;
  sent: number;
  state: 'sending' | 'waiting' | 'signedOut' | 'failed' | 'sent';
  /** Why it failed; none where the file itself cannot be read any more. */
  problem?: Problem;
}

/** Closing the tab would take the file out of reach: the browser asks first. */
if (typeof window !== 'undefined')
  window.addEventListener('beforeunload', (event) => {
    if (current && current.state !== 'failed' && current.state !== 'sent') event.preventDefault();
  });

let current: Sending | undefined;
/** Counts what was begun: a loop of before sees that it is not the one any more. */
let round = 0;
const listeners = new Set<() => void>();

function set(next: Sending | undefined) {
  current = next;
  for (const listener of listeners) listener();
}

export function useSending() {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

interface Begun {
  id: string;
  user: string;
  name: string;
  size: number;
  modified: number;
}

/** What this browser began to send and did not finish. */
export function begun(): Begun | undefined {
  try {
    return (JSON.parse(localStorage.getItem(REMEMBERED) ?? 'null') as Begun | null) ?? undefined;
  } catch {
    return undefined; // storage may be switched off, or hold what somebody else wrote
  }
}

function remember(value: Begun | undefined) {
  try {
    if (value) localStorage.setItem(REMEMBERED, JSON.stringify(value));
    else localStorage.removeItem(REMEMBERED);
  } catch {
    // Then a closed tab begins again from the start.
  }
}

const isSameFile = (of: Begun, file: File, user: string) =>
  of.user === user && of.name === file.name && of.size === file.size && of.modified === file.lastModified;

/** Sends a file, and goes on with what was sent of it before. */
export function send(file: File, user: string) {
  const before = begun();
  const again = before && isSameFile(before, file, user) ? before : undefined;
  set({ file, user, uploadId: again?.id, sent: 0, state: 'sending' });
  void run(++round);
}

/** After signing in again, or after a failure that was put right. */
export function goOnSending(user: string) {
  if (!current || current.state === 'sending' || current.state === 'sent') return;
  if (current.user !== user) return giveUp();
  set({ ...current, state: 'sending', problem: undefined });
  void run(++round);
}

/** Leaves the rest unsent; what has arrived is the caller's to discard. */
export function giveUp() {
  ++round;
  remember(undefined);
  set(undefined);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function run(mine: number) {
  let failures = 0;
  /** What the server says has arrived; unknown at first and after a failure. */
  let received: number | undefined;
  const isMine = () => mine === round && current !== undefined;
  while (isMine()) {
    const { file, user, uploadId } = current!;
    try {
      if (!uploadId) {
        const made = await call('post', '/v1/uploads', { body: { file: file.name, bytes: file.size } });
        if (!isMine()) return;
        remember({ id: made.upload_id, user, name: file.name, size: file.size, modified: file.lastModified });
        received = made.received;
        set({ ...current!, uploadId: made.upload_id, sent: received, state: 'sending' });
        continue;
      }
      const path = { id: uploadId };
      const upload =
        received === undefined
          ? await call('get', '/v1/uploads/{id}', { path })
          : await call('put', '/v1/uploads/{id}', {
              path,
              query: { offset: received },
              bytes: await part(file, received),
            });
      if (!isMine()) return;
      failures = 0;
      received = upload.received;
      const whole = received >= file.size;
      set({ ...current!, sent: received, state: whole ? 'sent' : 'sending' });
      if (!whole) continue;
      remember(undefined);
      return;
    } catch (error) {
      if (!isMine()) return;
      received = undefined;
      if (!(error instanceof Problem)) return set({ ...current!, state: 'failed', problem: undefined });
      if (error.status === 401) return set({ ...current!, state: 'signedOut' });
      // It waited too long, or was discarded elsewhere: from the start.
      if (error.status === 404 && uploadId) {
        remember(undefined);
        set({ ...current!, uploadId: undefined, sent: 0 });
        continue;
      }
      const outrun = error.status === 409 && error.rule === 'next';
      const passes = error.isLost || error.status === 429 || (error.status === 503 && error.rule !== 'room');
      if (!outrun && !passes) return set({ ...current!, state: 'failed', problem: error });
      if (passes) set({ ...current!, state: 'waiting' });
      await pause(WAIT_MS[Math.min(failures++, WAIT_MS.length - 1)]!);
    }
  }
}

/** Read before it is sent: a file that was changed or deleted meanwhile is told as such, not as a lost connection. */
async function part(file: File, from: number) {
  return new Blob([await file.slice(from, from + PART_BYTES).arrayBuffer()]);
}
