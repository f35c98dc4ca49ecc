// What happened with one party, newest first, grouped by day; more is read as the end comes into view. Only the days
// near the window are in the page, so that ten thousand entries scroll as smoothly as ten.
import { Loader, UnstyledButton } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDownLeft, ArrowUpRight, ChevronDown, CircleAlert, History, Search } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type FocusEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { spaced } from '../../platform/vocabulary';
import { eventTypesQuery, timelineQuery, type EventType, type TimelineEntry, type TimelineFilter } from '../calls';
import { channelsOf, daysOf, excerptOf, participantsOf, partsOf, peopleOf, type TimelinePart } from '../shape';
import { Details } from './Details';
import classes from './Timeline.module.css';
import { iconOf } from './typeIcons';

interface TimelineProps {
  partyId: string;
  /** How many entries of each type there are, when the card knows. */
  counts?: Record<string, number> | null;
  /** Who of us met them. */
  people: string[];
  /** When a sale was left open; its entry stands out. */
  openSale: string | null;
  filter: TimelineFilter;
  onFilter: (filter: TimelineFilter) => void;
}

export function Timeline({ partyId, counts, people, openSale, filter, onFilter }: TimelineProps) {
  const { t } = useTranslation('events');
  const formats = useFormats();
  const timeline = useInfiniteQuery({ ...timelineQuery(partyId, filter), placeholderData: keepPreviousData });
  const types = useQuery(eventTypesQuery);
  const entries = useMemo(() => timeline.data?.pages.flatMap((page) => page.data) ?? [], [timeline.data]);
  const parts = useMemo(() => partsOf(daysOf(entries, formats.timeZone)), [entries, formats.timeZone]);
  const byType = useMemo(() => new Map(types.data?.data.map((each) => [each.type, each])), [types.data]);

  const isNarrowed = Object.values(filter).some(Boolean);

  const { fetchNextPage, hasNextPage, isFetchingNextPage } = timeline;
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!end.current || !hasNextPage || isFetchingNextPage) return;
    const watcher = new IntersectionObserver(([seen]) => seen?.isIntersecting && void fetchNextPage(), {
      rootMargin: '600px',
    });
    watcher.observe(end.current);
    return () => watcher.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, entries.length]);

  return (
    <section className={classes.timeline} aria-label={t('timeline.title')}>
      <Filters
        counts={counts}
        people={peopleOf(entries, people, filter.person)}
        byType={byType}
        filter={filter}
        onFilter={onFilter}
      />
      {timeline.isPending ? (
        <LoadingRows rows={7} height={58} />
      ) : timeline.isError && entries.length === 0 ? (
        <Failed error={timeline.error} retry={() => void timeline.refetch()} />
      ) : entries.length === 0 ? (
        <Message Icon={History} title={isNarrowed ? t('timeline.noneSuch') : t('timeline.none')}>
          {isNarrowed ? null : t('timeline.noneText')}
        </Message>
      ) : (
        <Days
          key={`${partyId} ${JSON.stringify(filter)}`}
          parts={parts}
          byType={byType}
          envelope={types.data?.envelope.fields ?? []}
          openSale={openSale}
        />
      )}
      <div ref={end} className={classes.end}>
        {isFetchingNextPage && <Loader size="sm" aria-label={t('timeline.more')} />}
        {!hasNextPage && entries.length > 12 && <span className="quiet">{t('timeline.end')}</span>}
      </div>
    </section>
  );
}

/** What is near the window is kept in the page too, so that it can be reached by Tab before it is seen. */
const PARTS_BEYOND = 3;
/** Guesses, until a part has been drawn and measured. */
const HEADING_PX = 44;
const ENTRY_PX = 60;

/** The box that scrolls the timeline: its column, or on a phone the whole card. */
function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  for (let box = element?.parentElement; box; box = box.parentElement)
    if (/auto|scroll/.test(getComputedStyle(box).overflowY)) return box;
  return null;
}

interface DaysProps {
  parts: TimelinePart[];
  byType: Map<string, EventType>;
  envelope: EventType['fields'];
  openSale: string | null;
}

