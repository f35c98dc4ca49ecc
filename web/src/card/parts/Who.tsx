// The left of a card: who this is, how to reach them, what they are worth so far, and what is known about them.
import { AtSign, CreditCard, Hash, Phone, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../platform/form/values';
import { readableIdentifier } from '../../platform/format/phone';
import { useFormats } from '../../platform/format/useFormats';
import { Meaning } from '../../platform/shell/Meaning';
import { PartyMark } from '../../platform/shell/PartyMark';
import { useBilingual } from '../../platform/i18n/i18n';
import { mayWrite, useSession } from '../../platform/session';
import { useVocabulary } from '../../platform/vocabulary';
import type { Card } from '../calls';
import { CONTACT_POINTS, OFFERED, traitEditing } from '../details';
import { FIGURES, FIRST_FIGURES, linkOf, orderedIdentifiers, shownFigures, traitText, type FigureName } from '../shape';
import { AddFact } from './AddFact';
import { Bought } from './Bought';
import { EditTrait } from './EditTrait';
import { FactButton, FactPanel, useFact } from './Fact';
import { OwnFields } from './OwnFields';
import { TraitRow } from './TraitRow';
import { useTraitWords } from './useTraitWords';
import classes from './Who.module.css';

const ICONS: Record<string, LucideIcon> = { phone: Phone, email: AtSign, loyalty_card: CreditCard };

interface WhoProps {
  card: Card;
  /** What every card may say, as the server describes it. */
  described: Field[];
  narrow: boolean;
}

/** On a narrow screen the first four figures suffice; the rest opens on demand, so that the timeline is near. */
export function Who({ card, described, narrow }: WhoProps) {
  const { t } = useTranslation('card');
  const words = useVocabulary();
  const name = useFact();
  return (
    <div className={classes.who}>
      <div className={classes.name}>
        <PartyMark id={card.id} name={words.name(card)} kind={card.kind} large />
        <div>
          <p className={classes.fullName}>
            {card.erased_at ? (
              words.name(card)
            ) : (
              <FactButton fact={name} name={t('trait.name')}>
                {words.name(card)}
              </FactButton>
            )}
          </p>
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
      {name.opened && (
        <FactPanel
          fact={name}
          name={t('trait.name')}
          card={card}
          of={{ trait: 'name' }}
          shown={({ value }) => String(value)}
          form={() => <EditTrait card={card} name="name" described={described} onClose={name.close} />}
        />
      )}
      <Identifiers card={card} described={described} />
      {narrow ? (
        <>
          <FigureList card={card} names={FIRST_FIGURES} />
          <OwnFields card={card} />
          <details className={classes.rest}>
            <summary>{t('rest')}</summary>
            <FigureList card={card} names={FIGURES.filter((name) => !FIRST_FIGURES.includes(name))} />
            <Bought card={card} />
            <Traits card={card} described={described} />
          </details>
        </>
      ) : (
        <>
          <FigureList card={card} names={FIGURES} />
          <Bought card={card} />
          <OwnFields card={card} />
          <Traits card={card} described={described} />
        </>
      )}
    </div>
  );
}

function Identifiers({ card, described }: { card: Card; described: Field[] }) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  if (card.erased_at) return <p className="quiet">{t('erase.since', { day: formats.date(card.erased_at) })}</p>;
  return (
    <div>
      {card.identifiers.length === 0 && <p className="quiet">{t('noIdentifiers')}</p>}
      <ul className={classes.identifiers} aria-label={t('identifiers')}>
        {orderedIdentifiers(card.identifiers).map((identifier) => (
          <ContactPoint
            key={`${identifier.type}:${identifier.value}`}
            card={card}
            identifier={identifier}
            described={described}
          />
        ))}
      </ul>
      <AddFact card={card} described={described} offered={CONTACT_POINTS} label={t('fact.addContact')} />
    </div>
  );
}

interface ContactPointProps {
  card: Card;
  identifier: Card['identifiers'][number];
  described: Field[];
}

function ContactPoint({ card, identifier, described }: ContactPointProps) {
  const { t } = useTranslation('card');
  const words = useVocabulary();
  const formats = useFormats();
  const fact = useFact();
  const { type, value } = identifier;
  const Icon = ICONS[type] ?? Hash;
  const link = linkOf(identifier);
  const seen = identifier.first_seen_at && t('firstSeen', { date: formats.date(identifier.first_seen_at) });
  return (
    <li>
      <div className={classes.identifier} title={seen || undefined}>
        <Icon size={15} aria-hidden />
        {link ? <a href={link}>{readableIdentifier(identifier)}</a> : <span>{value}</span>}
        <span className={classes.identifierType}>{words.identifier(type)}</span>
        <FactButton fact={fact} name={`${words.identifier(type)} ${readableIdentifier(identifier)}`} />
      </div>
      {fact.opened && (
        <FactPanel
          fact={fact}
          name={words.identifier(type)}
          card={card}
          of={{ identifier: `${type}:${value}` }}
          form={
            CONTACT_POINTS.includes(type)
              ? () => (
                  <EditTrait
                    card={card}
                    name={type}
                    described={described}
                    text={value}
                    note={t('fact.formerStays')}
                    onClose={fact.close}
                  />
                )
              : undefined
          }
        />
      )}
    </li>
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
              <Meaning word={t(`figure.${name}`)} meaning={t(`meaning.${name}`)} />
            </dt>
            <dd title={exact}>{text ?? <span className="quiet">–</span>}</dd>
          </div>
        ))}
        {others.length > 1 && names.includes('spent') && (
          <div className={classes.wide}>
            <dt>
              <Meaning word={t('figure.by_currency')} meaning={t('meaning.by_currency')} />
            </dt>
            <dd>{others.map((money) => formats.money(money)).join(' · ')}</dd>
          </div>
        )}
        {waiting.length > 0 && names.includes('spent') && (
          <div className={classes.wide} data-figure="waiting">
            <dt>
              <Meaning word={t('figure.waiting')} meaning={t('meaning.waiting')} />
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

function Traits({ card, described }: { card: Card; described: Field[] }) {
  const { t, i18n } = useTranslation('card');
  const formats = useFormats();
  const pick = useBilingual();
  const traitWords = useTraitWords(described);
  const mayAdd = mayWrite(useSession());
  const names = Object.keys(card.traits).filter((name) => !SHOWN_ABOVE.has(name));
  if (names.length === 0 && (!mayAdd || card.erased_at)) return null;
  const valueOf = (value: unknown) =>
    typeof value === 'string' && i18n.exists(`trait_value.${value}`, { ns: 'card' })
      ? String(t(`trait_value.${value}` as never))
      : traitText(value, formats);
  return (
    <section aria-label={t('traits')}>
      <h2 className={classes.heading}>{t('traits')}</h2>
      <dl className={classes.traits}>
        {names.map((name) => (
          <TraitRow
            key={name}
            card={card}
            name={name}
            label={pick(traitWords.label(name))}
            text={valueOf(card.traits[name]?.value)}
            shown={valueOf}
            form={
              traitEditing(card, name, described, traitWords) &&
              ((close) => <EditTrait card={card} name={name} described={described} onClose={close} />)
            }
          />
        ))}
      </dl>
      {!card.erased_at && (
        <AddFact
          card={card}
          described={described}
          offered={OFFERED.filter((name) => card.traits[name] === undefined)}
          label={t('fact.add')}
        />
      )}
    </section>
  );
}
