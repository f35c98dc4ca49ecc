// Days to be reminded of: a birthday, the end of a contract, whatever the business added; what comes next stands first.
import { Cake, CalendarHeart, Car, FileSignature, Footprints, Star, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LunarDay } from '../../platform/format/lunar';
import { useFormats } from '../../platform/format/useFormats';
import type { Field } from '../../platform/form/values';
import { useVocabulary } from '../../platform/vocabulary';
import type { Card, Told } from '../calls';
import { keyDateEditing } from '../matters';
import { daysUntil, keyDateDetails, traitText } from '../shape';
import { CardLine, CardPart, lines } from './CardPart';
import { EditMatter } from './EditMatter';
import { EditTrait } from './EditTrait';
import { FactButton, FactPanel, useFact } from './Fact';

type KeyDate = Card['key_dates'][number];

const ICONS: Partial<Record<KeyDate['kind'], LucideIcon>> = {
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
  const words = useVocabulary();
  return (kind: string) =>
    words.ownKeyDate(kind) ??
    (i18n.exists(`keyDates.${kind}`, { ns: 'card' }) ? String(t(`keyDates.${kind}` as never)) : '');
}

/** A day by the lunar calendar, in words. */
export function useLunarWord() {
  const { t } = useTranslation('card');
  return ({ day, month, leap }: LunarDay) => t(leap ? 'keyDates.lunarLeap' : 'keyDates.lunar', { day, month });
}

interface KeyDatesProps {
  card: Card;
  /** The fields of a type of touchpoint, as the server describes them. */
  fieldsOf: (type: string) => Field[];
  /** Opens the form by which one is added, or said to hold no more. */
  onSet: (logging: { type: string; begun?: Record<string, string> }) => void;
}

export function KeyDates({ card, fieldsOf, onSet }: KeyDatesProps) {
  const { t } = useTranslation('card');
  return (
    <CardPart title={t('keyDates.title')} addLabel={t('keyDates.add')} onAdd={() => onSet({ type: 'key_date' })}>
      {card.key_dates.length === 0 && <p className="quiet">{t('keyDates.none')}</p>}
      <ul className={lines}>
        {card.key_dates.map((date) => (
          <KeyDateLine key={`${date.kind}.${date.number}`} card={card} date={date} fieldsOf={fieldsOf} />
        ))}
      </ul>
    </CardPart>
  );
}

interface KeyDateLineProps {
  card: Card;
  date: KeyDate;
  fieldsOf: KeyDatesProps['fieldsOf'];
}

function KeyDateLine({ card, date, fieldsOf }: KeyDateLineProps) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const word = useKeyDateWord();
  const vocabulary = useVocabulary();
  const fact = useFact();
  const words = {
    lunar: useLunarWord(),
    yearly: t('keyDates.yearly'),
    lunarYearly: t('keyDates.lunarYearly'),
    moved: (day: string) => t('keyDates.moved', { day }),
  };
  const Icon = ICONS[date.kind] ?? Star;
  const days = daysUntil(date.next, formats.timeZone);
  const name = date.text || word(date.kind);
  const birthday = date.kind === 'birthday' && (date.calendar === 'lunar' ? 'lunar_birthday' : 'birthday');
  const form = (latest: Told | undefined) =>
    birthday ? (
      <EditTrait card={card} name={birthday} described={fieldsOf('identify')} onClose={fact.close} />
    ) : (
      <EditMatter
        editing={keyDateEditing(card.id, date, latest, fieldsOf('key_date'), t('fact.noMore'))}
        title={`${name} · ${vocabulary.name(card)}`}
        onClose={fact.close}
      />
    );
  return (
    <CardLine
      mark={<Icon size={15} aria-hidden />}
      main={name}
      detail={keyDateDetails(date, formats, words).join(' · ')}
      end={
        days === undefined ? t('keyDates.past') : days === 0 ? t('keyDates.today') : t('keyDates.in', { count: days })
      }
      near={days !== undefined && days <= (date.reminded_days ?? 0)}
      button={<FactButton fact={fact} name={name} />}
      panel={
        fact.opened && (
          <FactPanel
            fact={fact}
            name={name}
            card={card}
            of={birthday ? { trait: birthday } : { matter: date.kind, number: date.number }}
            shown={birthday ? ({ value }) => traitText(value, formats) : undefined}
            // A contract is changed by what was signed, not by a word here.
            form={date.kind === 'contract' ? undefined : form}
          />
        )
      }
    />
  );
}