function Days({ parts, byType, envelope, openSale }: DaysProps) {
  const formats = useFormats();
  const list = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  // The part that holds the focus stays in the page however far it is scrolled away.
  const [focused, setFocused] = useState<number>();
  // How far below the beginning of what scrolls the list begins.
  const [above, setAbove] = useState(0);
  useLayoutEffect(() => {
    const scroller = scrollerOf(list.current);
    if (!scroller || !list.current) return;
    const top = list.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    setAbove((known) => (Math.abs(known - top) < 1 ? known : top));
  });

  const virtual = useVirtualizer({
    count: parts.length,
    getScrollElement: () => scrollerOf(list.current),
    getItemKey: (index) => parts[index]!.entries[0]!.id,
    estimateSize: (index) => HEADING_PX + parts[index]!.entries.length * ENTRY_PX,
    overscan: PARTS_BEYOND,
    scrollMargin: above,
    rangeExtractor: (range) => {
      const near = defaultRangeExtractor(range);
      if (focused === undefined || focused >= range.count || near.includes(focused)) return near;
      return [...near, focused].sort((a, b) => a - b);
    },
  });

  const toggle = (id: string) =>
    setOpened((known) => {
      const next = new Set(known);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const follow = (event: FocusEvent) =>
    setFocused(Number((event.target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset.index));

  return (
    <div
      ref={list}
      className={classes.days}
      style={{ height: virtual.getTotalSize() }}
      onFocus={follow}
      onBlur={() => setFocused(undefined)}
    >
      {virtual.getVirtualItems().map((item) => {
        const { begins, entries } = parts[item.index]!;
        const day = formats.day(entries[0]!.occurred_at);
        return (
          <div
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            className={classes.day}
            style={{ transform: `translateY(${item.start - above}px)` }}
          >
            {begins && <h3 className={classes.dayName}>{day}</h3>}
            <ol className={classes.entries} aria-label={day}>
              {entries.map((entry) => (
                <Entry
                  key={entry.id}
                  entry={entry}
                  type={byType.get(entry.type)}
                  envelope={envelope}
                  opened={opened.has(entry.id)}
                  isOpenSale={entry.occurred_at === openSale && entry.envelope.aim === 'sell'}
                  onToggle={() => toggle(entry.id)}
                />
              ))}
            </ol>
          </div>
        );
      })}
    </div>
  );
}

interface FiltersProps {
  counts: TimelineProps['counts'];
  people: string[];
  byType: Map<string, EventType>;
  filter: TimelineFilter;
  onFilter: TimelineProps['onFilter'];
}

const TYPING_MS = 250;

interface ChoiceProps {
  label: string;
  /** The word for no choice. */
  all: string;
  choices: { value: string; label: string }[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** One of several in little room: the browser's own list, which every phone knows how to show. */
function Choice({ label, all, choices, value, onChange }: ChoiceProps) {
  if (choices.length === 0) return null;
  return (
    <select
      className={classes.choice}
      aria-label={label}
      value={value ?? ''}
      data-chosen={value !== undefined}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    >
      <option value="">{all}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

function Filters({ counts, people, byType, filter, onFilter }: FiltersProps) {
  const { t, i18n } = useTranslation('events');
  const pick = useBilingual();
  const formats = useFormats();
  const [typed, setTyped] = useState(filter.text ?? '');
  const types = Object.entries(counts ?? {})
    .filter(([type, count]) => count > 0 || type === filter.type)
    .sort(([, a], [, b]) => b - a);
  const chosen = useRef(filter);
  chosen.current = filter;
  const search = useDebouncedCallback((text: string) => {
    onFilter({ ...chosen.current, text: text.trim() || undefined });
  }, TYPING_MS);
  if (types.length === 0 && Object.values(filter).every((value) => !value)) return null;
  const label = (type: string) => {
    const described = byType.get(type);
    return described ? pick(described.label) : spaced(type);
  };
  const toggle = (narrowed: TimelineFilter) => onFilter({ ...filter, ...narrowed });
  return (
    <div className={classes.filter} role="group" aria-label={t('timeline.filter')}>
      <label className={classes.search}>
        <Search size={14} aria-hidden />
        <input
          type="search"
          value={typed}
          placeholder={t('timeline.searchShort')}
          aria-label={t('timeline.search')}
          maxLength={100}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            search(event.currentTarget.value);
          }}
        />
      </label>
      <Choice
        label={t('timeline.channel')}
        all={t('timeline.allChannels')}
        choices={channelsOf(
          types.map(([type]) => type),
          byType,
          filter.channel,
        ).map(({ value, label: word }) => ({
          value,
          label: i18n.exists(`channel.${value}`, { ns: 'events' })
            ? String(t(`channel.${value}` as never))
            : word
              ? pick(word)
              : value,
        }))}
        value={filter.channel}
        onChange={(channel) => toggle({ channel })}
      />
      <Choice
        label={t('timeline.person')}
        all={t('timeline.allPeople')}
        choices={people.map((name) => ({ value: name, label: name }))}
        value={filter.person}
        onChange={(person) => toggle({ person })}
      />
      {(['in', 'out'] as const).map((direction) => {
        const Arrow = direction === 'in' ? ArrowDownLeft : ArrowUpRight;
        return (
          <UnstyledButton
            key={direction}
            className={classes.chip}
            aria-pressed={filter.direction === direction}
            onClick={() => toggle({ direction: filter.direction === direction ? undefined : direction })}
          >
            <Arrow size={13} aria-hidden /> {t(direction === 'in' ? 'timeline.fromThem' : 'timeline.fromUs')}
          </UnstyledButton>
        );
      })}
      {types.length > 1 &&
        types.map(([type, count]) => (
          <UnstyledButton
            key={type}
            className={classes.chip}
            aria-pressed={filter.type === type}
            onClick={() => toggle({ type: filter.type === type ? undefined : type })}
          >
            {label(type)} <span className={classes.chipCount}>{formats.number(count)}</span>
          </UnstyledButton>
        ))}
    </div>
  );
}

interface EntryProps {
  entry: TimelineEntry;
  type?: EventType;
  envelope: EventType['fields'];
  opened: boolean;
  isOpenSale: boolean;
  onToggle: () => void;
}

function Entry({ entry, type, envelope, opened, isOpenSale, onToggle }: EntryProps) {
  const { t } = useTranslation('events');
  const pick = useBilingual();
  const formats = useFormats();
  const { Icon, tone } = iconOf(entry.type);
  const line = pick(entry.line);
  const excerpt = excerptOf(entry, type, line);
  const others = participantsOf(entry).filter((name) => name !== entry.staff);
  // That an order or a page view came from them goes without saying; who rang whom does not.
  const direction = entry.envelope.direction;
  const Direction = direction === 'in' ? ArrowDownLeft : direction === 'out' ? ArrowUpRight : undefined;
  return (
    <li className={classes.entry}>
      <span className={classes.sign} data-tone={tone} aria-hidden>
        <Icon size={15} strokeWidth={1.9} />
      </span>
      <div className={classes.content}>
        <UnstyledButton className={classes.line} aria-expanded={opened} onClick={onToggle}>
          <span className={classes.sentence}>{line}</span>
          {entry.amount && (
            <span
              className={classes.amount}
              title={
                entry.reporting
                  ? t('rates.worth', {
                      amount: formats.money(entry.reporting),
                      rate: formats.decimal(entry.reporting.rate),
                    })
                  : entry.reporting === null
                    ? t('rates.waits')
                    : undefined
              }
            >
              {formats.money(entry.amount)}
            </span>
          )}
          <ChevronDown size={14} className={classes.chevron} aria-hidden />
        </UnstyledButton>
        {excerpt && !opened && <p className={classes.excerpt}>{excerpt}</p>}
        <p className={classes.about}>
          <time dateTime={entry.occurred_at}>{formats.time(entry.occurred_at)}</time>
          {Direction && (
            <span className={classes.direction}>
              <Direction size={13} aria-hidden />
              {t(direction === 'in' ? 'direction.in' : 'direction.out')}
            </span>
          )}
          {entry.whose ? (
            <span>
              {t('timeline.whose')}{' '}
              <Link to="/parties/$partyId" params={{ partyId: entry.whose.party }}>
                {entry.whose.name || t('timeline.nameless')}
              </Link>
            </span>
          ) : (
            others.length > 0 && <span>{t('timeline.with', { names: others.join(', ') })}</span>
          )}
          {[entry.place, entry.staff, entry.source].filter(Boolean).map((word) => (
            <span key={word}>{word}</span>
          ))}
          {isOpenSale && (
            <span className={classes.openSale} data-open-sale>
              <CircleAlert size={13} aria-hidden />
              {t('timeline.openSale')}
            </span>
          )}
        </p>
        {opened && <Details entry={entry} fields={type?.fields ?? []} envelope={envelope} />}
      </div>
    </li>
  );
}
