// Roles held for some time, and how this party stands to others; what holds no more stands last and pale.
import { ActionIcon, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { PartyMark } from '../../platform/shell/PartyMark';
import { useVocabulary } from '../../platform/vocabulary';
import type { Card } from '../calls';
import { RelationDialog } from './RelationDialog';
import classes from './Relations.module.css';

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
  return (
    <section className={classes.section} aria-label={t('relations.title')}>
      <div className={classes.head}>
        <h2 className={classes.title}>{t('relations.title')}</h2>
        <Tooltip label={t('relations.add')}>
          <ActionIcon size="sm" aria-label={t('relations.add')} onClick={() => setAdding(true)}>
            <Plus size={15} />
          </ActionIcon>
        </Tooltip>
      </div>
      {card.relations.length === 0 && card.roles_held.length === 0 && <p className="quiet">{t('relations.none')}</p>}
      <ul className={classes.list}>
        {nowFirst(card.roles_held).map((held) => (
          <li key={held.role} data-past={!held.holds}>
            <p>
              {words.role(held.role)}
              {held.title && ` · ${held.title}`}
            </p>
            <p className={classes.detail}>{period(held)}</p>
          </li>
        ))}
        {nowFirst(card.relations).map((related) => (
          <li key={`${related.relation}.${related.party.id}`} data-past={!related.holds} className={classes.related}>
            <PartyMark
              id={related.party.id}
              name={words.name({ ...related.party, identifiers: [] })}
              kind={related.party.kind}
            />
            <div>
              <p>
                <span className={classes.detail}>{t(`relations.${related.relation}`)} </span>
                <Link to="/parties/$partyId" params={{ partyId: related.party.id }}>
                  {words.name({ ...related.party, identifiers: [] })}
                </Link>
              </p>
              <p className={classes.detail}>{[related.title, period(related)].filter(Boolean).join(' · ')}</p>
            </div>
          </li>
        ))}
      </ul>
      {people && (
        <p className={classes.people}>
          {t('relations.people', {
            count: people.people,
            orders: formats.number(people.orders),
            money: formats.money(people.spent),
          })}
        </p>
      )}
      {adding && <RelationDialog card={card} onClose={() => setAdding(false)} />}
    </section>
  );
}
