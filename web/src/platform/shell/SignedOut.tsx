// Lies over the page when the session has ended: whoever signs in again finds it as it was, with all that was typed. What
// lies under it can neither be seen nor reached meanwhile.
import { useEffect, useRef, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import classes from './SignedOut.module.css';

export function SignedOut({ children }: { children: ReactNode }) {
  const cover = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const others = [...document.body.children].filter(
      (each): each is HTMLElement => each instanceof HTMLElement && each !== cover.current && !each.inert,
    );
    const focused = document.activeElement;
    others.forEach((each) => (each.inert = true));
    [...(cover.current?.querySelectorAll('input') ?? [])].find(({ value }) => value === '')?.focus();
    return () => {
      others.forEach((each) => (each.inert = false));
      if (focused instanceof HTMLElement) focused.focus();
    };
  }, []);
  return createPortal(
    <div ref={cover} className={classes.cover}>
      {children}
    </div>,
    document.body,
  );
}
