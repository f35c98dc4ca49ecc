// One contact of a timeline: what it was, what was said, when, who was there. Drawn by the thousand, so it is drawn again only
// when something of it has changed.
import { UnstyledButton } from '@mantine/core';
import { ArrowDownLeft, ArrowUpRight, ChevronDown, CircleAlert } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import { PartyLink } from '../../platform/shell/PartyLink';
import { useVocabulary } from '../../platform/vocabulary';
import type { EventType, TimelineEntry as Entry } from '../calls';
import { excerptOf, participantsOf } from '../shape';
import { Details } from './Details';
import classes from './Timeline.module.css';
import { iconOf } from './typeIcons';

interface TimelineEntryProps {
  entry: Entry;
  type?: EventType;
  envelope: EventType['fields'];
  opened: boolean;
  isOpenSale: boolean;
  onToggle: (id: string) => void;
}

export const TimelineEntry = memo(function TimelineEntry(props: TimelineEntryProps) {
  const { entry, type, envelope, opened, isOpenSale, onToggle } = props;
  const { t } = useTranslation('events');
  const pick = useBilingual();
  const formats = useFormats();
  const words = useVocabulary();
  const { Icon, tone } = iconOf(entry.type);
  const line = pick(entry.line);
  const excerpt = excerptOf(entry, type, line);
  const others = participantsOf(entry).filter((name) => name !== entry.staff);
  // That an order or a page view came from them goes without saying; who rang whom does not.
  const direction = entry.envelope.direction;
  const Direction = direction === 'in' ? ArrowDownLeft : direction === 'out' ? ArrowUpRight : undefined;
  return (
    <li className={classes.entry}>
      <span className={classes.sign} data-tone={tone} aria-hidden>
        <Icon size={15} strokeWidth={1.9} />
      </span>
      <div className={classes.content}>
        <UnstyledButton className={classes.line} aria-expanded={opened} onClick={() => onToggle(entry.id)}>
          <span className={classes.sentence}>{line}</span>
          {entry.amount && (
            <span
              className={classes.amount}
              title={
                entry.reporting
                  ? t('rates.worth', {
                      amount: formats.money(entry.reporting),
                      rate: formats.decimal(entry.reporting.rate),
                    })
                  : entry.reporting === null
                    ? t('rates.waits')
                    : undefined
              }
            >
              {formats.money(entry.amount)}
            </span>
          )}
          <ChevronDown size={14} className={classes.chevron} aria-hidden />
        </UnstyledButton>
        {excerpt && !opened && <p className={classes.excerpt}>{excerpt}</p>}
        <p className={classes.about}>
          <time dateTime={entry.occurred_at}>{formats.time(entry.occurred_at)}</time>
          {Direction && (
            <span className={classes.direction}>
              <Direction size={13} aria-hidden />
              {t(direction === 'in' ? 'direction.in' : 'direction.out')}
            </span>
          )}
          {entry.whose ? (
            <span>
              {t('timeline.whose')}{' '}
              <PartyLink partyId={entry.whose.party}>{entry.whose.name || t('timeline.nameless')}</PartyLink>
            </span>
          ) : (
            others.length > 0 && <span>{t('timeline.with', { names: others.join(', ') })}</span>
          )}
          {[entry.place, entry.staff, entry.source && words.source(entry.source)].filter(Boolean).map((word) => (
            <span key={word}>{word}</span>
          ))}
          {isOpenSale && (
            <span className={classes.openSale} data-open-sale>
              <CircleAlert size={13} aria-hidden />
              {t('timeline.openSale')}
            </span>
          )}
        </p>
        {opened && <Details entry={entry} fields={type?.fields ?? []} envelope={envelope} />}
      </div>
    </li>
  );
});
