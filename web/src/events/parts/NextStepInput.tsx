// What is to be done next, and by when: a line beside the contact that is logged. Days that are said often are one press.
import { TextInput, UnstyledButton } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { dayAfter } from '../../platform/format/format';
import { useFormats } from '../../platform/format/useFormats';
import type { NextStep } from '../shape';
import classes from './NextStepInput.module.css';

const SAID_OFTEN = [
  { key: 'tomorrow', days: 1 },
  { key: 'threeDays', days: 3 },
  { key: 'week', days: 7 },
] as const;

interface NextStepInputProps {
  value: NextStep;
  /** Whether what is missing is said. */
  checked: boolean;
  /** Somebody tried to sell, and nothing follows. */
  openSale: boolean;
  onChange: (value: NextStep) => void;
}

export function NextStepInput({ value, checked, openSale, onChange }: NextStepInputProps) {
  const { t } = useTranslation('events');
  const { timeZone } = useFormats();
  const missesDay = checked && value.text.trim() !== '' && value.day === '';
  return (
    <div className={classes.next} data-next-step data-open-sale={openSale || undefined}>
      <TextInput
        label={t('log.next')}
        placeholder={t('log.nextExample')}
        value={value.text}
        maxLength={500}
        autoComplete="off"
        onChange={(event) => onChange({ ...value, text: event.currentTarget.value })}
      />
      <div className={classes.days}>
        {SAID_OFTEN.map(({ key, days }) => {
          const day = dayAfter(new Date(), days, timeZone);
          return (
            <UnstyledButton
              key={key}
              className={classes.day}
              aria-pressed={value.day === day}
              onClick={() => onChange({ ...value, day: value.day === day ? '' : day })}
            >
              {t(`log.nextDay.${key}`)}
            </UnstyledButton>
          );
        })}
        <TextInput
          type="date"
          size="xs"
          className={classes.date}
          aria-label={t('log.nextBy')}
          value={value.day}
          min={dayAfter(new Date(), 0, timeZone)}
          error={missesDay && t('log.nextNeedsDay')}
          onChange={(event) => onChange({ ...value, day: event.currentTarget.value })}
        />
      </div>
      {openSale && (
        <p className={classes.warning} role="status">
          <CircleAlert size={14} aria-hidden /> {t('log.saleWithoutNext')}
        </p>
      )}
    </div>
  );
}
