// What is typed into a form and not sent yet. It outlives the form: after Escape, a click beside it or a reload it stands there
// again, in this tab and for whoever typed it, until it is sent or thrown away.
import { useCallback, useEffect, useState, type Dispatch, type SetStateAction } from 'react';
import { useSession } from '../session';

/** `ganbo.draft.LOGIN/NAME`: nobody goes on with what another has begun. A slash stands in no encoded login. */
export const keptKey = (login: string, name: string) => `ganbo.draft.${encodeURIComponent(login)}/${name}`;

export function readKept<T extends object>(key: string, begin: () => T): T {
  try {
    const kept = sessionStorage.getItem(key);
    // What an earlier version of the pages did not keep begins anew.
    if (kept) return { ...begin(), ...(JSON.parse(kept) as Partial<T>) };
  } catch {
    // Unreadable or switched off: begin anew.
  }
  return begin();
}

export interface Kept<T> {
  value: T;
  set: Dispatch<SetStateAction<T>>;
  /** What sets one of its members. */
  put: <Name extends keyof T>(name: Name) => (member: T[Name]) => void;
  /** It has been sent, or is not wanted any more. */
  forget: () => void;
}

/** `name` says which form, and about what. */
export function useKept<T extends object>(name: string, begin: () => T): Kept<T> {
  const key = keptKey(useSession().user.login, name);
  const [value, set] = useState(() => readKept(key, begin));
  const [touched, setTouched] = useState(false);
  useEffect(() => {
    if (!touched) return;
    try {
      sessionStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Then it lasts as long as the form.
    }
  }, [key, touched, value]);
  const change: Kept<T>['set'] = useCallback((next) => {
    setTouched(true);
    set(next);
  }, []);
  const forget = useCallback(() => {
    setTouched(false);
    try {
      sessionStorage.removeItem(key);
    } catch {
      // There is nothing to forget.
    }
  }, [key]);
  const put: Kept<T>['put'] = (name) => (member) => change((before) => ({ ...before, [name]: member }));
  return { value, set: change, put, forget };
}
