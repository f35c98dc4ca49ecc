// On which days of a year the business does not work: public holidays, and what it said itself of single days.
import { ActionIcon, Badge, Button, Checkbox, Group, SegmentedControl, Table, TextInput, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CalendarOff, ChevronLeft, ChevronRight, Trash2 } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual, useLanguage } from '../../platform/i18n/i18n';
import { useSession } from '../../platform/session';
import { useAnnounce } from '../../platform/shell/announce';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { holidaysQuery, useSetDay, useTakeBackDay, type Holidays } from '../calls';
import { shownDays, weekdayOf, weeklyDays, yearNow, type ShownDay } from '../shape';
import classes from './HolidaysPage.module.css';
import { Refusal } from '../../platform/states/Refusal';

export function HolidaysPage() {
  const { t } = useTranslation('team');
  const { user, business } = useSession();
  const [year, setYear] = useState(() => yearNow(business.time_zone));
  const holidays = useQuery(holidaysQuery(year));
  const mayChange = user.role === 'owner';
  const days = holidays.data && shownDays(holidays.data);
  return (
    <>
      <PageHead title={t('holidays.title')}>
        <ApiCall calls={[{ method: 'GET', path: '/v1/holidays', query: { year } }]} />
      </PageHead>
      <div className={classes.page}>
        <p className={classes.explain}>{t('holidays.explain')}</p>
        {holidays.isPending ? (
          <LoadingRows rows={6} />
        ) : !days ? (
          <Failed error={holidays.error} retry={() => void holidays.refetch()} />
        ) : (
          <>
            <Weekly holidays={holidays.data!} />
            {mayChange ? <SetDay year={year} onSet={setYear} /> : <p className="quiet">{t('holidays.onlyOwner')}</p>}
            <div className={classes.year} role="group" aria-label={t('holidays.year')}>
              <ActionIcon size="lg" aria-label={t('holidays.before')} onClick={() => setYear(year - 1)}>
                <ChevronLeft size={18} />
              </ActionIcon>
              <h2 aria-live="polite">{year}</h2>
              <ActionIcon size="lg" aria-label={t('holidays.after')} onClick={() => setYear(year + 1)}>
                <ChevronRight size={18} />
              </ActionIcon>
            </div>
            {days.length === 0 ? (
              <Message Icon={CalendarOff} title={t('holidays.none', { year })}>
                {t('holidays.noneText')}
              </Message>
            ) : (
              <Days days={days} mayChange={mayChange} />
            )}
          </>
        )}
      </div>
    </>
  );
}

function Weekly({ holidays: { weekly_off, public_holidays } }: { holidays: Holidays }) {
  const { t } = useTranslation('team');
  const days = weeklyDays(weekly_off, useLanguage());
  return (
    <p className={classes.weekly}>
      {days ? t('holidays.weekly', { days }) : t('holidays.weeklyNone')}
      {!public_holidays && ` ${t('holidays.publicNot')}`}
    </p>
  );
}

function SetDay({ year, onSet }: { year: number; onSet: (year: number) => void }) {
  const { t } = useTranslation('team');
  const formats = useFormats();
  const announce = useAnnounce();
  const set = useSetDay();
  const [day, setDay] = useState('');
  const [name, setName] = useState('');
  const [kind, setKind] = useState('off');
  const [yearly, setYearly] = useState(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(
      { day: yearly ? day.slice(5) : day, name: name.trim(), off: kind === 'off' },
      {
        onSuccess: () => {
          announce(t('holidays.set', { day: formats.calendarDay(day) }));
          // So that it is seen.
          if (!yearly && Number(day.slice(0, 4)) !== year) onSet(Number(day.slice(0, 4)));
          setDay('');
          setName('');
        },
      },
    );
  };
  return (
    <form className={classes.form} onSubmit={send} aria-label={t('holidays.add')}>
      <Group align="flex-end" gap="sm">
        <TextInput
          label={t('holidays.day')}
          type="date"
          required
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <TextInput
          className={classes.name}
          label={t('holidays.name')}
          placeholder={t('holidays.nameExample')}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={t('holidays.kind')}
          data={[
            { value: 'off', label: t('holidays.off') },
            { value: 'work', label: t('holidays.work') },
          ]}
          value={kind}
          onChange={setKind}
        />
        <Checkbox
          className={classes.yearly}
          label={t('holidays.everyYear')}
          checked={yearly}
          onChange={(event) => setYearly(event.currentTarget.checked)}
        />
        <Button type="submit" loading={set.isPending}>
          {t('holidays.add')}
        </Button>
      </Group>
      <Refusal error={set.error} />
    </form>
  );
}

function Days({ days, mayChange }: { days: ShownDay[]; mayChange: boolean }) {
  const { t } = useTranslation('team');
  const formats = useFormats();
  const language = useLanguage();
  const pick = useBilingual();
  const words = { public: t('holidays.public'), own_off: t('holidays.ownOff'), worked: t('holidays.worked') };
  return (
    <Table className={classes.table} verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('holidays.day')}</Table.Th>
          <Table.Th>{t('holidays.name')}</Table.Th>
          {mayChange && <Table.Th aria-label={t('holidays.takeBack')} />}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {days.map((shown) => (
          <Table.Tr key={shown.day} data-day={shown.day}>
            <Table.Td className={classes.day}>
              {formats.calendarDay(shown.day)}
              <span className={classes.quiet}>{weekdayOf(shown.day, language)}</span>
            </Table.Td>
            <Table.Td>
              <span className={classes.what}>{pick(shown.name) || words[shown.kind]}</span>
              {shown.kind === 'public' ? (
                <span className={classes.quiet} data-kind={shown.kind}>
                  {words[shown.kind]}
                </span>
              ) : (
                <Group gap={5} mt={3}>
                  <Badge variant="light" tt="none" data-kind={shown.kind}>
                    {words[shown.kind]}
                  </Badge>
                  {shown.yearly && (
                    <Badge variant="light" color="gray" tt="none">
                      {t('holidays.yearly')}
                    </Badge>
                  )}
                </Group>
              )}
            </Table.Td>
            {mayChange && (
              <Table.Td className={classes.end}>
                <Change shown={shown} />
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** What was said is taken back; of a public holiday it is said that it is worked. */
function Change({ shown }: { shown: ShownDay }) {
  const { t } = useTranslation('team');
  const formats = useFormats();
  const pick = useBilingual();
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const set = useSetDay();
  const takeBack = useTakeBackDay();
  const day = formats.calendarDay(shown.day);
  const onError = (error: unknown) => announce(sentence(error));
  const { key } = shown;
  if (key === undefined)
    return (
      <Button
        size="compact-sm"
        variant="subtle"
        loading={set.isPending}
        aria-label={t('holidays.workThenOf', { day })}
        onClick={() =>
          set.mutate(
            { day: shown.day, name: pick(shown.name), off: false },
            { onSuccess: () => announce(t('holidays.set', { day })), onError },
          )
        }
      >
        {t('holidays.workThen')}
      </Button>
    );
  return (
    <Tooltip label={t('holidays.takeBack')}>
      <ActionIcon
        aria-label={t('holidays.takeBackOf', { day })}
        loading={takeBack.isPending}
        onClick={() => takeBack.mutate(key, { onSuccess: () => announce(t('holidays.takenBack', { day })), onError })}
      >
        <Trash2 size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
