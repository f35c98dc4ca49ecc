// The left of a card: who this is, how to reach them, what they are worth so far, and what is known about them.
import { Tooltip } from '@mantine/core';
import { AtSign, CreditCard, Hash, Phone, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { readableIdentifier } from '../../platform/format/phone';
import { useFormats } from '../../platform/format/useFormats';
import { PartyMark } from '../../platform/shell/PartyMark';
import { spaced, useVocabulary } from '../../platform/vocabulary';
import type { Card } from '../calls';
import {
  FIGURES,
  FIRST_FIGURES,
  linkOf,
  orderedIdentifiers,
  shownFigures,
  traitOrigin,
  traitText,
  type FigureName,
} from '../shape';
import { Bought } from './Bought';
import { OwnFields } from './OwnFields';
import classes from './Who.module.css';

const ICONS: Record<string, LucideIcon> = { phone: Phone, email: AtSign, loyalty_card: CreditCard };

/** On a narrow screen the first four figures suffice; the rest opens on demand, so that the timeline is near. */
export function Who({ card, narrow }: { card: Card; narrow: boolean }) {
  const { t } = useTranslation('card');
  const words = useVocabulary();
  return (
    <div className={classes.who}>
      <div className={classes.name}>
        <PartyMark id={card.id} name={words.name(card)} kind={card.kind} large />
        <div>
          <p className={classes.fullName}>{words.name(card)}</p>
          <p className={classes.roles}>
            {card.roles.map((role) => (
              <span key={role} className={classes.role}>
                {words.role(role)}
              </span>
            ))}
            {card.roles.length === 0 && <span className="quiet">{words.kind(card.kind)}</span>}
          </p>
        </div>
      </div>
      <Identifiers card={card} />
      {narrow ? (
        <>
          <FigureList card={card} names={FIRST_FIGURES} />
          <OwnFields card={card} />
          <details className={classes.rest}>
            <summary>{t('rest')}</summary>
            <FigureList card={card} names={FIGURES.filter((name) => !FIRST_FIGURES.includes(name))} />
            <Bought card={card} />
            <Traits card={card} />
          </details>
        </>
      ) : (
        <>
          <FigureList card={card} names={FIGURES} />
          <Bought card={card} />
          <OwnFields card={card} />
          <Traits card={card} />
        </>
      )}
    </div>
  );
}

function Identifiers({ card }: { card: Card }) {
  const words = useVocabulary();
  const { t } = useTranslation('card');
  const formats = useFormats();
  if (card.erased_at) return <p className="quiet">{t('erase.since', { day: formats.date(card.erased_at) })}</p>;
  if (card.identifiers.length === 0) return <p className="quiet">{t('noIdentifiers')}</p>;
  return (
    <ul className={classes.identifiers} aria-label={t('identifiers')}>
      {orderedIdentifiers(card.identifiers).map((identifier) => {
        const Icon = ICONS[identifier.type] ?? Hash;
        const link = linkOf(identifier);
        const seen = identifier.first_seen_at && t('firstSeen', { date: formats.date(identifier.first_seen_at) });
        return (
          <li key={`${identifier.type}:${identifier.value}`} title={seen || undefined}>
            <Icon size={15} aria-hidden />
            {link ? <a href={link}>{readableIdentifier(identifier)}</a> : <span>{identifier.value}</span>}
            <span className={classes.identifierType}>{words.identifier(identifier.type)}</span>
          </li>
        );
      })}
    </ul>
  );
}

function FigureList({ card, names }: { card: Card; names: readonly FigureName[] }) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  if (!card.figures) return <p className="quiet">{t('figuresUnknown')}</p>;
  const others = card.figures.spent_by_currency ?? [];
  const { waiting } = card.figures;
  return (
    <section aria-label={t('figures')}>
      <h2 className={classes.heading}>{t('figures')}</h2>
      <dl className={classes.figures}>
        {shownFigures(card.figures, names, formats).map(({ name, text, exact }) => (
          <div key={name} data-figure={name}>
            <dt>
              <Tooltip label={t(`meaning.${name}`)} multiline maw={260}>
                <span>{t(`figure.${name}`)}</span>
              </Tooltip>
            </dt>
            <dd title={exact}>{text ?? <span className="quiet">–</span>}</dd>
          </div>
        ))}
        {others.length > 1 && names.includes('spent') && (
          <div className={classes.wide}>
            <dt>{t('figure.by_currency')}</dt>
            <dd>{others.map((money) => formats.money(money)).join(' · ')}</dd>
          </div>
        )}
        {waiting.length > 0 && names.includes('spent') && (
          <div className={classes.wide} data-figure="waiting">
            <dt>
              <Tooltip label={t('meaning.waiting')} multiline maw={260}>
                <span>{t('figure.waiting')}</span>
              </Tooltip>
            </dt>
            <dd>{waiting.map((money) => formats.money(money)).join(' · ')}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

/** The heading, the contact points and the kind say these already. */
const SHOWN_ABOVE = new Set([
  'birthday',
  'lunar_birthday',
  'name',
  'firstName',
  'lastName',
  'kind',
  'email',
  'phone',
  'loyalty_card',
]);

function Traits({ card }: { card: Card }) {
  const { t, i18n } = useTranslation('card');
  const formats = useFormats();
  const traits = Object.entries(card.traits).filter(([name]) => !SHOWN_ABOVE.has(name));
  if (traits.length === 0) return null;
  const label = (name: string) =>
    i18n.exists(`trait.${name}`, { ns: 'card' }) ? String(t(`trait.${name}` as never)) : spaced(name);
  const valueOf = (value: unknown) =>
    typeof value === 'string' && i18n.exists(`trait_value.${value}`, { ns: 'card' })
      ? String(t(`trait_value.${value}` as never))
      : traitText(value, formats);
  return (
    <section aria-label={t('traits')}>
      <h2 className={classes.heading}>{t('traits')}</h2>
      <dl className={classes.traits}>
        {traits.map(([name, trait]) => (
          <div key={name} title={traitOrigin(trait, formats)}>
            <dt>{label(name)}</dt>
            <dd>{valueOf(trait.value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
