// What to do next, from what is already known; later issues feed more into this place. A sale that was left open stands
// out.
import { UnstyledButton } from '@mantine/core';
import { CalendarClock, CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { mayWrite, useSession } from '../../platform/session';
import { Meaning } from '../../platform/shell/Meaning';
import type { Card } from '../calls';
import { rhythmOf } from '../shape';
import classes from './Next.module.css';

interface NextProps {
  card: Card;
  /** Opens the form by which a next step is set. */
  onSet: (logging: { type: string }) => void;
}

export function Next({ card, onSet }: NextProps) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const mayLog = mayWrite(useSession());
  const rhythm = rhythmOf(card.figures, formats.timeZone);
  const { sale_without_next_step: sale } = card;
  return (
    <>
      {sale && (
        <section className={classes.next} data-open-sale aria-label={t('next.sale')}>
          <CircleAlert size={16} aria-hidden />
          <div>
            <p className={classes.fact}>{t('next.sale')}</p>
            <p className={classes.reason}>{t('next.saleSince', { when: formats.ago(sale) })}</p>
            {mayLog && (
              <UnstyledButton className={classes.act} onClick={() => onSet({ type: 'reminder' })}>
                {t('next.set')}
              </UnstyledButton>
            )}
          </div>
        </section>
      )}
      {rhythm && (
        <section className={classes.next} data-late={rhythm.lateDays > 0} aria-label={t('next.title')}>
          <CalendarClock size={16} aria-hidden />
          <div>
            <p className={classes.fact}>
              <Meaning word={t('next.rhythm', { count: rhythm.intervalDays })} meaning={t('next.meaning')} />
            </p>
            <p className={classes.reason}>
              {t('next.since', { count: rhythm.sinceDays })}
              {rhythm.lateDays > 0 && ` ${t('next.late', { count: rhythm.lateDays })}`}
            </p>
          </div>
        </section>
      )}
    </>
  );
}
