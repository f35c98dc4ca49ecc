// Pure shaping of what narrows, sorts and widens the list: conditions as addresses and REST write them.
import type { ListField } from './calls';

export interface Condition {
  field: string;
  operator: string;
  value: string;
}

/** `field:operator` or `field:operator:value`; a value may hold colons. */
export function conditionOf(text: string): Condition {
  const [field = '', operator = '', ...value] = text.split(':');
  return { field, operator, value: value.join(':') };
}

export const textOf = ({ field, operator, value }: Condition) =>
  value === '' ? `${field}:${operator}` : `${field}:${operator}:${value}`;

/** In the address of the page they stand in lines: no value holds a line break. */
export const conditionsOf = (where: string | undefined): Condition[] =>
  (where ?? '').split('\n').filter(Boolean).map(conditionOf);

export const whereOf = (conditions: Condition[]): string | undefined => conditions.map(textOf).join('\n') || undefined;

export const columnsOf = (columns: string | undefined): string[] => (columns ?? '').split(',').filter(Boolean);

const WITHOUT_VALUE = ['filled', 'empty'];
export const takesValue = (operator: string) => !WITHOUT_VALUE.includes(operator);

/** What an operator is given: in what kind of input. */
export type ValueInput = 'none' | 'text' | 'number' | 'day' | 'days' | 'month' | 'choices' | 'yesNo';
export function inputFor(field: ListField, operator: string): ValueInput {
  if (!takesValue(operator)) return 'none';
  if (operator === 'month') return 'month';
  if (operator === 'within' || operator === 'before') return 'days';
  switch (field.kind) {
    case 'choice':
    case 'words':
      return 'choices';
    case 'boolean':
      return 'yesNo';
    case 'day':
    case 'instant':
      return 'day';
    case 'integer':
    case 'decimal':
    case 'money':
      return 'number';
    case 'text':
      return 'text';
  }
}

/** Whether the server would take it as it stands. */
export function isWhole(condition: Condition, field: ListField | undefined): boolean {
  if (!field || !field.operators.includes(condition.operator as ListField['operators'][number])) return false;
  const value = condition.value.trim();
  switch (inputFor(field, condition.operator)) {
    case 'none':
      return true;
    case 'number':
      return field.kind === 'integer' ? /^-?\d{1,15}$/.test(value) : /^-?\d{1,12}(\.\d{1,6})?$/.test(value);
    case 'days':
      return /^\d{1,5}$/.test(value) && (Number(value) > 0 || condition.operator === 'before');
    case 'month':
      return /^([1-9]|1[0-2])$/.test(value);
    case 'day':
      return /^\d{4}-\d{2}-\d{2}$/.test(value);
    case 'yesNo':
      return value === 'true' || value === 'false';
    case 'text':
    case 'choices':
      return value !== '';
  }
}

/** What is known of a sort: the field, and whether the highest come first. */
export const sortOf = (sort: string | undefined) => ({
  field: (sort ?? '').replace(/^-/, ''),
  descending: (sort ?? '').startsWith('-'),
});

/** The next of: highest first, lowest first, not sorted. Names and texts begin with the lowest. */
export function nextSort(sort: string | undefined, field: string, lowestFirst: boolean): string | undefined {
  const now = sortOf(sort);
  const steps = lowestFirst ? [field, `-${field}`] : [`-${field}`, field];
  if (now.field !== field) return steps[0];
  return sort === steps[0] ? steps[1] : undefined;
}
