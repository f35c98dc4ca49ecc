// The rows of the list. Only those near the window are in the page, so that a hundred thousand people scroll as
// smoothly as a hundred; more are asked for before the end is reached.
import { Tooltip, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import {
  createColumnHelper,
  flexRender,
  getCoreRowModel,
  useReactTable,
  type ColumnDef,
  type Row as TableRow,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import {
  memo,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  type CSSProperties,
  type KeyboardEvent,
  type Ref,
} from 'react';
import { useTranslation } from 'react-i18next';
import { fieldsQuery, useShownValue, type CustomField } from '../../platform/fields';
import { readableIdentifier } from '../../platform/format/phone';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import { PartyLink } from '../../platform/shell/PartyLink';
import { PartyMark } from '../../platform/shell/PartyMark';
import { useVocabulary } from '../../platform/vocabulary';
import { listFieldsQuery, type ListField, type Party } from '../calls';
import { standsRight, useListCell } from '../listCell';
import { nextSort, sortOf } from '../narrowing';
import { contactOf, isFound } from '../shape';
import classes from './PartyList.module.css';

export interface PartyListHandle {
  focusFirst(): void;
}

interface PartyListProps {
  parties: Party[];
  hasMore: boolean;
  onMore: () => void;
  /** Rows belong to the filter before; the new ones are on their way. */
  stale: boolean;
  /** What the rows were searched for; what it found in them is marked. */
  search: string | undefined;
  /** Of fields that somebody chose; none: the usual ones. */
  columns: ListField[];
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  ref?: Ref<PartyListHandle>;
}

/** So many rows are drawn before they are seen. */
const ROWS_BEYOND = 6;
const ROW_PX = { wide: 46, narrow: 62 };
/** From which width on so many columns of the business's own have room beside ours. */
const ROOM = { two: '(min-width: 86em)', three: '(min-width: 93em)' };
const column = createColumnHelper<Party>();
/** Each column has values of its own type. */
type Columns = ColumnDef<Party, any>[];

/** By which field a usual column is sorted. */
const SORTED_BY: Partial<Record<string, string>> = {
  name: 'name',
  orders: 'orders',
  spent: 'spent',
  last_contact: 'last_contact_at',
};
/** What is read from A to Z first. */
const lowestFirst = (kind: ListField['kind'] | undefined) => kind === 'text' || kind === 'choice' || kind === 'day';

const NO_FIELDS: CustomField[] = [];

/** Those that the business wants in the list, in the order in which it defined them, as far as they have room. */
function useOwnColumns(): CustomField[] {
  const { data = NO_FIELDS } = useQuery(fieldsQuery);
  const two = useMediaQuery(ROOM.two, true, { getInitialValueInEffect: false });
  const three = useMediaQuery(ROOM.three, true, { getInitialValueInEffect: false });
  const most = three ? 3 : two ? 2 : 1;
  return useMemo(() => data.filter((field) => field.in_list && !field.retired).slice(0, most), [data, most]);
}

function useColumns(search: string | undefined, own: CustomField[]) {
  const { t } = useTranslation('parties');
  const words = useVocabulary();
  const formats = useFormats();
  const pick = useBilingual();
  const shownValue = useShownValue();
  return useMemo(
    () => [
      column.accessor('name', {
        header: t('column.name'),
        cell: ({ row: { original: party } }) => (
          <>
            <PartyMark id={party.id} name={words.name(party)} kind={party.kind} />
            <PartyLink partyId={party.id} className={classes.name}>
              {words.name(party)}
            </PartyLink>
          </>
        ),
      }),
      column.accessor('roles', {
        header: t('column.roles'),
        cell: ({ getValue }) =>
          getValue()
            .slice(0, 2)
            .map((role) => (
              <span key={role} className={classes.role}>
                {words.role(role)}
              </span>
            )),
      }),
      column.display({
        id: 'contact',
        header: t('column.contact'),
        cell: ({ row: { original: party } }) => {
          const contact = contactOf(party, search);
          if (!contact) return <span className="quiet">–</span>;
          return (
            <span
              title={words.identifier(contact.type)}
              data-match={isFound(contact, search)}
              className={classes.contact}
            >
              {readableIdentifier(contact)}
            </span>
          );
        },
      }),
      ...own.map((field) =>
        column.display({
          id: `own.${field.key}`,
          header: pick(field.label),
          cell: ({ row: { original: party } }) => {
            const said = party.fields.find(({ key }) => key === field.key);
            const text = said && shownValue({ kind: field.kind, ...said });
            if (!text) return <span className="quiet">–</span>;
            return (
              <span className={classes.own} title={text}>
                {text}
              </span>
            );
          },
        }),
      ),
      column.accessor((party) => party.figures.orders, {
        id: 'orders',
        header: t('column.orders'),
        cell: ({ getValue }) => (getValue() ? formats.number(getValue()!) : <span className="quiet">–</span>),
      }),
      column.accessor((party) => party.figures.spent, {
        id: 'spent',
        header: t('column.spent'),
        cell: ({ getValue }) => {
          const spent = getValue();
          return spent && Number(spent.amount) !== 0 ? formats.money(spent) : <span className="quiet">–</span>;
        },
      }),
      column.accessor((party) => party.figures.last_contact_at, {
        id: 'last_contact',
        header: t('column.lastContact'),
        cell: ({ getValue }) => {
          const instant = getValue();
          if (!instant) return <span className="quiet">–</span>;
          return <span title={formats.dateTime(instant)}>{formats.ago(instant)}</span>;
        },
      }),
    ],
    // The words change with the language, and so do the formats.
    [t, formats, search, own],
  );
}

/** The name, and the fields that somebody chose. */
function useChosenColumns(usual: Columns, chosen: ListField[]): Columns {
  const pick = useBilingual();
  const shown = useListCell();
  return useMemo(
    () => [
      usual[0]!,
      ...chosen.map((field) =>
        column.display({
          id: `chosen.${field.key}`,
          header: pick(field.label),
          cell: ({ row: { original: party } }) => {
            const value = shown(field, party.values?.[field.key]);
            if (!value) return <span className="quiet">–</span>;
            return (
              <span className={classes.own} title={value.title}>
                {value.text}
              </span>
            );
          },
        }),
      ),
    ],
    // The words of a cell follow the language, with which the usual columns are made anew.
    [usual, chosen],
  );
}

const columnOf = (id: string) => id.split('.')[0]!;
const placeOf = (chosen: ListField[], id: string) => chosen.findIndex(({ key }) => id === `chosen.${key}`);
const isRight = (chosen: ListField[], id: string) => {
  const field = chosen[placeOf(chosen, id)];
  return field !== undefined && standsRight(field);
};

export const PartyList = memo(function PartyList({
  parties,
  hasMore,
  onMore,
  stale,
  search,
  columns: chosen,
  sort,
  onSort,
  ref,
}: PartyListProps) {
  const { t } = useTranslation('parties');
  const own = useOwnColumns();
  const usual: Columns = useColumns(search, own);
  const withChosen = useChosenColumns(usual, chosen);
  const columns = chosen.length > 0 ? withChosen : usual;
  const fieldOf = (id: string) => (id.startsWith('chosen.') ? id.slice('chosen.'.length) : SORTED_BY[id]);
  // The widths of the business's own columns stand among ours.
  const widths = {
    '--own': own.map(() => 'minmax(96px, 0.9fr)').join(' '),
    '--chosen': chosen.length,
  } as CSSProperties;
  const table = useReactTable({
    data: parties,
    columns,
    getCoreRowModel: getCoreRowModel(),
    getRowId: (row) => row.id,
  });
  const { rows } = table.getRowModel();

  const pick = useBilingual();
  const { data: fields = [] } = useQuery(listFieldsQuery);
  /** What a figure counts, in which unit and over which time. */
  const helpOf = (key: string) => {
    const help = fields.find((field) => field.key === key)?.help;
    return help && pick(help);
  };

  const box = useRef<HTMLDivElement>(null);
  const narrow = useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false }) ?? false;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => (narrow ? ROW_PX.narrow : ROW_PX.wide),
    overscan: ROWS_BEYOND,
  });
  // A phone that is turned, or a window made smaller: rows have another height then.
  useEffect(() => virtual.measure(), [virtual, narrow]);
  const items = virtual.getVirtualItems();
  const lastIndex = items[items.length - 1]?.index ?? 0;

  useEffect(() => {
    if (hasMore && lastIndex >= rows.length - 30) onMore();
  }, [hasMore, lastIndex, rows.length, onMore]);

  const focusRow = (index: number) => {
    if (index < 0 || index >= rows.length) return;
    virtual.scrollToIndex(index);
    // The row may have to be drawn first.
    requestAnimationFrame(() =>
      box.current?.querySelector<HTMLAnchorElement>(`[data-index="${index}"] a`)?.focus({ preventScroll: true }),
    );
  };
  useImperativeHandle(ref, () => ({ focusFirst: () => focusRow(0) }));

  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
    if (!step || !row) return;
    event.preventDefault();
    focusRow(Number(row.dataset.index) + step);
  };

  return (
    <div
      ref={box}
      className={classes.box}
      style={widths}
      data-stale={stale}
      data-chosen={chosen.length > 0}
      role="table"
      aria-label={t('title')}
      aria-rowcount={hasMore ? -1 : rows.length + 1}
      onKeyDown={move}
    >
      <div role="rowgroup" className={classes.headGroup}>
        {table.getHeaderGroups().map((group) => (
          <div key={group.id} role="row" aria-rowindex={1} className={classes.head}>
            {group.headers.map((header) => {
              const { id, columnDef } = header.column;
              const field = fieldOf(id);
              const sorted = sortOf(sort);
              const isSorted = field !== undefined && sorted.field === field;
              const kind = id === 'name' ? 'text' : chosen[placeOf(chosen, id)]?.kind;
              const words = flexRender(columnDef.header, header.getContext());
              return (
                <div
                  key={header.id}
                  role="columnheader"
                  aria-sort={isSorted ? (sorted.descending ? 'descending' : 'ascending') : undefined}
                  data-column={columnOf(id)}
                  data-right={isRight(chosen, id)}
                  className={classes.cell}
                >
                  {field === undefined ? (
                    words
                  ) : (
                    <Tooltip
                      label={[helpOf(field), t('sort')].filter(Boolean).join(' ')}
                      multiline
                      maw={260}
                      events={{ hover: true, focus: true, touch: true }}
                    >
                      <UnstyledButton
                        className={classes.sort}
                        onClick={() => onSort(nextSort(sort, field, lowestFirst(kind)))}
                      >
                        {words}
                        {isSorted &&
                          (sorted.descending ? <ArrowDown size={13} aria-hidden /> : <ArrowUp size={13} aria-hidden />)}
                      </UnstyledButton>
                    </Tooltip>
                  )}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <div role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index]!;
          return (
            <Row
              key={row.id}
              row={row}
              party={row.original}
              columns={columns}
              chosen={chosen}
              index={item.index}
              height={item.size}
              start={item.start}
            />
          );
        })}
      </div>
    </div>
  );
});

interface RowProps {
  row: TableRow<Party>;
  /** What the row shows. */
  party: Party;
  columns: Columns;
  chosen: ListField[];
  index: number;
  height: number;
  start: number;
}

/** Drawn again when another party, other columns or another place are to be shown: the table makes its rows anew more often. */
const Row = memo(
  function Row({ row, chosen, index, height, start }: RowProps) {
    return (
      <div
        role="row"
        aria-rowindex={index + 2}
        data-index={index}
        className={classes.row}
        style={{ height, transform: `translateY(${start}px)` }}
      >
        {row.getVisibleCells().map((cell) => (
          <div
            key={cell.id}
            role="cell"
            data-column={columnOf(cell.column.id)}
            data-place={placeOf(chosen, cell.column.id)}
            data-right={isRight(chosen, cell.column.id)}
            className={classes.cell}
          >
            {flexRender(cell.column.columnDef.cell, cell.getContext())}
          </div>
        ))}
      </div>
    );
  },
  ({ row: _, ...before }, { row: __, ...now }) =>
    (Object.keys(now) as (keyof typeof now)[]).every((key) => before[key] === now[key]),
);
