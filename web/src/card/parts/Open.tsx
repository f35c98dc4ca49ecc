// What is not closed yet: complaints, promises, contracts, requests for support. What is due first stands first. One press
// opens the form by which it is closed, with its number.
import { Bell, CircleAlert, FileSignature, Handshake, LifeBuoy, type LucideIcon } from 'lucide-react';
import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { mayWrite, useSession } from '../../platform/session';
import type { Card } from '../calls';
import { aboutOf, CLOSINGS, dueOf, type Closing } from '../shape';
import { useKeyDateWord } from './KeyDates';
import classes from './Open.module.css';

const ICONS: Record<Card['open'][number]['kind'], LucideIcon> = {
  complaint: CircleAlert,
  promise: Handshake,
  contract: FileSignature,
  support: LifeBuoy,
  reminder: Bell,
};

interface OpenProps {
  card: Card;
  onClose: (closing: { type: string; begun: Record<string, string> }) => void;
}

export function Open({ card, onClose }: OpenProps) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const keyDateWord = useKeyDateWord();
  const mayClose = mayWrite(useSession());
  if (card.open.length === 0) return null;
  return (
    <section className={classes.open} aria-label={t('open.title')}>
      <h2 className={classes.title}>{t('open.title')}</h2>
      <ul className={classes.list}>
        {card.open.map((matter) => {
          const Icon = ICONS[matter.kind];
          const due = dueOf(matter, formats.timeZone);
          return (
            <li key={`${matter.kind}.${matter.number}`} className={classes.matter} data-late={due?.late}>
              <Icon size={16} aria-hidden />
              <div>
                <p className={classes.text}>{matter.text || keyDateWord(aboutOf(matter.number)) || matter.number}</p>
                <p className={classes.detail}>
                  {t(`open.${matter.kind}`)} ·{' '}
                  {due
                    ? t(due.late ? 'open.late' : 'open.due', { day: formats.date(due.instant) })
                    : t('open.since', { day: formats.date(matter.since) })}
                </p>
                {mayClose && (
                  <p className={classes.closings}>
                    {CLOSINGS[matter.kind].map(({ word, type, begun }: Closing) => (
                      <UnstyledButton
                        key={word}
                        className={classes.closing}
                        onClick={() => onClose({ type, begun: begun(matter.number) })}
                      >
                        {t(`open.close.${word}`)}
                      </UnstyledButton>
                    ))}
                  </p>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
