// The business's own fields on a card: what is known, and what is asked for and not known yet.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fieldsQuery, useShownValue, type OwnValue } from '../../platform/fields';
import { useBilingual } from '../../platform/i18n/i18n';
import type { Card } from '../calls';
import { EditTrait } from './EditTrait';
import { TraitRow } from './TraitRow';
import classes from './Who.module.css';

export function OwnFields({ card }: { card: Card }) {
  const { t } = useTranslation('card');
  const pick = useBilingual();
  const shownValue = useShownValue();
  const fields = useQuery(fieldsQuery);
  if (card.fields.length === 0) return null;
  return (
    <section aria-label={t('details.own')}>
      <h2 className={classes.heading}>{t('details.own')}</h2>
      <dl className={classes.traits}>
        {card.fields.map((field) => {
          // A field that takes no new values is not typed over.
          const own = fields.data?.find(({ key, retired }) => key === field.key && !retired);
          return (
            <TraitRow
              key={field.key}
              card={card}
              name={field.key}
              label={pick(field.label)}
              text={shownValue(field)}
              shown={(value, { value_label }) =>
                shownValue({ kind: field.kind, value: value as OwnValue, value_label }) ?? t('details.nothing')
              }
              form={
                own && ((close) => <EditTrait card={card} name={field.key} described={[]} own={own} onClose={close} />)
              }
            />
          );
        })}
      </dl>
    </section>
  );
}
