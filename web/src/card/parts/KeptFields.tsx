// Where two cards differ: field by field, whose value stays.
import { Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useShownValue } from '../../platform/fields';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import type { Card } from '../calls';
import type { Differing } from '../merge';
import { traitText } from '../shape';
import classes from './KeptFields.module.css';
import { useTraitWords } from './useTraitWords';

interface KeptFieldsProps {
  pair: [Card, Card];
  names: [string, string];
  differing: Differing[];
  /** The id of whose value stays, where somebody has chosen. */
  chosen: Record<string, string>;
  stays: string;
  onChoose: (name: string, of: string) => void;
}

export function KeptFields({ pair, names, differing, chosen, stays, onChoose }: KeptFieldsProps) {
  const { t, i18n } = useTranslation('card');
  const formats = useFormats();
  const pick = useBilingual();
  const shownValue = useShownValue();
  const traitWords = useTraitWords([]);
  if (differing.length === 0) return <p className="quiet">{t('same.noDifference')}</p>;
  const textOf = ({ own, values }: Differing, side: 0 | 1) => {
    if (own) return shownValue(own[side]) ?? '–';
    const value = values[side];
    return typeof value === 'string' && i18n.exists(`trait_value.${value}`, { ns: 'card' })
      ? String(t(`trait_value.${value}` as never))
      : traitText(value, formats);
  };
  return (
    <div className={classes.fields}>
      <p className={classes.title}>{t('same.fieldByField')}</p>
      {differing.map((field) => {
        const name = pick(field.own ? field.own[0].label : traitWords.label(field.name));
        return (
          <Radio.Group
            key={field.name}
            label={name}
            value={chosen[field.name] ?? field.latest ?? stays}
            onChange={(of) => onChoose(field.name, of)}
            data-keep={field.name}
          >
            <div className={classes.values}>
              {([0, 1] as const).map((side) => (
                <Radio.Card
                  key={pair[side].id}
                  value={pair[side].id}
                  className={classes.value}
                  aria-label={t('same.valueOf', { value: textOf(field, side), name: names[side] })}
                >
                  <Radio.Indicator size="xs" />
                  <span>
                    {textOf(field, side)}
                    {field.latest === pair[side].id && <span className={classes.latest}>{t('same.latest')}</span>}
                  </span>
                </Radio.Card>
              ))}
            </div>
          </Radio.Group>
        );
      })}
    </div>
  );
}
