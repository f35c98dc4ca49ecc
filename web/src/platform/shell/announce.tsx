// A short sentence at the foot of the page that says what has just been done; read out by screen readers.
import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from 'react';
import classes from './announce.module.css';

const SHOWN_MS = 3500;

const Announce = createContext<(sentence: string) => void>(() => {});

export const useAnnounce = () => useContext(Announce);

export function AnnounceProvider({ children }: { children: ReactNode }) {
  const [sentence, setSentence] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const announce = useCallback((next: string) => {
    clearTimeout(timer.current);
    setSentence(next);
    timer.current = setTimeout(() => setSentence(''), SHOWN_MS);
  }, []);
  return (
    <Announce.Provider value={announce}>
      {children}
      <div className={classes.place} role="status" aria-live="polite">
        {sentence && <div className={classes.sentence}>{sentence}</div>}
      </div>
    </Announce.Provider>
  );
}
