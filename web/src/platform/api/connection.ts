// Whether the server answers. Every call reports here; while it is lost a small request asks again every three seconds,
// and when the server is back, everything on the page is read anew.
import { useSyncExternalStore } from 'react';

const ASK_AGAIN_MS = 3000;
/** Whoever does not answer for so long is away. */
export const ANSWER_MS = 15_000;

let lost = false;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function set(next: boolean) {
  if (next === lost) return;
  lost = next;
  listeners.forEach((listener) => listener());
}

/** Asks whether the server answers: the status it answers with, or nothing when it does not. */
export async function askWhetherLost(): Promise<number | undefined> {
  try {
    // Any answer will do, also "not signed in".
    const { status } = await fetch('/v1/session', {
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    reportAnswered();
    return status;
  } catch {
    reportLost();
    return undefined;
  }
}

function ask() {
  timer = undefined;
  void askWhetherLost();
}

export function reportLost() {
  set(true);
  timer ??= setTimeout(ask, ASK_AGAIN_MS);
}

export function reportAnswered() {
  if (timer) clearTimeout(timer);
  timer = undefined;
  set(false);
}

export function onConnectionChange(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const isConnectionLost = () => lost;

export function useConnectionLost() {
  return useSyncExternalStore(onConnectionChange, isConnectionLost);
}

if (typeof window !== 'undefined') {
  window.addEventListener('offline', reportLost);
  window.addEventListener('online', ask);
}
