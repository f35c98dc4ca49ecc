// The business's own fields on a card: what is known, and what is asked for and not known yet.
import { useTranslation } from 'react-i18next';
import { useShownValue } from '../../platform/fields';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import type { Card } from '../calls';
import classes from './Who.module.css';

export function OwnFields({ card }: { card: Card }) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const pick = useBilingual();
  const shownValue = useShownValue();
  if (card.fields.length === 0) return null;
  return (
    <section aria-label={t('details.own')}>
      <h2 className={classes.heading}>{t('details.own')}</h2>
      <dl className={classes.traits}>
        {card.fields.map((field) => {
          const text = shownValue(field);
          return (
            <div key={field.key} data-field={field.key} title={field.at ? formats.dateTime(field.at) : undefined}>
              <dt>{pick(field.label)}</dt>
              <dd>{text ?? <span className="quiet">–</span>}</dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
