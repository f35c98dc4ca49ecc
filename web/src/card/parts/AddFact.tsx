// What is not known yet of somebody, to be filled in: a menu, and the form of what was chosen.
import { Menu, UnstyledButton } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useBilingual } from '../../platform/i18n/i18n';
import type { Field } from '../../platform/form/values';
import { mayWrite, useSession } from '../../platform/session';
import type { Card } from '../calls';
import { EditTrait } from './EditTrait';
import classes from './Fact.module.css';
import { useTraitWords } from './useTraitWords';

interface AddFactProps {
  card: Card;
  described: Field[];
  /** Names of traits, in this order. */
  offered: string[];
  label: string;
}

export function AddFact({ card, described, offered, label }: AddFactProps) {
  const pick = useBilingual();
  const traitWords = useTraitWords(described);
  /** One more where something was known when it was chosen, such as a second phone number. */
  const [adding, setAdding] = useState<{ name: string; oneMore: boolean }>();
  const button = useRef<HTMLButtonElement>(null);
  const mayAdd = mayWrite(useSession());
  if (!mayAdd || offered.length === 0) return null;
  const close = () => {
    setAdding(undefined);
    setTimeout(() => button.current?.focus());
  };
  const escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    close();
  };
  return (
    <>
      <Menu position="bottom-start" withinPortal returnFocus={false}>
        <Menu.Target>
          <UnstyledButton ref={button} className={classes.add}>
            <Plus size={14} aria-hidden /> {label}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown className={classes.menu}>
          {offered.map((name) => (
            <Menu.Item key={name} onClick={() => setAdding({ name, oneMore: card.traits[name] !== undefined })}>
              {pick(traitWords.label(name))}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {adding && (
        <div
          className={classes.panel}
          role="group"
          aria-label={pick(traitWords.label(adding.name))}
          onKeyDown={escape}
          data-fact
        >
          <EditTrait
            key={adding.name}
            card={card}
            name={adding.name}
            described={described}
            text={adding.oneMore ? '' : undefined}
            onClose={close}
          />
        </div>
      )}
    </>
  );
}
