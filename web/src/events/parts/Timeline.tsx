// What happened with one party, newest first, grouped by day; more is read as the end comes into view.
import { Loader } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { eventTypesQuery, timelineQuery, type TimelineEntry, type TimelineFilter } from '../calls';
import { partsOf, peopleOf, type TimelinePart } from '../shape';
import classes from './Timeline.module.css';
import { TimelineFilters } from './TimelineFilters';
import { TimelineParts } from './TimelineParts';

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

/** Always the same, so that nothing is drawn again for it. */
const NONE: never[] = [];

function cuttingUp(timeZone: string) {
  const known = new WeakMap<TimelineEntry[], TimelinePart[]>();
  return (page: TimelineEntry[]) => {
    const parts = known.get(page) ?? partsOf(page, timeZone);
    known.set(page, parts);
    return parts;
  };
}

export function Timeline({ partyId, counts, people, openSale, filter, onFilter }: TimelineProps) {
  const { t } = useTranslation('events');
  const formats = useFormats();
  const timeline = useInfiniteQuery({ ...timelineQuery(partyId, filter), placeholderData: keepPreviousData });
  const types = useQuery(eventTypesQuery);
  const entries = useMemo(() => timeline.data?.pages.flatMap((page) => page.data) ?? [], [timeline.data]);
  // A page that was read before is not cut up again when one more comes.
  const cutUp = useMemo(() => cuttingUp(formats.timeZone), [formats.timeZone]);
  const parts = useMemo(() => timeline.data?.pages.flatMap((page) => cutUp(page.data)) ?? [], [timeline.data, cutUp]);
  const met = useMemo(() => peopleOf(entries, people, filter.person), [entries, people, filter.person]);
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
      <TimelineFilters counts={counts} people={met} byType={byType} filter={filter} onFilter={onFilter} />
      {timeline.isPending ? (
        <LoadingRows rows={7} height={58} />
      ) : timeline.isError && entries.length === 0 ? (
        <Failed error={timeline.error} retry={() => void timeline.refetch()} />
      ) : entries.length === 0 ? (
        <Message Icon={History} title={isNarrowed ? t('timeline.noneSuch') : t('timeline.none')}>
          {isNarrowed ? null : t('timeline.noneText')}
        </Message>
      ) : (
        <TimelineParts
          key={`${partyId} ${JSON.stringify(filter)}`}
          parts={parts}
          byType={byType}
          envelope={types.data?.envelope.fields ?? NONE}
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
