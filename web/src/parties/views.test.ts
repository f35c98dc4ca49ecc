import { describe, expect, it } from 'vitest';
import { filterOf, shows, viewOf, type SavedView } from './views';

const view: SavedView = {
  id: '1',
  name: 'Big',
  shared: false,
  own: true,
  owner: 'An',
  kind: 'person',
  where: ['spent:at_least:1000000', 'title:is:a:b'],
  sort: '-spent',
  columns: 'orders,spent',
};

describe('a saved view', () => {
  it('is the list it was made of', () => {
    const filter = filterOf(view);
    expect(filter).toEqual({
      kind: 'person',
      where: 'spent:at_least:1000000\ntitle:is:a:b',
      sort: '-spent',
      columns: 'orders,spent',
    });
    expect(viewOf(filter, ' Big ', false)).toEqual({
      name: 'Big',
      shared: false,
      kind: view.kind,
      where: view.where,
      sort: view.sort,
      columns: view.columns,
    });
    expect(shows(view, filter)).toBe(true);
    expect(shows(view, { ...filter, sort: undefined })).toBe(false);
    expect(shows(view, { ...filter, search: 'an' })).toBe(false);
  });

  it('of everybody by name is the list as it is opened', () => {
    const plain: SavedView = { ...view, kind: '', where: [], sort: '', columns: '' };
    expect(filterOf(plain)).toEqual({});
    expect(shows(plain, {})).toBe(true);
  });
});
