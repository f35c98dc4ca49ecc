// A card on paper, A5 or A4, as the box of cards had it: who and how to reach them at the top, what is to be remembered,
// the last contacts, and lines to write on by hand. What is shown is what is printed.
import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Printer } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cardQuery, notePrinted, type Card } from '../card/calls';
import { useKeyDateWord } from '../card/parts/KeyDates';
import { FIGURES, orderedIdentifiers, shownFigures, traitText } from '../card/shape';
import { timelineQuery } from '../events/calls';
import { readableIdentifier } from '../platform/format/phone';
import { useFormats } from '../platform/format/useFormats';
import { useBilingual } from '../platform/i18n/i18n';
import { useSession } from '../platform/session';
import { useActions } from '../platform/shell/actions';
import { ApiCall } from '../platform/shell/ApiCall';
import { PageHead } from '../platform/shell/PageHead';
import { Failed, LoadingRows } from '../platform/states/States';
import { useVocabulary } from '../platform/vocabulary';
import classes from './PrintPage.module.css';

type Size = 'a5' | 'a4';
/** So many contacts and lines to write on fit below the rest. */
const FITS: Record<Size, { contacts: number; ruled: number }> = {
  a5: { contacts: 8, ruled: 4 },
  a4: { contacts: 18, ruled: 8 },
};

export function PrintPage({ partyId }: { partyId: string }) {
  const { t } = useTranslation('card');
  const [size, setSize] = useState<Size>('a5');
  const card = useQuery(cardQuery(partyId));
  const words = useVocabulary();
  // For the audit trail: that a card was taken away on paper.
  useEffect(() => {
    const note = () => void notePrinted(partyId).catch(() => undefined);
    window.addEventListener('beforeprint', note);
    return () => window.removeEventListener('beforeprint', note);
  }, [partyId]);
  useActions([{ label: t('print.print'), Icon: Printer, key: 'p', run: () => window.print() }]);
  return (
    <>
      <div className={classes.tools}>
        <PageHead title={card.data ? words.name(card.data) : t('loading')}>
          <SegmentedControl
            size="xs"
            value={size}
            onChange={(chosen) => setSize(chosen as Size)}
            data={[
              { value: 'a5', label: 'A5' },
              { value: 'a4', label: 'A4' },
            ]}
          />
          <Button
            variant="default"
            renderRoot={(props) => <Link to="/parties/$partyId" params={{ partyId }} {...props} />}
          >
            {t('print.back')}
          </Button>
          <Button leftSection={<Printer size={16} />} onClick={() => window.print()}>
            {t('print.print')}
          </Button>
          <ApiCall
            calls={[
              { method: 'GET', path: '/v1/parties/{id}', values: { id: partyId }, query: { purpose: 'print' } },
              { method: 'GET', path: '/v1/parties/{id}/timeline', values: { id: partyId } },
            ]}
          />
        </PageHead>
      </div>
      <div className={classes.page}>
        {card.isPending ? (
          <LoadingRows rows={6} />
        ) : !card.data ? (
          <Failed error={card.error} retry={() => void card.refetch()} />
        ) : (
          <Sheet card={card.data} size={size} />
        )}
      </div>
    </>
  );
}

function Sheet({ card, size }: { card: Card; size: Size }) {
  const { t } = useTranslation('card');
  const words = useVocabulary();
  const formats = useFormats();
  const pick = useBilingual();
  const keyDateWord = useKeyDateWord();
  const { business } = useSession();
  const timeline = useInfiniteQuery(timelineQuery(card.id, {}));
  const contacts = (timeline.data?.pages.flatMap(({ data }) => data) ?? []).slice(0, FITS[size].contacts);
  const figures = card.figures ? shownFigures(card.figures, FIGURES, formats).filter(({ text }) => text) : [];
  const address = card.traits.address ?? card.traits.city;
  return (
    <article className={classes.sheet} data-size={size} aria-label={t('print.sheet')}>
      <header className={classes.head}>
        <div>
          <h2>{words.name(card)}</h2>
          <p>{card.roles.map((role) => words.role(role)).join(', ') || words.kind(card.kind)}</p>
        </div>
        <p className={classes.business}>{business.name}</p>
      </header>
      <div className={classes.columns}>
        <Block title={t('identifiers')}>
          {orderedIdentifiers(card.identifiers).map((identifier) => (
            <p key={`${identifier.type}:${identifier.value}`}>{readableIdentifier(identifier)}</p>
          ))}
          {address && <p>{traitText(address.value, formats)}</p>}
        </Block>
        <Block title={t('figures')}>
          {figures.map(({ name, text, exact }) => (
            <p key={name}>
              <span className={classes.label}>{t(`figure.${name}`)}</span> {exact ?? text}
            </p>
          ))}
        </Block>
        {card.key_dates.length > 0 && (
          <Block title={t('keyDates.title')}>
            {card.key_dates.map((date) => (
              <p key={`${date.kind}.${date.number}`}>
                <span className={classes.label}>{date.text || keyDateWord(date.kind)}</span>{' '}
                {formats.calendarDay(date.yearly ? date.day : (date.next ?? date.day))}
              </p>
            ))}
          </Block>
        )}
        {card.relations.length > 0 && (
          <Block title={t('relations.title')}>
            {card.relations
              .filter(({ holds }) => holds)
              .map(({ relation, party, title }) => (
                <p key={`${relation}.${party.id}`}>
                  <span className={classes.label}>{t(`relations.${relation}`)}</span>{' '}
                  {words.name({ ...party, identifiers: [] })}
                  {title && ` (${title})`}
                </p>
              ))}
          </Block>
        )}
        {card.open.length > 0 && (
          <Block title={t('open.title')}>
            {card.open.map((matter) => (
              <p key={`${matter.kind}.${matter.number}`}>
                <span className={classes.label}>{t(`open.${matter.kind}`)}</span> {matter.text || matter.number}
                {matter.due && ` (${formats.calendarDay(matter.due)})`}
              </p>
            ))}
          </Block>
        )}
      </div>
      <table className={classes.contacts}>
        <caption>{t('print.contacts')}</caption>
        <tbody>
          {contacts.map((entry) => (
            <tr key={entry.id}>
              <td>{formats.date(entry.occurred_at)}</td>
              <td>{pick(entry.line)}</td>
              <td>{entry.staff}</td>
            </tr>
          ))}
          {Array.from({ length: FITS[size].ruled }, (_, index) => (
            <tr key={index} className={classes.ruled}>
              <td />
              <td />
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.foot}>{t('print.printed', { day: formats.date(new Date().toISOString()) })}</p>
    </article>
  );
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.block}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
