import type { Language } from '../platform/i18n/i18n';
import type { Check, ImportOptions, Task } from './calls';

type Column = Check['columns'][number];
export type Kind = NonNullable<Check['kind']>;
export const KINDS: Kind[] = ['parties', 'orders', 'touchpoints', 'products'];

/** With so many columns or fewer all are shown; of more, those in use and those before them. */
export const COLUMNS_SHOWN = 40;
export const SAMPLES = 3;

/** The fields of all columns once one of them holds another. A field has one column: the one of before is left out. */
export function withField(columns: Column[], place: number, field: string): string[] {
  return columns.map(({ field: before }, at) => {
    if (at === place) return field;
    return before === null || before === field ? '-' : before;
  });
}

/** Another kind of file has other fields, so what was said of columns goes, and so does the layout. */
export const withKind = (options: ImportOptions, kind: Kind): ImportOptions => ({
  ...options,
  kind,
  columns: undefined,
  preset: undefined,
});

export interface ShownColumn {
  place: number;
  header: string;
  field: string | null;
  /** What stands in the first rows, each with what it is read as where that is something else. */
  samples: { cell: string; read?: string }[];
}

export function shownColumns({ columns, first_rows }: Check, all: boolean): ShownColumn[] {
  const shown = columns.map(({ header, field, cells }, place) => ({
    place,
    header,
    field,
    samples: cells
      .map((cell, row) => {
        const read = field ? first_rows[row]?.values[field] : undefined;
        return { cell: cell.trim(), read: read !== undefined && read !== cell.trim() ? read : undefined };
      })
      .filter(({ cell }, row, every) => cell !== '' && every.findIndex((other) => other.cell === cell) === row)
      .slice(0, SAMPLES),
  }));
  return all || shown.length <= COLUMNS_SHOWN ? shown : shown.filter(({ field }) => field !== null);
}

/**
 * What the server reads a cell as: a day or an instant with its month in words, which nobody takes for a day; the rest as
 * it is.
 */
export function readText(read: string, locale: string, timeZone: string) {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(read);
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(read)) return read;
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    ...(isDay ? { timeZone: 'UTC' } : { timeStyle: 'short', timeZone }),
  }).format(new Date(read));
}

/** The server's reasons are in English and begin with the value: to others the value says more than the sentence. */
export function reasonText(reason: string, language: Language) {
  const value = language === 'en' ? null : /^"(?:[^"]|"")+"/.exec(reason);
  return value ? value[0] : reason;
}

/** Strings of the page that say what stands in the way; what has none is told by the server's own sentence. */
export type ProblemWord =
  | 'kind'
  | 'customer_id'
  | 'date'
  | 'amount'
  | 'product_id'
  | 'source'
  | 'dates'
  | 'numbers'
  | 'encodingUnclear'
  | 'empty';

const DATES: readonly string[] = ['date', 'birthday', 'lunar_birthday'];
const MISSING: readonly string[] = ['customer_id', 'date', 'amount', 'product_id', 'kind', 'source'];

/** `field` is what is missing, or the header of a column whose values leave doubt. */
export function problemWord(
  { field, rule }: { field: string; rule: string },
  columns: Pick<Column, 'header' | 'field'>[] = [],
): ProblemWord | undefined {
  if (rule === 'required' && MISSING.includes(field)) return field as ProblemWord;
  if (rule === 'contradiction')
    return DATES.includes(columns.find(({ header }) => header === field)?.field ?? '') ? 'dates' : 'numbers';
  if (field === 'encoding' && rule === 'ambiguous') return 'encodingUnclear';
  if (rule === 'ambiguous') return 'numbers';
  if (field === 'file' && rule === 'empty') return 'empty';
  return undefined;
}

const READING: readonly string[] = ['dates', 'as_of', 'decimal', 'currency', 'zone', 'encoding', 'delimiter', 'sheet'];

/** Whether saying how dates, numbers and letters are read may put it right. */
export const isAboutReading = (problem: { field: string; rule: string } | null | undefined) =>
  !!problem &&
  (READING.includes(problem.field) ||
    ['ambiguous', 'contradiction', 'as_of', 'encoding', 'delimiter'].includes(problem.rule));

/** The rules of rows that the page has words for. */
export const RULES = [
  'required',
  'choice',
  'type',
  'number',
  'date',
  'as_of',
  'day',
  'time',
  'format',
  'range',
  'limit',
  'same',
  'known',
  'readable',
] as const;
export type Rule = (typeof RULES)[number];
export const ruleOf = (rule: string): Rule | 'other' =>
  (RULES as readonly string[]).includes(rule) ? (rule as Rule) : 'other';

/** Between 0 and 1; nothing while it is not known how much there is. */
export const shareOf = ({ rows_done, rows }: Pick<Task, 'rows_done' | 'rows'>) =>
  rows > 0 ? Math.min(1, rows_done / rows) : undefined;
