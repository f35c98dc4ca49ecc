// The days of a timeline of which only those near the window are in the page, so that ten thousand entries scroll as smoothly
// as ten.
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useLayoutEffect, useRef, useState, type FocusEvent } from 'react';
import { useFormats } from '../../platform/format/useFormats';
import type { EventType } from '../calls';
import type { TimelinePart } from '../shape';
import classes from './Timeline.module.css';
import { TimelineEntry } from './TimelineEntry';

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

interface TimelinePartsProps {
  parts: TimelinePart[];
  byType: Map<string, EventType>;
  envelope: EventType['fields'];
  openSale: string | null;
}

export function TimelineParts({ parts, byType, envelope, openSale }: TimelinePartsProps) {
  const list = useRef<HTMLDivElement>(null);
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  // The part that holds the focus stays in the page however far it is scrolled away.
  const [focused, setFocused] = useState<number>();
  // How far below the beginning of what scrolls the list begins.
  const [above, setAbove] = useState(0);
  useLayoutEffect(() => {
    const place = () => {
      const box = scrollerOf(list.current);
      setScroller(box);
      if (!box) return;
      const top = list.current!.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
      setAbove((known) => (Math.abs(known - top) < 1 ? known : top));
    };
    place();
    // The window may become a phone's, and whatever stands above grows and shrinks, such as the facts of a card.
    const watcher = new ResizeObserver(place);
    watcher.observe(document.documentElement);
    for (let each: Element = list.current!; each.parentElement; each = each.parentElement)
      for (const beside of each.parentElement.children) if (beside !== each) watcher.observe(beside);
    return () => watcher.disconnect();
  }, []);

  const keyOf = useCallback((index: number) => parts[index]!.entries[0]!.id, [parts]);
  const sizeOf = useCallback(
    (index: number) => (isFirstOfDay(parts, index) ? HEADING_PX : 0) + parts[index]!.entries.length * ENTRY_PX,
    [parts],
  );
  const virtual = useVirtualizer({
    count: parts.length,
    getScrollElement: () => scroller,
    getItemKey: keyOf,
    estimateSize: sizeOf,
    overscan: PARTS_BEYOND,
    scrollMargin: above,
    // Parts are moved without being drawn again.
    directDomUpdates: true,
    rangeExtractor: (range) => {
      const near = defaultRangeExtractor(range);
      if (focused === undefined || focused >= range.count || near.includes(focused)) return near;
      return [...near, focused].sort((a, b) => a - b);
    },
  });

  const toggle = useCallback(
    (id: string) =>
      setOpened((known) => {
        const next = new Set(known);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    [],
  );
  const follow = (event: FocusEvent) =>
    setFocused(Number((event.target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset.index));

  return (
    <div ref={list} onFocus={follow} onBlur={() => setFocused(undefined)}>
      <div ref={virtual.containerRef} className={classes.days}>
        {virtual.getVirtualItems().map(({ key, index }) => (
          <div key={key} ref={virtual.measureElement} data-index={index} className={classes.day}>
            <Part
              part={parts[index]!}
              begins={isFirstOfDay(parts, index)}
              byType={byType}
              envelope={envelope}
              openSale={openSale}
              opened={opened}
              onToggle={toggle}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

const isFirstOfDay = (parts: TimelinePart[], index: number) => parts[index - 1]?.day !== parts[index]!.day;

interface PartProps extends Omit<TimelinePartsProps, 'parts'> {
  part: TimelinePart;
  /** Whether the day is named over it. */
  begins: boolean;
  opened: ReadonlySet<string>;
  onToggle: (id: string) => void;
}

const Part = memo(function Part({ part, begins, byType, envelope, openSale, opened, onToggle }: PartProps) {
  const formats = useFormats();
  const day = formats.day(part.entries[0]!.occurred_at);
  return (
    <>
      {begins && <h3 className={classes.dayName}>{day}</h3>}
      <ol className={classes.entries} aria-label={day}>
        {part.entries.map((entry) => (
          <TimelineEntry
            key={entry.id}
            entry={entry}
            type={byType.get(entry.type)}
            envelope={envelope}
            opened={opened.has(entry.id)}
            isOpenSale={entry.occurred_at === openSale && entry.envelope.aim === 'sell'}
            onToggle={onToggle}
          />
        ))}
      </ol>
    </>
  );
});
