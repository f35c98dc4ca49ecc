// Days to be reminded of: a birthday, the end of a contract, whatever the business added; what comes next stands first.
import { Cake, CalendarHeart, Car, FileSignature, Footprints, Star, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LunarDay } from '../../platform/format/lunar';
import { useFormats } from '../../platform/format/useFormats';
import type { Card } from '../calls';
import { daysUntil, keyDateDetails } from '../shape';
import { CardLine, CardPart, lines } from './CardPart';

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

/** A day by the lunar calendar, in words. */
export function useLunarWord() {
  const { t } = useTranslation('card');
  return ({ day, month, leap }: LunarDay) => t(leap ? 'keyDates.lunarLeap' : 'keyDates.lunar', { day, month });
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
  const words = {
    lunar: useLunarWord(),
    yearly: t('keyDates.yearly'),
    lunarYearly: t('keyDates.lunarYearly'),
    moved: (day: string) => t('keyDates.moved', { day }),
  };
  return (
    <CardPart title={t('keyDates.title')} addLabel={t('keyDates.add')} onAdd={() => onSet({ type: 'key_date' })}>
      {card.key_dates.length === 0 && <p className="quiet">{t('keyDates.none')}</p>}
      <ul className={lines}>
        {card.key_dates.map((date) => {
          const Icon = ICONS[date.kind];
          const days = daysUntil(date.next, formats.timeZone);
          return (
            <CardLine
              key={`${date.kind}.${date.number}`}
              mark={<Icon size={15} aria-hidden />}
              main={date.text || word(date.kind)}
              detail={keyDateDetails(date, formats, words).join(' · ')}
              end={
                days === undefined
                  ? t('keyDates.past')
                  : days === 0
                    ? t('keyDates.today')
                    : t('keyDates.in', { count: days })
              }
              near={days !== undefined && days <= (date.lead_days ?? 0)}
            />
          );
        })}
      </ul>
    </CardPart>
  );
}
