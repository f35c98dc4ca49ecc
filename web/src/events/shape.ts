// Pure shaping of what happened: days of a timeline, and what a filled form sends.
import { fromLocalInput, localDay } from '../platform/format/format';
import { propertiesOf, type Field, type FieldValues } from '../platform/form/values';
import type { EventType, SeenType, TimelineEntry, Touchpoint } from './calls';

/** So many entries of a day are drawn or left undrawn together: few enough to be drawn within a frame. */
const ENTRIES_TOGETHER = 8;

export interface TimelinePart {
  /** Days since 1970-01-01 in the business's time zone. */
  day: number;
  /** At most ENTRIES_TOGETHER, all of that day. */
  entries: TimelineEntry[];
}

/** Newest first, as the server sends them; a day is the business's day, and a long one has several parts. */
export function partsOf(entries: TimelineEntry[], timeZone: string): TimelinePart[] {
  const parts: TimelinePart[] = [];
  for (const entry of entries) {
    const day = localDay(new Date(entry.occurred_at), timeZone);
    const last = parts.at(-1);
    if (last?.day === day && last.entries.length < ENTRIES_TOGETHER) last.entries.push(entry);
    else parts.push({ day, entries: [entry] });
  }
  return parts;
}

/** Kinds that no form of ours fills in: they come with events from elsewhere. */
const NOT_TYPED = new Set<Field['kind']>(['products', 'participants', 'json']);

/** What of the envelope is filled in most, in this order; the rest follows as the server lists it. */
const ENVELOPE_FIRST = ['direction', 'aim', 'manner', 'phase', 'minutes_waited', 'place', 'promise', 'asked', 'cost'];

export const typedFields = (fields: Field[]) => fields.filter(({ kind }) => !NOT_TYPED.has(kind));

export function envelopeOrder(fields: Field[]): Field[] {
  const rank = ({ name }: Field) => {
    const index = ENVELOPE_FIRST.indexOf(name);
    return index < 0 ? ENVELOPE_FIRST.length : index;
  };
  return typedFields(fields).sort((a, b) => rank(a) - rank(b));
}

/** What is met with a person, of which one says how it went and what follows. */
const MEETINGS = new Set([
  'call',
  'visit',
  'meeting',
  'note',
  'message_sent',
  'message_received',
  'quote',
  'complaint_raised',
  'support_contact',
  'gift',
]);
export const isMeeting = (type: string) => MEETINGS.has(type);

/** What of the envelope is asked for at once where somebody was met. */
const ASKED_AT_ONCE = new Set(['manner', 'aim']);
export const isAskedAtOnce = (type: string, { name }: Field) => isMeeting(type) && ASKED_AT_ONCE.has(name);

/** What is to be done next, and by which day: it becomes a reminder. */
export interface NextStep {
  text: string;
  day: string;
}

export interface LogDraft {
  /** Value of a datetime-local input in the business's time zone; empty means now. */
  occurredAt: string;
  properties: FieldValues;
  envelope: FieldValues;
  next: NextStep;
}

export const emptyLogDraft = (): LogDraft => ({
  occurredAt: '',
  properties: {},
  envelope: {},
  next: { text: '', day: '' },
});

/** The reminder that is raised with it; undefined without a next step, 'day' where its day is missing. */
export function reminderOf({ text, day }: NextStep): Touchpoint | 'day' | undefined {
  const said = text.trim();
  if (!said && !day) return undefined;
  if (!day) return 'day';
  return { type: 'reminder', properties: { day, ...(said && { text: said }) } };
}

/** Somebody tried to sell, and nothing follows. */
export const isOpenSale = (type: string, { envelope, next }: LogDraft) =>
  isMeeting(type) && (envelope.aim === 'sell' || type === 'quote') && !next.text.trim() && !next.day;

export function touchpointOf(
  type: string,
  draft: LogDraft,
  fields: { properties: Field[]; envelope: Field[] },
  business: { timeZone: string; currency: string },
): Touchpoint {
  return {
    type,
    occurred_at: draft.occurredAt ? fromLocalInput(draft.occurredAt, business.timeZone) : undefined,
    properties: propertiesOf(fields.properties, draft.properties, business),
    envelope: propertiesOf(fields.envelope, draft.envelope, business),
  };
}

