// Roles held for some time, and how this party stands to others: drawn, and as a list; what holds no more stands last and
// pale.
import { ActionIcon, Tooltip } from '@mantine/core';
import { BadgeCheck, BadgePlus, Network } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../platform/form/values';
import { useFormats } from '../../platform/format/useFormats';
import { PartyLink } from '../../platform/shell/PartyLink';
import { useVocabulary } from '../../platform/vocabulary';
import type { Card } from '../calls';
import { relationEditing, roleEditing } from '../matters';
import { CardLine, CardPart, lines } from './CardPart';
import { EditMatter } from './EditMatter';
import { FactButton, FactPanel, useFact } from './Fact';
import { RelationDialog } from './RelationDialog';

const RelationGraph = lazy(() => import('./RelationGraph').then((part) => ({ default: part.RelationGraph })));

interface RelationsProps {
  card: Card;
  fieldsOf: (type: string) => Field[];
  /** Opens the form by which a role is added. */
  onSet: (logging: { type: string }) => void;
}

export function Relations({ card, fieldsOf, onSet }: RelationsProps) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const [adding, setAdding] = useState(false);
  const nowFirst = <T extends { holds: boolean }>(items: T[]) =>
    [...items].sort((a, b) => Number(b.holds) - Number(a.holds));
  const people = card.of_its_people;
  return (
    <CardPart
      title={t('relations.title')}
      addLabel={t('relations.add')}
      onAdd={() => setAdding(true)}
      further={
        <Tooltip label={t('relations.addRole')}>
          <ActionIcon size="sm" aria-label={t('relations.addRole')} onClick={() => onSet({ type: 'role_held' })}>
            <BadgePlus size={15} />
          </ActionIcon>
        </Tooltip>
      }
    >
      {card.relations.length === 0 && card.roles_held.length === 0 && <p className="quiet">{t('relations.none')}</p>}
      {card.relations.length > 0 && (
        <Suspense>
          <RelationGraph card={card} />
        </Suspense>
      )}
      <ul className={lines}>
        {nowFirst(card.roles_held).map((held) => (
          <RoleLine key={held.role} card={card} held={held} fieldsOf={fieldsOf} />
        ))}
        {nowFirst(card.relations).map((related) => (
          <RelationLine
            key={`${related.relation}.${related.party.id}`}
            card={card}
            related={related}
            fieldsOf={fieldsOf}
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

function usePeriod() {
  const { t } = useTranslation('card');
  const formats = useFormats();
  return ({ from, until }: { from: string | null; until: string | null }) =>
    [
      from && t('relations.from', { day: formats.calendarDay(from) }),
      until && t('relations.until', { day: formats.calendarDay(until) }),
    ]
      .filter(Boolean)
      .join(' ');
}

interface RoleLineProps {
  card: Card;
  held: Card['roles_held'][number];
  fieldsOf: RelationsProps['fieldsOf'];
}

function RoleLine({ card, held, fieldsOf }: RoleLineProps) {
  const words = useVocabulary();
  const period = usePeriod();
  const fact = useFact();
  const name = words.role(held.role);
  return (
    <CardLine
      mark={<BadgeCheck size={15} aria-hidden />}
      main={[name, held.title].filter(Boolean).join(' · ')}
      detail={period(held)}
      past={!held.holds}
      button={<FactButton fact={fact} name={name} />}
      panel={
        fact.opened && (
          <FactPanel
            fact={fact}
            name={name}
            card={card}
            of={{ matter: 'role', number: held.role }}
            form={(latest) => (
              <EditMatter
                editing={roleEditing(card.id, held, latest, fieldsOf('role_held'))}
                title={`${name} · ${words.name(card)}`}
                onClose={fact.close}
              />
            )}
          />
        )
      }
    />
  );
}

interface RelationLineProps {
  card: Card;
  related: Card['relations'][number];
  fieldsOf: RelationsProps['fieldsOf'];
}

function RelationLine({ card, related, fieldsOf }: RelationLineProps) {
  const { t } = useTranslation('card');
  const words = useVocabulary();
  const period = usePeriod();
  const fact = useFact();
  const other = words.name({ ...related.party, identifiers: [] });
  const name = `${t(`relations.${related.relation}`)} ${other}`;
  return (
    <CardLine
      mark={<Network size={15} aria-hidden />}
      main={
        <>
          {t(`relations.${related.relation}`)} <PartyLink partyId={related.party.id}>{other}</PartyLink>
        </>
      }
      detail={[related.title, period(related)].filter(Boolean).join(' · ')}
      past={!related.holds}
      button={<FactButton fact={fact} name={name} />}
      panel={
        fact.opened && (
          <FactPanel
            fact={fact}
            name={name}
            card={card}
            of={{ matter: related.relation, number: related.party.id }}
            form={(latest) => (
              <EditMatter
                editing={relationEditing(card.id, related, latest, fieldsOf('relation'))}
                title={`${name} · ${words.name(card)}`}
                onClose={fact.close}
              />
            )}
          />
        )
      }
    />
  );
}
