import { keptKey, readKept } from './useKept';

describe('what is typed and not sent', () => {
  const begin = () => ({ draft: { text: '' }, key: 'new' });
  afterEach(() => vi.unstubAllGlobals());
  const storage = (kept: string | null) => vi.stubGlobal('sessionStorage', { getItem: () => kept });

  it('stands there again', () => {
    storage('{"draft":{"text":"Lan"},"key":"old"}');
    expect(readKept('k', begin)).toEqual({ draft: { text: 'Lan' }, key: 'old' });
  });
  it('begins anew where nothing was kept, or nothing that can be read', () => {
    for (const kept of [null, '{', '']) {
      storage(kept);
      expect(readKept('k', begin)).toEqual(begin());
    }
  });
  it('has what an earlier version of the pages did not keep', () => {
    storage('{"draft":{"text":"Lan"}}');
    expect(readKept('k', begin)).toEqual({ draft: { text: 'Lan' }, key: 'new' });
  });
  it('is one user’s own, whatever their names are', () => {
    expect(keptKey('an', 'x.y')).not.toBe(keptKey('an.x', 'y'));
  });
});
