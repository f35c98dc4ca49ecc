// One stream of changes for the whole page. A browser has few connections to a server (six over HTTP/1.1, for all its
// tabs), so a tab that nobody looks at gives its own back, and reads everything anew when somebody does again.
import { askWhetherLost, isConnectionLost, onConnectionChange } from '../api/connection';
import { changesOf, type Change } from './changes';

const HIDDEN_MS = 10_000;
/** The server says something every 15 seconds; without a word for so long the connection is dead. */
const SILENT_MS = 40_000;
const AGAIN_MS = 1_000;
const AGAIN_MS_MAX = 30_000;

interface Listening {
  onChanges: (changes: Change[]) => void;
  /** Something may have been missed. */
  onGap: () => void;
  onSignedOut: () => void;
}

/** Listens until the function that it returns is called. */
export function listen({ onChanges, onGap, onSignedOut }: Listening): () => void {
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let hidden: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let gap = false;
  let ended = false;

  const close = () => {
    clearTimeout(again);
    clearTimeout(silence);
    again = undefined;
    if (!source) return;
    source.close();
    source = undefined;
    gap = true;
  };
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => void failed(), SILENT_MS);
  };
  const open = () => {
    if (ended || source || again || document.hidden || isConnectionLost()) return;
    source = new EventSource('/v1/changes');
    source.onopen = () => {
      failures = 0;
      heard();
      if (gap) onGap();
      gap = false;
    };
    source.onerror = () => void failed();
    source.addEventListener('alive', heard);
    source.addEventListener('changed', (event: MessageEvent<string>) => {
      heard();
      onChanges(changesOf(event.data));
    });
    heard();
  };
  // The stream ends when the server stops, when the session has ended, and when the network fails; which of them it was
  // is asked, and a lost connection so becomes known at once.
  const failed = async () => {
    close();
    gap = true;
    const pause = Math.min(AGAIN_MS_MAX, AGAIN_MS * 2 ** failures) * (0.75 + Math.random() / 2);
    failures += 1;
    const status = await askWhetherLost();
    if (ended) return;
    if (status === 401) return onSignedOut();
    // Where the server answers and no stream comes about, a proxy may keep it back: then it is read now and then.
    if (status !== undefined && failures > 2) onGap();
    again ??= setTimeout(() => {
      again = undefined;
      open();
    }, pause);
  };
  const look = () => {
    clearTimeout(hidden);
    if (document.hidden) hidden = setTimeout(close, HIDDEN_MS);
    else open();
  };
  const stopFollowing = onConnectionChange(() => {
    if (isConnectionLost()) return close();
    failures = 0;
    clearTimeout(again);
    again = undefined;
    open();
  });
  document.addEventListener('visibilitychange', look);
  look();

  return () => {
    ended = true;
    stopFollowing();
    document.removeEventListener('visibilitychange', look);
    clearTimeout(hidden);
    close();
  };
}
