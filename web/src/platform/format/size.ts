const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** 5 MB, in the words of a language. */
export function sizeText(bytes: number, locale: string) {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024))));
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[step],
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step < 2 ? 0 : 1,
  }).format(bytes / 1024 ** step);
}
