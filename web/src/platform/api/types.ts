// Types read off the generated OpenAPI paths. They go by path and method, never by the server's schema names, so that a
// renamed schema on the server does not ripple through the pages.
import type { paths } from './schema';

export type Path = keyof paths;
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

type Operation<P extends Path, M extends Method> = M extends keyof paths[P] ? paths[P][M] : never;

type Json<R> = R extends { content: { 'application/json': infer T } } ? T : undefined;

/** What a successful call answers. */
export type Answer<P extends Path, M extends Method = 'get'> =
  Operation<P, M> extends { responses: infer R }
    ? { [S in keyof R & (200 | 201 | 202 | 204)]: Json<R[S]> }[keyof R & (200 | 201 | 202 | 204)]
    : never;

/** What a call sends. */
export type Body<P extends Path, M extends Method> =
  Operation<P, M> extends { requestBody?: infer B } ? Json<NonNullable<B>> : never;

/** One row of a page or list. */
export type Row<P extends Path> = Answer<P> extends { data: (infer T)[] } ? T : never;

export interface Money {
  /** Decimal string in major units. */
  amount: string;
  /** ISO 4217. */
  currency: string;
}

export interface Bilingual {
  en: string;
  vi: string;
}
