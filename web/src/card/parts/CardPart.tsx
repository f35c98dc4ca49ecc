// One part of the left column of a card: a heading, a way to add, and what there is.
import { ActionIcon, Tooltip } from '@mantine/core';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { mayWrite, useSession } from '../../platform/session';
import classes from './CardPart.module.css';

interface CardPartProps {
  title: string;
  addLabel: string;
  onAdd: () => void;
  /** What else stands beside the way to add. */
  further?: ReactNode;
  children: ReactNode;
}

export function CardPart({ title, addLabel, onAdd, further, children }: CardPartProps) {
  const mayAdd = mayWrite(useSession());
  return (
    <section className={classes.part} aria-label={title}>
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {mayAdd && (
          <span className={classes.actions}>
            {further}
            <Tooltip label={addLabel}>
              <ActionIcon size="sm" aria-label={addLabel} onClick={onAdd}>
                <Plus size={15} />
              </ActionIcon>
            </Tooltip>
          </span>
        )}
      </div>
      {children}
    </section>
  );
}

interface CardLineProps {
  mark: ReactNode;
  main: ReactNode;
  detail?: ReactNode;
  end?: ReactNode;
  /** It asks for attention. */
  near?: boolean;
  /** It holds no more. */
  past?: boolean;
  /** What opens below it, and by what it is opened. */
  button?: ReactNode;
  panel?: ReactNode;
}

/** One line: a mark, what it is with its details below, and on the right a word such as when. */
export function CardLine({ mark, main, detail, end, near, past, button, panel }: CardLineProps) {
  return (
    <li className={classes.line} data-near={near} data-past={past}>
      <span className={classes.mark}>{mark}</span>
      <div>
        <p>{main}</p>
        {detail && <p className={classes.detail}>{detail}</p>}
      </div>
      <span className={classes.end}>
        {end}
        {button}
      </span>
      {panel && <div className={classes.opened}>{panel}</div>}
    </li>
  );
}

export const lines = classes.lines;
