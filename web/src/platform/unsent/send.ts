// Sending what must not be lost. A named change that got no answer waits (unsent.ts) and is sent again, under its name,
// as soon as the server answers.
import { useSyncExternalStore } from 'react';
import { call, newIdempotencyKey } from '../api/client';
import { ANSWER_MS, isConnectionLost, onConnectionChange } from '../api/connection';
import { Problem } from '../api/problem';
import type { Answer, Body, Method, Path } from '../api/types';
import {
  bodyAfter,
  forgetUnsent,
  isUnsentKey,
  keepUnsent,
  overwriting,
  unsentOf,
  type About,
  type Unsent,
} from './unsent';

/** The change waits. */
export const KEPT = Symbol('kept');
export type OrKept<T> = T | typeof KEPT;

/** How long after the server asked for patience, or failed. */
const PATIENCE_MS = 5_000;

let owner: string | undefined;
let all: Unsent[] = [];
let sending = false;
let askedAgain = false;
let patience: ReturnType<typeof setTimeout> | undefined;
let onSent: (count: number) => void = () => {};
const listeners = new Set<() => void>();

function look() {
  all = owner === undefined ? [] : unsentOf(localStorage, owner);
  listeners.forEach((listener) => listener());
}

interface Named<P extends Path, M extends Method> {
  path?: Record<string, string>;
  /** None: the path says it all. */
  body?: Body<P, M>;
  idempotencyKey: string;
}

interface Kept<P extends Path, M extends Method> {
  about: About;
  /** The body that is sent if it has to wait until later, where it must be another. */
  later?: (asked: Date) => Body<P, M> | undefined;
}

/**
 * Sends a change under its name. Without an answer it is kept and `KEPT` returned; where it cannot be kept, and where the
 * server refuses, the Problem is thrown as ever.
 */
export async function send<P extends Path, M extends 'post' | 'patch'>(
  method: M,
  path: P,
  { path: values = {}, body, idempotencyKey }: Named<P, M>,
  { about, later }: Kept<P, M>,
): Promise<OrKept<Answer<P, M>>> {
  const asked = new Date();
  try {
    if (isConnectionLost()) throw new Problem({ status: 0, code: 'unavailable' });
    return await call(method, path, { path: values, body, idempotencyKey, timeoutMs: ANSWER_MS });
  } catch (error) {
    if (!(error instanceof Problem) || !error.isLost || owner === undefined) throw error;
    const unsent: Unsent = {
      name: idempotencyKey,
      method,
      path,
      values,
      body: bodyAfter(all, { method, path, values, body }),
      later: later?.(asked),
      about,
      keptAt: asked.getTime(),
    };
    if (!keepUnsent(localStorage, owner, unsent)) throw error;
    look();
    return KEPT;
  }
}

/** Another body under a name that was used: the first attempt arrived, and only its answer was lost. */
const isUsedName = (error: Problem) => error.status === 409 && error.rule === 'unique';

/** What the server may take later is no refusal. */
const isPassing = (error: Problem) => error.status === 401 || error.status === 429 || error.status >= 500;

function post(unsent: Unsent, body: unknown) {
  // Kept as JSON: the types of its path are those of the call that made it.
  return call(unsent.method as 'post', unsent.path as '/v1/parties', {
    path: unsent.values,
    body: body as Body<'/v1/parties', 'post'>,
    idempotencyKey: unsent.name,
    timeoutMs: ANSWER_MS,
  });
}

async function deliver(unsent: Unsent) {
  if (unsent.later === undefined) return post(unsent, unsent.body);
  try {
    return await post(unsent, unsent.later);
  } catch (error) {
    if (error instanceof Problem && isUsedName(error)) return post(unsent, unsent.body);
    throw error;
  }
}

/** Sends what waits, in the order in which it was typed. */
export async function sendWaiting() {
  if (sending) askedAgain = true;
  if (sending || owner === undefined || isConnectionLost()) return;
  const login = owner;
  sending = true;
  askedAgain = false;
  clearTimeout(patience);
  let sent = 0;
  try {
    for (const unsent of unsentOf(localStorage, login)) {
      if (unsent.refusal || owner !== login) continue;
      try {
        await deliver(unsent);
        forgetUnsent(localStorage, login, unsent.name);
        sent += 1;
      } catch (error) {
        if (!(error instanceof Problem) || error.isLost) break;
        if (isPassing(error)) {
          if (error.status !== 401) patience = setTimeout(() => void sendWaiting(), PATIENCE_MS);
          break;
        }
        const { status, code, field, rule, detail } = error;
        keepUnsent(localStorage, login, { ...unsent, refusal: { status, code, field, rule, detail } });
      }
      look();
    }
  } finally {
    sending = false;
    look();
    if (sent > 0) onSent(sent);
    if (askedAgain) void sendWaiting();
  }
}

/** It was refused because somebody else had written the same meanwhile. */
export const isOutrun = ({ refusal }: Unsent) => refusal?.rule === 'seen';

/** Sends one that was refused once more: what stood in its way may be gone, or whoever presses means it all the same. */
export function sendAgain(unsent: Unsent) {
  if (owner === undefined) return;
  if (isOutrun(unsent)) forgetUnsent(localStorage, owner, unsent.name);
  const again = isOutrun(unsent) ? overwriting(unsent, newIdempotencyKey()) : { ...unsent, refusal: undefined };
  keepUnsent(localStorage, owner, again);
  look();
  void sendWaiting();
}

export function throwAway({ name }: Pick<Unsent, 'name'>) {
  if (owner === undefined) return;
  forgetUnsent(localStorage, owner, name);
  look();
}

/** Takes one back that waits: false when it has been sent, or is being sent. */
export function takeBackWaiting(name: string): boolean {
  if (sending || !all.some((unsent) => unsent.name === name)) return false;
  throwAway({ name });
  return true;
}

/** Whose changes are kept and sent from now on; `sent` is told how many the server has taken. */
export function startSending(login: string, sent: (count: number) => void) {
  owner = login;
  onSent = sent;
  look();
  void sendWaiting();
  const stopFollowing = onConnectionChange(() => void sendWaiting());
  const other = ({ key }: StorageEvent) => isUnsentKey(key) && look();
  window.addEventListener('storage', other);
  return () => {
    owner = undefined;
    clearTimeout(patience);
    stopFollowing();
    window.removeEventListener('storage', other);
    look();
  };
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** What waits of whoever is signed in, the first first. */
export const useUnsent = () => useSyncExternalStore(subscribe, () => all);
