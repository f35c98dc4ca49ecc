// What to do next, from what is already known; later issues feed more into this place.
import { CalendarClock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import type { Card } from '../calls';
import { rhythmOf } from '../shape';
import classes from './Next.module.css';

export function Next({ card }: { card: Card }) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const rhythm = rhythmOf(card.figures, formats.timeZone);
  if (!rhythm) return null;
  return (
    <section
      className={classes.next}
      data-late={rhythm.lateDays > 0}
      aria-label={t('next.title')}
      title={t('next.meaning')}
    >
      <CalendarClock size={16} aria-hidden />
      <div>
        <p className={classes.fact}>{t('next.rhythm', { count: rhythm.intervalDays })}</p>
        <p className={classes.reason}>
          {t('next.since', { count: rhythm.sinceDays })}
          {rhythm.lateDays > 0 && ` ${t('next.late', { count: rhythm.lateDays })}`}
        </p>
      </div>
    </section>
  );
}
