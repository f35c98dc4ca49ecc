// Options are found as people are: by any beginning of a word, with or without diacritics.
import type { ComboboxParsedItem, OptionsFilter } from '@mantine/core';
import { answersTo } from '../format/fold';

export const byFoldedLabel: OptionsFilter = ({ options, search }) =>
  options.flatMap((option): ComboboxParsedItem[] => {
    if (!('group' in option)) return answersTo(option.label, search) ? [option] : [];
    const items = option.items.filter(({ label }) => answersTo(label, search));
    return items.length > 0 ? [{ ...option, items }] : [];
  });
