import { CircleAlert } from 'lucide-react';
import classes from './Pairs.module.css';

/** Why the server did not do what was asked. */
export function Refusal({ children }: { children: string }) {
  return (
    <p className={classes.problem} role="alert">
      <CircleAlert size={15} aria-hidden />
      {children}
    </p>
  );
}