/** By what the types that there are may have happened. */
export function channelsOf(
  types: string[],
  byType: Map<string, EventType>,
  chosen?: string,
): { value: string; label?: Field['label'] }[] {
  const found = new Map<string, Field['label'] | undefined>();
  for (const type of types) {
    const described = byType.get(type);
    if (described?.channel) found.set(described.channel, found.get(described.channel));
    for (const choice of described?.fields.find(({ name }) => name === 'channel')?.choices ?? [])
      found.set(choice.value, choice.label);
  }
  if (chosen && !found.has(chosen)) found.set(chosen, undefined);
  return [...found].map(([value, label]) => ({ value, label }));
}

/** Who of us met them, and who else took part as far as entries are here; each once. */
export function peopleOf(entries: TimelineEntry[], staff: string[], chosen?: string): string[] {
  const people = new Set(staff);
  for (const entry of entries) {
    if (entry.staff) people.add(entry.staff);
    if (entry.whose?.name) people.add(entry.whose.name);
    for (const name of namedIn(entry)) people.add(name);
  }
  if (chosen) people.add(chosen);
  return [...people].slice(0, PEOPLE_MAX);
}

const PEOPLE_MAX = 60;

const namedIn = ({ envelope }: { envelope?: object }): string[] => {
  const told = envelope && 'participants' in envelope ? envelope.participants : undefined;
  return Array.isArray(told)
    ? told.map(({ name }: { name?: unknown }) => name).filter((name): name is string => typeof name === 'string')
    : [];
};

export interface Detail {
  name: string;
  /** The descriptor, where the type has one for this name. */
  field: Field | undefined;
  value: unknown;
}

/** The filled fields of an entry, in the order of its descriptor, then whatever else was sent. */
export function detailsOf(values: Record<string, unknown> | undefined, fields: Field[]): Detail[] {
  const left = new Map(
    Object.entries(values ?? {}).filter(([, value]) => value !== null && value !== '' && value !== undefined),
  );
  const details: Detail[] = [];
  for (const field of fields) {
    if (!left.has(field.name)) continue;
    details.push({ name: field.name, field, value: left.get(field.name) });
    left.delete(field.name);
  }
  for (const [name, value] of left) details.push({ name, field: undefined, value });
  return details;
}

/** The number of a reminder and the id of another card are made by the server and say nothing to anybody. */
const OURS = new Set(['reminder', 'with']);

/**
 * The words somebody wrote down, shown under the line unless the line says them already. In what is logged by hand a
 * short text counts as well; elsewhere a short text is an order number or a web address.
 */
export function excerptOf(
  entry: TimelineEntry,
  type: Pick<EventType, 'fields' | 'loggable'> | undefined,
  line: string,
): string | undefined {
  const kinds: Field['kind'][] = type?.loggable ? ['long_text', 'text'] : ['long_text'];
  for (const kind of kinds) {
    for (const field of type?.fields ?? []) {
      if (OURS.has(field.name)) continue;
      const text = field.kind === kind ? entry.properties?.[field.name] : undefined;
      if (typeof text === 'string' && text.trim() && !line.includes(text.trim().slice(0, 40))) return text.trim();
    }
  }
  return undefined;
}

/** One line for an item of a list, such as an order's product; what has no name is shown as JSON rather than hidden. */
export function lineOf(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item);
  const { name, product_id, quantity } = item as Record<string, unknown>;
  const title = name ?? product_id;
  if (typeof title !== 'string') return JSON.stringify(item);
  return quantity === undefined || quantity === null ? title : `${title} × ${String(quantity)}`;
}

/** Who else took part, by the name or whatever else they were told by. */
export function participantsOf({ envelope }: { envelope?: object }): string[] {
  const told = envelope && 'participants' in envelope ? envelope.participants : undefined;
  if (!Array.isArray(told)) return [];
  return told
    .map((participant: Record<string, unknown>) =>
      ['name', 'phone', 'email', 'user_id', 'external'].map((key) => participant[key]).find((word) => word),
    )
    .filter((word): word is string => typeof word === 'string');
}

/** Types of which no event came in yet, in the order of the server. */
export const unseenTypes = (types: EventType[], seen: Pick<SeenType, 'type'>[]) =>
  types.filter(({ type }) => !seen.some((each) => each.type === type));
