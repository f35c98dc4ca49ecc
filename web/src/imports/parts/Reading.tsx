// What nobody can tell from the file alone: what it is, where it is from, and, folded away while it is found out, how its
// dates, numbers and letters are read.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { importsQuery, type Check, type ImportOptions } from '../calls';
import { KINDS, withKind, type Kind } from '../shape';
import classes from './Imports.module.css';
import own from './Reading.module.css';

interface ReadingProps {
  check: Check;
  options: ImportOptions;
  onChange: (options: ImportOptions) => void;
}

export function WhatItHolds({ check, options, onChange }: ReadingProps) {
  const { t } = useTranslation('imports');
  const sources = useId();
  const imports = useQuery(importsQuery);
  const known = [...new Set(imports.data?.map(({ source }) => source))];
  return (
    <div className={classes.stack}>
      <div className={own.fields}>
        <NativeSelect
          label={t('check.kind')}
          value={check.kind ?? ''}
          data={[
            ...(check.kind ? [] : [{ value: '', label: t('check.kindUnknown') }]),
            ...KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
          ]}
          onChange={(event) =>
            event.currentTarget.value && onChange(withKind(options, event.currentTarget.value as Kind))
          }
        />
        <TextInput
          label={t('check.source')}
          list={sources}
          maxLength={60}
          value={options.source ?? check.source}
          onChange={(event) => onChange({ ...options, source: event.currentTarget.value })}
        />
        <datalist id={sources}>
          {known.map((source) => (
            <option key={source} value={source} />
          ))}
        </datalist>
        {check.sheets.length > 1 && (
          <NativeSelect
            label={t('check.sheet')}
            value={options.sheet ?? check.sheets[0]}
            data={check.sheets}
            onChange={(event) =>
              onChange({ ...withKind(options, 'parties'), kind: undefined, sheet: event.currentTarget.value })
            }
          />
        )}
      </div>
      <p className={classes.quiet}>{t('check.sourceText')}</p>
      {check.preset && (
        <p className={own.preset}>
          {t('check.preset', { name: check.preset })}
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => onChange({ ...options, preset: 'none', columns: undefined })}
          >
            {t('check.presetNot')}
          </Button>
        </p>
      )}
    </div>
  );
}

const ENCODINGS = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'windows-1258', label: 'Windows-1258' },
  { value: 'tcvn3', label: 'TCVN3 (ABC)' },
  { value: 'utf-16le', label: 'UTF-16 LE' },
  { value: 'utf-16be', label: 'UTF-16 BE' },
];

interface DetailsProps extends Omit<ReadingProps, 'check'> {
  /** None where the file could not be read at all, which these may put right. */
  check: Check | undefined;
  /** Something stands in the way that may be put right here. */
  opened: boolean;
}

export function Reading({ check, options, onChange, opened }: DetailsProps) {
  const { t } = useTranslation('imports');
  const body = useId();
  const [shown, setShown] = useState(opened);
  useEffect(() => {
    if (opened) setShown(true);
  }, [opened]);
  const auto = { value: '', label: t('check.auto') };
  const choice = (name: 'dates' | 'decimal' | 'encoding' | 'delimiter', data: { value: string; label: string }[]) => (
    <NativeSelect
      label={t(`check.${name}`)}
      value={options[name] ?? ''}
      data={[auto, ...data]}
      onChange={(event) => onChange({ ...options, [name]: event.currentTarget.value || undefined })}
    />
  );
  const text = (name: 'currency' | 'zone' | 'sheet', placeholder: string, length: number) => (
    <TextInput
      label={t(`check.${name}`)}
      placeholder={placeholder}
      maxLength={length}
      value={options[name] ?? ''}
      onChange={(event) => onChange({ ...options, [name]: event.currentTarget.value.trim() || undefined })}
    />
  );
  return (
    <div>
      <Button
        size="compact-sm"
        variant="subtle"
        px={0}
        aria-expanded={shown}
        aria-controls={body}
        leftSection={shown ? <ChevronDown size={15} aria-hidden /> : <ChevronRight size={15} aria-hidden />}
        onClick={() => setShown(!shown)}
      >
        {t('check.reading')}
      </Button>
      <div id={body} hidden={!shown} className={own.fields}>
        {choice('dates', [
          { value: 'dmy', label: t('check.dmy') },
          { value: 'mdy', label: t('check.mdy') },
        ])}
        <TextInput
          type="date"
          label={t('check.as_of')}
          value={options.as_of ?? ''}
          onChange={(event) => onChange({ ...options, as_of: event.currentTarget.value || undefined })}
        />
        {choice('decimal', [
          { value: 'comma', label: t('check.comma') },
          { value: 'point', label: t('check.point') },
        ])}
        {text('currency', check?.currency ?? 'VND', 3)}
        {text('zone', check?.zone ?? 'Asia/Ho_Chi_Minh', 60)}
        {choice('encoding', ENCODINGS)}
        {choice('delimiter', [
          { value: ',', label: ',' },
          { value: ';', label: ';' },
          { value: 'tab', label: t('check.tab') },
          { value: '|', label: '|' },
        ])}
        {!check && text('sheet', '1', 100)}
      </div>
    </div>
  );
}
