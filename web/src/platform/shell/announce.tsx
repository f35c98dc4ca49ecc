// A short sentence at the foot of the page that says what has just been done, and may offer to take it back; read out by
// screen readers.
import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from 'react';
import classes from './announce.module.css';

const SHOWN_MS = 3500;
/** Time to think again. */
const SHOWN_WITH_ACTION_MS = 8000;

export interface AnnouncedAction {
  label: string;
  run: () => void;
}
type Announcing = (sentence: string, action?: AnnouncedAction) => void;

const Announce = createContext<Announcing>(() => {});

export const useAnnounce = () => useContext(Announce);

export function AnnounceProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState<{ sentence: string; action?: AnnouncedAction }>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const announce = useCallback<Announcing>((sentence, action) => {
    clearTimeout(timer.current);
    setSaid({ sentence, action });
    timer.current = setTimeout(() => setSaid(undefined), action ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
  }, []);
  return (
    <Announce.Provider value={announce}>
      {children}
      <div className={classes.place} role="status" aria-live="polite">
        {said && (
          <div className={classes.sentence}>
            {said.sentence}
            {said.action && (
              <button
                type="button"
                className={classes.action}
                onClick={() => {
                  setSaid(undefined);
                  said.action?.run();
                }}
              >
                {said.action.label}
              </button>
            )}
          </div>
        )}
      </div>
    </Announce.Provider>
  );
}
