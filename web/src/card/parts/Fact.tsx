// A fact of the card that opens where it stands: the form by which it is corrected, who told it and when, and what was
// told before. Escape closes it, and the focus goes back to what opened it.
import { UnstyledButton } from '@mantine/core';
import { Pencil } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayWrite, useSession } from '../../platform/session';
import type { Card, FactOf, Told } from '../calls';
import classes from './Fact.module.css';
import { FactHistory, useFactHistory } from './FactHistory';

export function useFact() {
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpened(false);
    setTimeout(() => button.current?.focus());
  };
  return { opened, toggle: () => setOpened((before) => !before), close, button };
}

type Opened = ReturnType<typeof useFact>;

interface FactButtonProps {
  fact: Opened;
  /** What is opened, such as “Address”. */
  name: string;
  /** What it says, which is pressed then; without it a pencil is. */
  children?: ReactNode;
}

export function FactButton({ fact, name, children }: FactButtonProps) {
  const { t } = useTranslation('card');
  return (
    <UnstyledButton
      ref={fact.button}
      className={children === undefined ? classes.pencil : classes.value}
      aria-expanded={fact.opened}
      aria-label={children === undefined ? t('fact.open', { name }) : undefined}
      title={t('fact.open', { name })}
      onClick={fact.toggle}
    >
      {children}
      <Pencil size={13} className={classes.sign} aria-hidden />
    </UnstyledButton>
  );
}

interface FactPanelProps {
  fact: Opened;
  name: string;
  card: Card;
  of: FactOf;
  /** How a value of it is read; of a matter its touchpoint says it. */
  shown?: (told: Told) => string;
  /** None for what cannot be typed. It is given what was told last. */
  form?: (latest: Told | undefined) => ReactNode;
}

export function FactPanel({ fact, name, card, of, shown, form }: FactPanelProps) {
  const mayChange = mayWrite(useSession());
  const history = useFactHistory(card.id, of);
  const escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    fact.close();
  };
  return (
    <div className={classes.panel} role="group" aria-label={name} onKeyDown={escape} data-fact>
      {/* What was told last stands in the inputs of a matter, so it is awaited. */}
      {form && mayChange && !history.isPending && form(history.data?.pages[0]?.data[0])}
      <FactHistory history={history} shown={shown} />
    </div>
  );
}
