import { useEffect, type ReactNode } from 'react';
import { useSession } from '../session';
import classes from './PageHead.module.css';

interface PageHeadProps {
  title: string;
  /** A quiet word beside the title, such as how many there are. */
  aside?: ReactNode;
  /** Stands before the title: the way back. */
  before?: ReactNode;
  children?: ReactNode;
}

/** The head of a page: its one heading, and on the right what can be done with the page as a whole. */
export function PageHead({ title, aside, before, children }: PageHeadProps) {
  const { business } = useSession();
  useEffect(() => {
    document.title = `${title} · ${business.name}`;
  }, [title, business.name]);
  return (
    <header className={classes.head}>
      {before}
      <h1 className={classes.title}>{title}</h1>
      {aside && <span className={classes.aside}>{aside}</span>}
      <span className={classes.actions}>{children}</span>
    </header>
  );
}
