// Today: whom to turn to, as the server says it; what people make of a line; and how a line is put into words.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call, newIdempotencyKey } from '../platform/api/client';
import type { Answer, Body } from '../platform/api/types';
import { showsAnyOf } from '../platform/live/changes';
import { daysAgo } from '../platform/format/format';
import { isMasked } from '../platform/format/phone';
import { KEPT, send, takeBackWaiting, type OrKept } from '../platform/unsent/send';
import type { About, Unsent } from '../platform/unsent/unsent';

export type Today = Answer<'/v1/today'>;
export type Line = Today['data'][number];
export type View = 'own' | 'team';
type Act = Body<'/v1/today/acts', 'post'>;
/** What somebody makes of a line. */
export type Decision = Pick<Act, 'act' | 'until' | 'to' | 'reason'>;
export type Reason = NonNullable<Act['reason']>;
export const REASONS: Reason[] = ['done_already', 'wrong_person', 'bad_time', 'not_interested', 'no_contact', 'other'];

const AGAIN_MS = 5 * 60_000;

export const todayQuery = (view: View) =>
  queryOptions({
    queryKey: ['today', view],
    meta: { ...showsAnyOf('party', 'today', 'team', 'settings'), everyMs: 10_000 },
    queryFn: ({ signal }) => call('get', '/v1/today', { query: { view }, signal }),
    // Days change; until all parties were looked through after a start more may be found.
    refetchInterval: ({ state }) => (state.data && !state.data.looked_through ? 2_000 : AGAIN_MS),
  });

/** As the vocabulary names a party: somebody without a name is called by how they are reached. */
export const namedBy = ({ party, contact_points }: Line) => ({ name: party.name, identifiers: contact_points });

export const lineKey = ({ party, kind, number }: Line) => [party.id, kind, number].join('.');

/** A decision on a line, as it was sent. */
export interface Made {
  line: Line;
  decision: Decision;
  /** Its command name. */
  name: string;
  /** What the server calls it; KEPT: it waits for a connection. */
  act: OrKept<{ party: string; id: string }>;
}

const bodyOf = (line: Line, decision: Decision): Act => ({
  party: line.party.id,
  kind: line.kind,
  number: line.number,
  ...decision,
});

/** The line goes at once; if the server refuses, it comes back. Without a connection it waits. */
export function useDecide() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ line, decision, about }: { line: Line; decision: Decision; about: About }): Promise<Made> => {
      const name = newIdempotencyKey();
      const body = bodyOf(line, decision);
      const act = await send('post', '/v1/today/acts', { body, idempotencyKey: name }, { about });
      return { line, decision, name, act };
    },
    onMutate: async ({ line }) => {
      await queries.cancelQueries({ queryKey: ['today'] });
      queries.setQueriesData<Today>(
        { queryKey: ['today'] },
        (today) => today && { ...today, data: today.data.filter((other) => lineKey(other) !== lineKey(line)) },
      );
    },
    // Not waited for: without a connection there is no answer for a while.
    onSettled: () => void queries.invalidateQueries({ queryKey: ['today'] }),
  });
}

export function useTakeBackAct(view: View) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ line, decision, name, act }: Made) => {
      if (act === KEPT && takeBackWaiting(name)) {
        // Nobody can be asked where it stands: where whoever took it back looks.
        queries.setQueryData(todayQuery(view).queryKey, (today) => today && { ...today, data: [line, ...today.data] });
        return;
      }
      // What waited has been sent meanwhile: under the same name the server says what it calls it.
      const made =
        act === KEPT
          ? await call('post', '/v1/today/acts', { body: bodyOf(line, decision), idempotencyKey: name })
          : act;
      await call('delete', '/v1/today/acts/{party}/{id}', { path: made });
    },
    // Not waited for: without a connection there is no answer for a while.
    onSettled: () => void queries.invalidateQueries({ queryKey: ['today'] }),
  });
}

/** The lines on which no decision waits to be sent. */
export function undecided(lines: Line[], waiting: Pick<Unsent, 'path' | 'body' | 'refusal'>[]): Line[] {
  const decided = waiting
    .filter(({ path, refusal }) => path === '/v1/today/acts' && !refusal)
    .map(({ body }) => body as Act);
  if (decided.length === 0) return lines;
  return lines.filter(
    ({ party, kind, number }) =>
      !decided.some((act) => act.party === party.id && act.kind === kind && act.number === number),
  );
}

/** What was raised as a reminder: a key date that comes near, or something that somebody set for a day. */
export const isReminder = ({ kind }: Pick<Line, 'kind'>) =>
  !['complaint', 'support', 'promise', 'first_contact', 'purchase_due'].includes(kind);

/** A touchpoint of its own ends these; merely having spoken does not. */
export const isClosedByTouchpoint = ({ kind }: Pick<Line, 'kind'>) =>
  ['complaint', 'support', 'promise'].includes(kind);

/** When it is due, or how long there has been a reason: a phrase of the locale, and its number. */
export function whenOf(
  line: Pick<Line, 'kind' | 'due' | 'late_days' | 'since'>,
  timeZone: string,
  now: Date,
): { phrase: 'dueToday' | 'dueIn' | 'late' | 'sinceToday' | 'since'; count: number } {
  if (!line.due) {
    const days = Math.max(0, daysAgo(line.since, timeZone, now));
    return days === 0 ? { phrase: 'sinceToday', count: 0 } : { phrase: 'since', count: days };
  }
  if (line.late_days === 0) return { phrase: 'dueToday', count: 0 };
  return line.late_days < 0 ? { phrase: 'dueIn', count: -line.late_days } : { phrase: 'late', count: line.late_days };
}

/** How a line stands out: what is owed and late first of all. */
export const isPressing = (line: Pick<Line, 'kind' | 'late_days' | 'due'>) =>
  line.kind === 'complaint' ||
  ((isClosedByTouchpoint(line) || line.kind === 'first_contact' || isReminder(line)) && line.late_days > 0);

/** By which somebody can be reached at once. */
export function reachOf({ contact_points }: Pick<Line, 'contact_points'>): { call?: string; write?: string } {
  const shown = contact_points.filter(({ value }) => !isMasked(value));
  const phone = shown.find(({ type }) => type === 'phone')?.value;
  const email = shown.find(({ type }) => type === 'email')?.value;
  return { call: phone && `tel:${phone}`, write: email ? `mailto:${email}` : phone && `sms:${phone}` };
}

/** By any channel, about whatever: they asked to be left alone. */
export const wantsNoContact = ({ withdrawn }: Pick<Line, 'withdrawn'>) => withdrawn.includes('any:any');
