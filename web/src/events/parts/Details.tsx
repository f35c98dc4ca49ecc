import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Bilingual, Money } from '../../platform/api/types';
import { fieldsQuery, useOwnInputs } from '../../platform/fields';
import { unitOf, type Field } from '../../platform/form/values';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import { spaced } from '../../platform/vocabulary';
import type { TimelineEntry } from '../calls';
import { detailsOf, lineOf, type Detail } from '../shape';
import classes from './Timeline.module.css';

const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;

/** Everything an entry carries: its own fields, its envelope, and when it came in. */
export function Details({ entry, fields, envelope }: { entry: TimelineEntry; fields: Field[]; envelope: Field[] }) {
  const { t } = useTranslation('events');
  const { t: tp } = useTranslation('platform');
  const formats = useFormats();
  const pick = useBilingual();
  const inputOf = useOwnInputs();

  const show = ({ field, value }: Detail): string => {
    if (isMoney(value)) return formats.money(value);
    if (typeof value === 'boolean') return tp(value ? 'form.yes' : 'form.no');
    if (typeof value === 'number')
      return [formats.number(value), field && unitOf(field, tp('form.minutes'))].filter(Boolean).join(' ');
    if (typeof value === 'string') {
      if (field?.kind === 'instant') return formats.dateTime(value);
      const choice = field?.choices?.find((each) => each.value === value);
      return choice ? pick(choice.label as Bilingual) : value;
    }
    if (Array.isArray(value)) return value.map(lineOf).join('\n');
    return lineOf(value);
  };

  const own = useQuery({ ...fieldsQuery, enabled: entry.type === 'identify' });
  const described =
    entry.type === 'identify' ? [...fields, ...(own.data ?? []).map((field) => inputOf(field))] : fields;
  const all = [...detailsOf(entry.properties, described), ...detailsOf(entry.envelope, envelope)];
  return (
    <dl className={classes.details}>
      {all.map((detail, index) => (
        <div key={`${detail.name}${index}`}>
          <dt>{detail.field ? pick(detail.field.label) : spaced(detail.name)}</dt>
          <dd>{show(detail)}</dd>
        </div>
      ))}
      {entry.received_at && (
        <div>
          <dt>{t('received')}</dt>
          <dd>{formats.dateTime(entry.received_at)}</dd>
        </div>
      )}
    </dl>
  );
}
