// What can be done on the page that is open: by a key of its own, or by its name through Ctrl-K. Keys stay silent while
// somebody types, while a dialog is open, and with Ctrl, Alt or Cmd held.
import type { LucideIcon } from 'lucide-react';
import { useEffect, useRef, type RefObject } from 'react';

export interface Action {
  label: string;
  Icon: LucideIcon;
  /** As KeyboardEvent.key has it, in lower case. */
  key?: string;
  run: () => void;
}

const offered = new Set<RefObject<Action[]>>();

/** Those of the page and of the frame around it, at this moment. */
export const offeredActions = () => [...offered].flatMap(({ current }) => current ?? []);

export function isTyping(target: EventTarget | null) {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

export const isDialogOpen = () => document.querySelector('[aria-modal="true"]') !== null;

/** Offers actions for as long as the component stands. */
export function useActions(actions: Action[]) {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || isDialogOpen()) return;
      const action = latest.current.find(({ key }) => key === event.key.toLowerCase());
      if (!action) return;
      event.preventDefault();
      action.run();
    };
    offered.add(latest);
    window.addEventListener('keydown', press);
    return () => {
      offered.delete(latest);
      window.removeEventListener('keydown', press);
    };
  }, []);
}
