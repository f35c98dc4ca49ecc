// Whether the server answers. Every call reports here; while it is lost a small request asks again every three seconds,
// and when the server is back, everything on the page is read anew.
import { useSyncExternalStore } from 'react';

const ASK_AGAIN_MS = 3000;

let lost = false;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function set(next: boolean) {
  if (next === lost) return;
  lost = next;
  listeners.forEach((listener) => listener());
}

async function ask() {
  timer = undefined;
  try {
    // Any answer will do, also "not signed in".
    await fetch('/v1/session', { credentials: 'same-origin', cache: 'no-store' });
    reportAnswered();
  } catch {
    timer = setTimeout(ask, ASK_AGAIN_MS);
  }
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
  window.addEventListener('online', () => void ask());
}
