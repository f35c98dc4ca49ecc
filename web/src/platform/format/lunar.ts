// Days of the Vietnamese lunar calendar, as the server writes them: 1990-04-23, in a leap month 2023-02L-10. They are
// computed there; here they are only read and shown.

export interface LunarDay {
  year: number;
  month: number;
  leap: boolean;
  day: number;
}

export function lunarDayOf(text: string): LunarDay | undefined {
  const parts = /^(\d{4})-(\d{2})(L?)-(\d{2})$/.exec(text);
  if (!parts) return undefined;
  return { year: Number(parts[1]), month: Number(parts[2]), leap: parts[3] === 'L', day: Number(parts[4]) };
}

/** As people type it: 23/4/1990, in a leap month 10/2L/2023; or as the server writes it. Undefined when it is neither. */
export function readLunarDay(typed: string): string | undefined {
  const text = typed.trim();
  if (lunarDayOf(text)) return text;
  const parts = /^(\d{1,2})\/(\d{1,2})(L?)\/(\d{4})$/i.exec(text);
  if (!parts) return undefined;
  const two = (digits: string) => digits.padStart(2, '0');
  return `${parts[4]}-${two(parts[2]!)}${parts[3]!.toUpperCase()}-${two(parts[1]!)}`;
}
