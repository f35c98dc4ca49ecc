// Key dates and reminders of all, by month, week or as a list; lunar days beside the solar ones.
import { ActionIcon, Button, Popover, SegmentedControl, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { lunarDayOf } from '../../platform/format/lunar';
import { dayAfter, localeOf } from '../../platform/format/format';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual, useLanguage } from '../../platform/i18n/i18n';
import { useActions } from '../../platform/shell/actions';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { PartyLink } from '../../platform/shell/PartyLink';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { calendarQuery } from '../calls';
import { daysShown, movedBy, spanOf, weeksOf, type CalendarEntry, type DayShown } from '../month';
import { CALENDAR_VIEWS, type CalendarView } from '../views';
import { useKeyDateWord, useLunarWord } from '../parts/KeyDates';
import classes from './CalendarPage.module.css';

interface CalendarPageProps {
  view: CalendarView;
  /** A day of what is shown; today when left out. */
  day: string | undefined;
  onGo: (to: { view?: CalendarView; day?: string }) => void;
}

/** So many fit into a day of the month; the others stand behind one press. */
const SHOWN_MAX = 3;

export function CalendarPage({ view, day, onGo }: CalendarPageProps) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const language = useLanguage();
  const today = dayAfter(new Date(), 0, formats.timeZone);
  const at = day ?? today;
  const span = spanOf(view, at);
  const calendar = useQuery(calendarQuery(span));
  const move = (by: 1 | -1) => onGo({ view, day: movedBy(view, at, by) });
  useActions([
    { label: t('calendar.before'), Icon: ChevronLeft, key: 'k', run: () => move(-1) },
    { label: t('calendar.after'), Icon: ChevronRight, key: 'j', run: () => move(1) },
    { label: t('calendar.today'), Icon: CalendarDays, key: 't', run: () => onGo({ view }) },
  ]);
  const title =
    view !== 'month'
      ? `${formats.calendarDay(span.since)} – ${formats.calendarDay(span.until)}`
      : new Intl.DateTimeFormat(localeOf(language), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
          new Date(`${at.slice(0, 7)}-15T00:00:00Z`),
        );
  const days = calendar.data && daysShown(calendar.data);

  return (
    <>
      <PageHead title={t('calendar.title')}>
        <SegmentedControl
          size="xs"
          value={view}
          onChange={(chosen) => onGo({ view: chosen as CalendarView, day })}
          data={CALENDAR_VIEWS.map((name) => ({ value: name, label: t(`calendar.${name}`) }))}
        />
        <ApiCall calls={[{ method: 'GET', path: '/v1/calendar', query: span }]} />
      </PageHead>
      <div className={classes.tools}>
        <ActionIcon variant="default" size="lg" aria-label={t('calendar.before')} onClick={() => move(-1)}>
          <ChevronLeft size={17} />
        </ActionIcon>
        <ActionIcon variant="default" size="lg" aria-label={t('calendar.after')} onClick={() => move(1)}>
          <ChevronRight size={17} />
        </ActionIcon>
        <Button variant="default" onClick={() => onGo({ view })}>
          {t('calendar.today')}
        </Button>
        <h2 className={classes.span}>{title}</h2>
      </div>
      <div className={classes.page}>
        {calendar.isPending ? (
          <LoadingRows rows={5} height={90} />
        ) : !days ? (
          <Failed error={calendar.error} retry={() => void calendar.refetch()} />
        ) : view === 'month' ? (
          <Month days={days} month={at.slice(0, 7)} today={today} />
        ) : (
          <List days={days} today={today} everyDay={view === 'week'} />
        )}
        {calendar.data?.truncated && <p className={classes.more}>{t('calendar.truncated')}</p>}
      </div>
    </>
  );
}

