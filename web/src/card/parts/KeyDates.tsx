// Days to be reminded of: a birthday, the end of a contract, whatever the business added; what comes next stands first.
import { ActionIcon, Tooltip } from '@mantine/core';
import { Cake, CalendarHeart, Car, FileSignature, Footprints, Plus, Star, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import type { Card } from '../calls';
import { daysUntil } from '../shape';
import classes from './KeyDates.module.css';

type KeyDate = Card['key_dates'][number];

const ICONS: Record<KeyDate['kind'], LucideIcon> = {
  birthday: Cake,
  anniversary: CalendarHeart,
  lease: Car,
  visit: Footprints,
  contract: FileSignature,
  key_date: Star,
};

/** The word for a kind of key date; empty for what is none. */
export function useKeyDateWord() {
  const { t, i18n } = useTranslation('card');
  return (kind: string) =>
    i18n.exists(`keyDates.${kind}`, { ns: 'card' }) ? String(t(`keyDates.${kind}` as never)) : '';
}

interface KeyDatesProps {
  card: Card;
  /** Opens the form by which one is added, or said to hold no more. */
  onSet: (logging: { type: string; begun?: Record<string, string> }) => void;
}

export function KeyDates({ card, onSet }: KeyDatesProps) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const word = useKeyDateWord();
  return (
    <section className={classes.section} aria-label={t('keyDates.title')}>
      <div className={classes.head}>
        <h2 className={classes.title}>{t('keyDates.title')}</h2>
        <Tooltip label={t('keyDates.add')}>
          <ActionIcon size="sm" aria-label={t('keyDates.add')} onClick={() => onSet({ type: 'key_date' })}>
            <Plus size={15} />
          </ActionIcon>
        </Tooltip>
      </div>
      {card.key_dates.length === 0 && <p className="quiet">{t('keyDates.none')}</p>}
      <ul className={classes.list}>
        {card.key_dates.map((date) => {
          const Icon = ICONS[date.kind];
          const days = daysUntil(date.next, formats.timeZone);
          return (
            <li key={`${date.kind}.${date.number}`} data-near={days !== undefined && days <= (date.lead_days ?? 0)}>
              <Icon size={15} aria-hidden />
              <div>
                <p>{date.text || word(date.kind)}</p>
                <p className={classes.detail}>
                  {formats.calendarDay(date.next ?? date.day)}
                  {date.yearly && ` · ${t('keyDates.yearly')}`}
                </p>
              </div>
              <span className={classes.when}>
                {days === undefined
                  ? t('keyDates.past')
                  : days === 0
                    ? t('keyDates.today')
                    : t('keyDates.in', { count: days })}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
