// Pure shaping of a field that the business defines: what stands in its form, and what that sends.
import { fold } from '../platform/format/fold';
import type { CustomField } from '../platform/fields';
import type { FieldChange, NewField } from './calls';

export const KINDS = ['text', 'long_text', 'integer', 'decimal', 'boolean', 'choice', 'day', 'instant'] as const;
/** Search reads these alone. */
const SEARCHED = new Set<CustomField['kind']>(['text', 'integer', 'choice']);

export type Reader = CustomField['readers'][number];

export interface ChoiceDraft {
  /** Of a choice that is known: it never changes. Empty: made of the label. */
  value: string;
  en: string;
  vi: string;
  retired: boolean;
}

export interface FieldDraft {
  key: string;
  /** Typed by hand: the key no longer follows the label. */
  keyTyped: boolean;
  kind: CustomField['kind'];
  en: string;
  vi: string;
  serves: string;
  choices: ChoiceDraft[];
  roles: string[];
  readers: Reader[];
  inList: boolean;
  inSearch: boolean;
}

export const emptyChoice = (): ChoiceDraft => ({ value: '', en: '', vi: '', retired: false });

export const emptyFieldDraft = (key = ''): FieldDraft => ({
  key,
  keyTyped: key !== '',
  kind: 'text',
  en: '',
  vi: '',
  serves: '',
  choices: [],
  roles: [],
  readers: [],
  inList: false,
  inSearch: false,
});

export const draftOf = (field: CustomField): FieldDraft => ({
  key: field.key,
  keyTyped: true,
  kind: field.kind,
  en: field.label.en,
  vi: field.label.vi,
  serves: field.serves,
  choices: field.choices.map(({ value, label, retired }) => ({ value, ...label, retired: retired ?? false })),
  roles: field.roles,
  readers: field.readers,
  inList: field.in_list,
  inSearch: field.in_search,
});

/** "Mức rang ưa thích" → "muc_rang_ua_thich": what the server takes as a key, or as the value of a choice. */
export function keyOf(label: string): string {
  const plain = fold(label)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '');
  return plain.slice(0, 40).replace(/_+$/, '');
}

/** A label in one language serves for the other until that one is written too. */
const both = (en: string, vi: string) => ({ en: en.trim() || vi.trim(), vi: vi.trim() || en.trim() });

export const maySearch = (draft: FieldDraft) => SEARCHED.has(draft.kind) && draft.readers.length === 0;

function saidOf(draft: FieldDraft) {
  const filled = draft.choices.filter(({ value, en, vi }) => value || en.trim() || vi.trim());
  return {
    kind: draft.kind,
    label: both(draft.en, draft.vi),
    serves: draft.serves.trim(),
    choices:
      draft.kind === 'choice'
        ? filled.map(({ value, en, vi, retired }) => {
            const label = both(en, vi);
            return { value: value || keyOf(label.en) || label.en, label, retired };
          })
        : [],
    roles: draft.roles,
    readers: draft.readers,
    in_list: draft.inList,
    in_search: draft.inSearch && maySearch(draft),
  };
}

export const newFieldOf = (draft: FieldDraft): NewField => ({ key: draft.key.trim(), ...saidOf(draft) });
export const fieldChangeOf = (draft: FieldDraft): FieldChange => saidOf(draft);

/** What is missing before anything is sent; the server checks the rest. */
export function missingIn(draft: FieldDraft): 'label' | 'key' | 'serves' | 'choices' | undefined {
  if (!draft.en.trim() && !draft.vi.trim()) return 'label';
  if (!draft.key.trim()) return 'key';
  if (!draft.serves.trim()) return 'serves';
  if (draft.kind === 'choice' && saidOf(draft).choices.length === 0) return 'choices';
  return undefined;
}
