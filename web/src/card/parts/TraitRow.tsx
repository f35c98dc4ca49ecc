// One fact in a list of facts: what it is, and what is known; it opens below.
import type { ReactNode } from 'react';
import type { Card } from '../calls';
import { FactButton, FactPanel, useFact } from './Fact';
import classes from './Who.module.css';

interface TraitRowProps {
  card: Card;
  name: string;
  label: string;
  /** Undefined: it is asked for, and not known. */
  text: string | undefined;
  /** How a value that was told is read. */
  shown: (value: unknown, told: { value_label: Card['fields'][number]['value_label'] }) => string;
  form?: false | ((close: () => void) => ReactNode);
}

export function TraitRow({ card, name, label, text, shown, form }: TraitRowProps) {
  const fact = useFact();
  return (
    <div data-field={name}>
      <dt>{label}</dt>
      <dd>
        {card.erased_at ? (
          (text ?? <span className="quiet">–</span>)
        ) : (
          <FactButton fact={fact} name={label}>
            {text ?? <span className="quiet">–</span>}
          </FactButton>
        )}
      </dd>
      {fact.opened && (
        <dd className={classes.wide}>
          <FactPanel
            fact={fact}
            name={label}
            card={card}
            of={{ trait: name }}
            shown={(told) => shown(told.value, told)}
            form={form ? () => form(fact.close) : undefined}
          />
        </dd>
      )}
    </div>
  );
}
