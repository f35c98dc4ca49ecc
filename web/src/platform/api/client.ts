// One typed way to call the server. A page never calls fetch itself: here the session's CSRF token is added, a refusal
// becomes a Problem, and a lost connection becomes known.
import { reportAnswered, reportLost } from './connection';
import { Problem, problemOf } from './problem';
import type { Answer, Body, Method, Path } from './types';

interface Options<P extends Path, M extends Method> {
  /** Values for the {placeholders} of the path. */
  path?: Record<string, string>;
  query?: Query;
  body?: Body<P, M>;
  /** Bytes as they are, in the place of a body. */
  bytes?: Blob;
  /** Names a POST, so that a retry after a lost answer doubles nothing. */
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** Without an answer for so long the connection counts as lost. */
  timeoutMs?: number;
}

/** A list of values is a parameter said that many times. */
export type Query = Record<string, string | number | string[] | undefined>;

let csrfToken: string | undefined;
let signedInAs: string | undefined;
let onSignedOut: () => void = () => {};

export function setCsrfToken(token: string | undefined, login?: string) {
  csrfToken = token;
  signedInAs = login;
}

/** Another tab has signed in anew, so that the token here is old. True when it was the same person. */
async function renewToken() {
  const response = await fetch('/v1/session', { credentials: 'same-origin', cache: 'no-store' }).catch(() => undefined);
  if (!response?.ok) return false;
  const session = (await response.json()) as Answer<'/v1/session'>;
  if (session.user.login !== signedInAs) return false;
  csrfToken = session.csrf_token;
  return true;
}

/** Called when the server says that the session has ended. */
export function setSignedOutListener(listener: () => void) {
  onSignedOut = listener;
}

/** The path with its placeholders filled and its query appended; empty values are left out. */
export function urlOf(path: string, values: Record<string, string> = {}, query: Query = {}) {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== '') search.append(name, String(one));
  const text = search.toString();
  return text ? `${filled}?${text}` : filled;
}

export async function call<P extends Path, M extends Method>(
  method: M,
  path: P,
  options: Options<P, M> = {},
): Promise<Answer<P, M>> {
  const response = await answered(method, path, options);
  if (response.status === 204) return undefined as Answer<P, M>;
  return (await response.json()) as Answer<P, M>;
}

/** What is answered as a file of text. */
export async function callText<P extends Path>(path: P, options: Options<P, 'get'> = {}): Promise<string> {
  return (await answered('get', path, options)).text();
}

async function answered<P extends Path, M extends Method>(method: M, path: P, options: Options<P, M>) {
  try {
    return await answeredOnce(method, path, options);
  } catch (error) {
    const old = error instanceof Problem && error.status === 403 && error.rule === 'csrf';
    if (!old || !(await renewToken())) throw error;
    return answeredOnce(method, path, options);
  }
}

async function answeredOnce<P extends Path, M extends Method>(
  method: M,
  path: P,
  { path: values, query, body, bytes, idempotencyKey, signal, timeoutMs }: Options<P, M>,
): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (bytes) headers['Content-Type'] = 'application/octet-stream';
  if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey;
  if (method !== 'get' && csrfToken) headers['X-CSRF-Token'] = csrfToken;

  let response: Response;
  try {
    response = await fetch(urlOf(path, values, query), {
      method: method.toUpperCase(),
      headers,
      credentials: 'same-origin',
      body: body === undefined ? bytes : JSON.stringify(body),
      signal: signal ?? (timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    reportLost();
    throw new Problem({ status: 0, code: 'unavailable' });
  }
  reportAnswered();
  if (!response.ok) {
    if (response.status === 401 && path !== '/v1/session') onSignedOut();
    throw await problemOf(response);
  }
  return response;
}

/**
 * A random UUID (version 4). Not crypto.randomUUID: browsers offer that one only over TLS or on localhost, and a shop
 * may open ganbo over plain HTTP on its own network.
 */
export function newIdempotencyKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