function Month({ days, month, today }: { days: DayShown[]; month: string; today: string }) {
  const { t } = useTranslation('card');
  const language = useLanguage();
  const weekday = new Intl.DateTimeFormat(localeOf(language), { weekday: 'short', timeZone: 'UTC' });
  return (
    <table className={classes.month}>
      <thead>
        <tr>
          {days.slice(0, 7).map(({ day }) => (
            <th key={day} scope="col">
              {weekday.format(new Date(`${day}T00:00:00Z`))}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(days).map((week) => (
          <tr key={week[0]!.day}>
            {week.map((day) => (
              <td
                key={day.day}
                data-day={day.day}
                data-today={day.day === today}
                data-other={!day.day.startsWith(month)}
                data-off={day.off}
              >
                <DayHead day={day} />
                <ul className={classes.entries}>
                  {day.entries.slice(0, SHOWN_MAX).map((entry) => (
                    <li key={`${entry.party.id}.${entry.kind}.${entry.number}`}>
                      <Entry entry={entry} short />
                    </li>
                  ))}
                </ul>
                {day.entries.length > SHOWN_MAX && (
                  <Popover position="bottom" withinPortal trapFocus>
                    <Popover.Target>
                      <UnstyledButton className={classes.others}>
                        {t('calendar.others', { count: day.entries.length - SHOWN_MAX })}
                      </UnstyledButton>
                    </Popover.Target>
                    <Popover.Dropdown className={classes.all}>
                      {day.entries.map((entry) => (
                        <Entry key={`${entry.party.id}.${entry.kind}.${entry.number}`} entry={entry} />
                      ))}
                    </Popover.Dropdown>
                  </Popover>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The day by both calendars; the first day of a lunar month says which month begins. */
function DayHead({ day: { day, lunar, holiday } }: { day: DayShown }) {
  const pick = useBilingual();
  const lunarWord = useLunarWord();
  const moon = lunarDayOf(lunar ?? '');
  return (
    <p className={classes.dayHead}>
      <span className={classes.number}>{Number(day.slice(8))}</span>
      {moon && (
        <span className={classes.lunar} title={lunarWord(moon)}>
          {moon.day === 1 ? `${moon.day}/${moon.month}${moon.leap ? 'N' : ''}` : moon.day}
        </span>
      )}
      {holiday && <span className={classes.holiday}>{pick(holiday)}</span>}
    </p>
  );
}

function Entry({ entry, short = false }: { entry: CalendarEntry; short?: boolean }) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const word = useKeyDateWord();
  const what = entry.text || (entry.kind === 'reminder' ? t('open.reminder') : word(entry.kind));
  return (
    <PartyLink
      className={classes.entry}
      data-kind={entry.kind}
      data-short={short}
      partyId={entry.party.id}
      title={`${entry.party.name}: ${what}`}
    >
      <span className={classes.who}>{entry.party.name}</span> <span className={classes.what}>{what}</span>
      {!short && entry.falls_on !== entry.day && (
        <span className={classes.what}> · {t('keyDates.moved', { day: formats.calendarDay(entry.falls_on) })}</span>
      )}
    </PartyLink>
  );
}

function List({ days, today, everyDay }: { days: DayShown[]; today: string; everyDay: boolean }) {
  const { t } = useTranslation('card');
  const pick = useBilingual();
  const language = useLanguage();
  const lunarWord = useLunarWord();
  const format = new Intl.DateTimeFormat(localeOf(language), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  const shown = days.filter(({ entries }) => everyDay || entries.length > 0);
  if (shown.length === 0)
    return (
      <Message Icon={CalendarDays} title={t('calendar.none')}>
        {t('calendar.noneText')}
      </Message>
    );
  return (
    <ol className={classes.list}>
      {shown.map((day) => {
        const moon = lunarDayOf(day.lunar ?? '');
        return (
          <li key={day.day} data-today={day.day === today} data-day={day.day}>
            <h3>
              {format.format(new Date(`${day.day}T00:00:00Z`))}
              <span className={classes.lunar}>
                {moon && lunarWord(moon)}
                {day.holiday && ` · ${pick(day.holiday)}`}
              </span>
            </h3>
            {day.entries.length === 0 && <p className="quiet">{t('calendar.free')}</p>}
            {day.entries.map((entry) => (
              <Entry key={`${entry.party.id}.${entry.kind}.${entry.number}`} entry={entry} />
            ))}
          </li>
        );
      })}
    </ol>
  );
}
