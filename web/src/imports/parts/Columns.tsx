// The columns of the file, each beside real values of it and what they are read as.
import { Button, NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { localeOf } from '../../platform/format/format';
import { useBilingual, useLanguage } from '../../platform/i18n/i18n';
import { useSession } from '../../platform/session';
import type { Check } from '../calls';
import { readText, shownColumns, withField } from '../shape';
import own from './Columns.module.css';
import classes from './Imports.module.css';

interface ColumnsProps {
  check: Check;
  onChange: (columns: string[]) => void;
}

export function Columns({ check, onChange }: ColumnsProps) {
  const { t } = useTranslation('imports');
  const pick = useBilingual();
  const language = useLanguage();
  const { business } = useSession();
  const said = (read: string) => readText(read, localeOf(language), business.time_zone);
  const [all, setAll] = useState(false);
  const shown = shownColumns(check, all);
  const hidden = check.columns.length - shown.length;
  const fields = useMemo(
    () => [
      { value: '-', label: t('check.leaveOut') },
      ...check.fields.map(({ field, label }) => ({
        value: field,
        label: label ? pick(label) : t(`field.${field}` as never),
      })),
    ],
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [check.fields, t],
  );
  return (
    <section aria-label={t('check.columns')}>
      <h3 className={own.heading}>{t('check.columns')}</h3>
      <p className={classes.quiet}>{t('check.columnsText')}</p>
      <ul className={own.columns}>
        {shown.map(({ place, header, field, samples }) => {
          const name = header || t('check.column', { number: place + 1 });
          return (
            <li key={place} className={own.column} data-field={field ?? '-'}>
              <span className={own.header}>{name}</span>
              <span className={own.samples}>
                {samples.length === 0 && <span className={own.none}>{t('check.noValues')}</span>}
                {samples.map(({ cell, read }, index) => (
                  <span key={index} className={own.sample}>
                    {cell}
                    {read !== undefined && <span className={own.read}> → {said(read)}</span>}
                  </span>
                ))}
              </span>
              <NativeSelect
                aria-label={t('check.useOf', { header: name })}
                data={fields}
                disabled={check.fields.length === 0}
                value={field ?? '-'}
                onChange={(event) => onChange(withField(check.columns, place, event.currentTarget.value))}
              />
            </li>
          );
        })}
      </ul>
      {hidden > 0 && (
        <p className={own.more}>
          {t('check.more', { count: hidden })}
          <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
            {t('check.moreShow')}
          </Button>
        </p>
      )}
    </section>
  );
}
