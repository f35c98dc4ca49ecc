/** Lower case without diacritics, as the server folds names: `Đặng` is `dang`. */
export const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');

/** Whether every word of the query begins a word of the text, whatever marks and capitals either has. */
export function answersTo(text: string, query: string) {
  const words = fold(text).split(/[^\p{L}\p{N}]+/u);
  return fold(query)
    .split(/\s+/)
    .every((asked) => words.some((word) => word.startsWith(asked)));
}
