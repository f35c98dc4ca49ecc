// What they buy, by category, and what the business earns on it.
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { Meaning } from '../../platform/shell/Meaning';
import type { Card } from '../calls';
import { shownShares } from '../shape';
import classes from './Bought.module.css';
import who from './Who.module.css';

export function Bought({ card }: { card: Card }) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const { margin, margin_covers: covers } = card.figures;
  const shares = shownShares(card.figures.categories);
  if (shares.length === 0 && !margin) return null;
  return (
    <section aria-label={t('bought.title')}>
      <h2 className={who.heading}>
        <Meaning word={t('bought.title')} meaning={t('bought.meaning')} />
      </h2>
      <ul className={classes.shares}>
        {shares.map(({ category, others, amount, share }) => (
          <li key={category} title={amount && formats.money(amount)}>
            <span className={classes.category}>{category || t(others ? 'bought.others' : 'bought.noCategory')}</span>
            <span className={classes.share}>{formats.percent(share)}</span>
            <span className={classes.bar} aria-hidden style={{ inlineSize: `${Math.round(share * 100)}%` }} />
          </li>
        ))}
      </ul>
      {margin && (
        <p className={classes.margin}>
          <Meaning word={t('bought.margin', { amount: formats.money(margin) })} meaning={t('bought.marginMeaning')} />
          {covers < 0.995 && <span className="quiet"> {t('bought.covers', { part: formats.percent(covers) })}</span>}
        </p>
      )}
    </section>
  );
}
