// Whether the application can be put on the home screen or among the programs of this machine. Browsers offer that over
// TLS alone (and on this machine itself), so on a shop's plain network the page says why it is not offered.
import { useSyncExternalStore } from 'react';

export type Installing = 'installed' | 'offered' | 'menu' | 'insecure';

/** Chromium's offer; no standard, so TypeScript does not know it. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}

let offer: InstallOffer | undefined;
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());

/** From the start on: the offer comes once, before anybody asks for it. */
export function watchInstalling() {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer = event as InstallOffer;
    tell();
  });
  window.addEventListener('appinstalled', () => {
    offer = undefined;
    tell();
  });
}

export function installing(): Installing {
  if (window.matchMedia('(display-mode: standalone)').matches) return 'installed';
  if (!window.isSecureContext) return 'insecure';
  return offer ? 'offered' : 'menu';
}

export async function install() {
  const made = offer;
  offer = undefined;
  await made?.prompt();
  tell();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useInstalling = () => useSyncExternalStore(subscribe, installing);
