// Roles held for some time, and how this party stands to others; what holds no more stands last and pale.
import { Link } from '@tanstack/react-router';
import { BadgeCheck, Network } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useVocabulary } from '../../platform/vocabulary';
import type { Card } from '../calls';
import { CardLine, CardPart, lines } from './CardPart';
import { RelationDialog } from './RelationDialog';

export function Relations({ card }: { card: Card }) {
  const { t } = useTranslation('card');
  const words = useVocabulary();
  const formats = useFormats();
  const [adding, setAdding] = useState(false);
  const period = ({ from, until }: { from: string | null; until: string | null }) =>
    [
      from && t('relations.from', { day: formats.calendarDay(from) }),
      until && t('relations.until', { day: formats.calendarDay(until) }),
    ]
      .filter(Boolean)
      .join(' ');
  const nowFirst = <T extends { holds: boolean }>(items: T[]) =>
    [...items].sort((a, b) => Number(b.holds) - Number(a.holds));
  const people = card.of_its_people;
  const nameOf = (party: Card['relations'][number]['party']) => words.name({ ...party, identifiers: [] });
  return (
    <CardPart title={t('relations.title')} addLabel={t('relations.add')} onAdd={() => setAdding(true)}>
      {card.relations.length === 0 && card.roles_held.length === 0 && <p className="quiet">{t('relations.none')}</p>}
      <ul className={lines}>
        {nowFirst(card.roles_held).map((held) => (
          <CardLine
            key={held.role}
            mark={<BadgeCheck size={15} aria-hidden />}
            main={[words.role(held.role), held.title].filter(Boolean).join(' · ')}
            detail={period(held)}
            past={!held.holds}
          />
        ))}
        {nowFirst(card.relations).map((related) => (
          <CardLine
            key={`${related.relation}.${related.party.id}`}
            mark={<Network size={15} aria-hidden />}
            main={
              <>
                {t(`relations.${related.relation}`)}{' '}
                <Link to="/parties/$partyId" params={{ partyId: related.party.id }}>
                  {nameOf(related.party)}
                </Link>
              </>
            }
            detail={[related.title, period(related)].filter(Boolean).join(' · ')}
            past={!related.holds}
          />
        ))}
      </ul>
      {card.known_by.length > 0 && (
        <p className="quiet">
          {t('relations.knownBy', {
            names: card.known_by
              .map(({ staff, touchpoints }) => `${staff} (${formats.number(touchpoints)})`)
              .join(', '),
          })}
        </p>
      )}
      {people && (
        <p className="quiet">
          {t('relations.people', {
            count: people.people,
            orders: formats.number(people.orders),
            money: formats.money(people.spent),
          })}
        </p>
      )}
      {adding && <RelationDialog card={card} onClose={() => setAdding(false)} />}
    </CardPart>
  );
}
