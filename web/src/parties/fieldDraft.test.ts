import { draftOf, emptyFieldDraft, fieldChangeOf, keyOf, maySearch, missingIn, newFieldOf } from './fieldDraft';

describe('the key of a field', () => {
  it.each([
    ['Mức rang ưa thích', 'muc_rang_ua_thich'],
    ['Đơn vị: kg (2)', 'don_vi_kg_2'],
    ['2nd contact', 'nd_contact'],
    ['山田', ''],
    ['a'.repeat(39) + ' bc', 'a'.repeat(39)],
  ])('follows the label: %s', (label, key) => {
    expect(keyOf(label)).toBe(key);
  });
});

describe('the form of a field', () => {
  const filled = {
    ...emptyFieldDraft('roast'),
    kind: 'choice' as const,
    vi: 'Mức rang',
    serves: ' chọn cà phê ',
    inSearch: true,
    choices: [
      { value: '', en: 'Dark roast', vi: 'Rang đậm', retired: false },
      { value: 'light', en: '', vi: 'Rang nhạt', retired: true },
      { value: '', en: ' ', vi: '', retired: false },
    ],
  };

  it('sends both languages, values made of labels, and no empty choice', () => {
    expect(newFieldOf(filled)).toEqual({
      key: 'roast',
      kind: 'choice',
      label: { en: 'Mức rang', vi: 'Mức rang' },
      serves: 'chọn cà phê',
      choices: [
        { value: 'dark_roast', label: { en: 'Dark roast', vi: 'Rang đậm' }, retired: false },
        { value: 'light', label: { en: 'Rang nhạt', vi: 'Rang nhạt' }, retired: true },
      ],
      roles: [],
      readers: [],
      in_list: false,
      in_search: true,
    });
  });

  it('says no key when it changes, and sends nothing that the server must refuse', () => {
    const change = fieldChangeOf({ ...filled, kind: 'day', readers: ['manager'] });
    expect(change).not.toHaveProperty('key');
    expect([change.choices, change.in_search]).toEqual([[], false]);
  });

  it('is searched by text, whole numbers and choices that everybody reads', () => {
    expect(maySearch(filled)).toBe(true);
    expect(maySearch({ ...filled, kind: 'decimal' })).toBe(false);
    expect(maySearch({ ...filled, readers: ['staff'] })).toBe(false);
  });

  it('names what is missing first', () => {
    expect(missingIn(emptyFieldDraft())).toBe('label');
    expect(missingIn({ ...emptyFieldDraft(), en: '山田' })).toBe('key');
    expect(missingIn({ ...emptyFieldDraft('roast'), en: 'Roast' })).toBe('serves');
    expect(missingIn({ ...filled, choices: [] })).toBe('choices');
    expect(missingIn(filled)).toBeUndefined();
  });

  it('shows a field as it stands', () => {
    const field = {
      key: 'roast',
      kind: 'choice' as const,
      label: { en: 'Roast', vi: 'Mức rang' },
      choices: [{ value: 'dark', label: { en: 'Dark', vi: 'Đậm' }, retired: true }],
      roles: ['customer'],
      serves: 'x',
      readers: ['manager' as const],
      in_list: true,
      in_search: false,
      retired: false,
      made_at: '2026-01-01T00:00:00Z',
    };
    expect(fieldChangeOf(draftOf(field))).toMatchObject({
      label: field.label,
      choices: field.choices,
      roles: ['customer'],
      readers: ['manager' as const],
      in_list: true,
    });
  });
});
