import { ActionIcon, Button, CloseButton, SegmentedControl, TextInput, Tooltip } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Download, ListFilter, PencilLine, Plus, Search, UserRoundSearch, Users } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useActions } from '../../platform/shell/actions';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { urlOf } from '../../platform/api/client';
import { useLanguage } from '../../platform/i18n/i18n';
import { hasRight, mayWrite, useSession } from '../../platform/session';
import { useAnnounce } from '../../platform/shell/announce';
import {
  askedOf,
  lettersQuery,
  listFieldsQuery,
  partiesQuery,
  type ListField,
  type Party,
  type PartyFilter,
} from '../calls';
import { columnsOf, conditionsOf, whereOf } from '../narrowing';
import { AddParty } from '../parts/AddParty';
import { Columns } from '../parts/Columns';
import { ConditionChips } from '../parts/ConditionChips';
import { LetterRail } from '../parts/LetterRail';
import { PartyList, type PartyListHandle } from '../parts/PartyList';
import { Views } from '../parts/Views';
import { railOf, totalOf } from '../shape';
import classes from './PartiesPage.module.css';

interface PartiesPageProps {
  filter: PartyFilter;
  onFilter: (filter: PartyFilter) => void;
  onOpen: (party: Pick<Party, 'id'>) => void;
  /** To where bulk edits are seen and undone. */
  onImports: () => void;
}

// Read when somebody narrows the list.
const Conditions = lazy(() =>
  import('../parts/Conditions').then(({ Conditions: component }) => ({ default: component })),
);

const BulkEdit = lazy(() => import('../parts/BulkEdit').then(({ BulkEdit: component }) => ({ default: component })));

const NO_COLUMNS: ListField[] = [];

/** The fields of the columns that stand there where nobody chose any. */
const USUAL_COLUMNS = ['roles', 'phone', 'email', 'orders', 'spent', 'last_contact_at'];

/** The fields of the chosen columns, once they are known. */
function useChosenFields(columns: string | undefined): ListField[] {
  const { data } = useQuery({ ...listFieldsQuery, enabled: columns !== undefined });
  return useMemo(() => {
    if (!data || columns === undefined) return NO_COLUMNS;
    const byKey = new Map(data.map((field) => [field.key, field]));
    return columnsOf(columns).flatMap((key) => byKey.get(key) ?? []);
  }, [data, columns]);
}

/** After so long without a letter the address says what is searched for. */
const PAUSE_MS = 300;

/** What is typed is searched for among all, whatever letter was chosen. */
function searchedFor(filter: PartyFilter, typed: string): PartyFilter {
  const search = typed.trim() || undefined;
  return search === filter.search ? filter : { ...filter, letter: undefined, search };
}

export function PartiesPage({ filter: address, onFilter, onOpen, onImports }: PartiesPageProps) {
  const { t } = useTranslation('parties');
  const formats = useFormats();
  const [typed, setTyped] = useState(address.search ?? '');
  const [adding, setAdding] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<PartyListHandle>(null);

  // The list follows each letter; the address follows after a pause, since browsers let it change only so often.
  const filter = useMemo(() => searchedFor(address, typed), [address, typed]);
  const parties = useInfiniteQuery(partiesQuery(filter));
  const letters = useQuery(lettersQuery);
  const rows = useMemo(() => parties.data?.pages.flatMap((page) => page.data) ?? [], [parties.data]);
  const total = parties.data?.pages[0]?.total ?? (letters.data && totalOf(letters.data, filter));
  const language = useLanguage();
  const columns = useChosenFields(filter.columns);
  const conditions = useMemo(() => conditionsOf(filter.where), [filter.where]);
  const [narrowing, setNarrowing] = useState(false);
  const [editing, setEditing] = useState(false);
  const session = useSession();
  const mayAdd = mayWrite(session);
  const announce = useAnnounce();
  // What the file has where nobody chose columns: those of the list.
  const fileColumns = filter.columns ?? USUAL_COLUMNS.join(',');

  // An address changed from elsewhere (Back) comes to the field.
  const sent = useRef(address.search ?? '');
  useEffect(() => {
    const search = typed.trim();
    if (search === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = search;
      onFilter(filter);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, filter, onFilter]);
  useEffect(() => {
    const search = address.search ?? '';
    if (search === sent.current) return;
    sent.current = search;
    setTyped(search);
  }, [address.search]);

  useActions(mayAdd ? [{ label: t('add.title'), Icon: Plus, key: 'p', run: () => setAdding(true) }] : []);

  const { fetchNextPage, isFetchingNextPage } = parties;
  const more = useCallback(() => void (isFetchingNextPage || fetchNextPage()), [fetchNextPage, isFetchingNextPage]);
  const sortBy = useCallback(
    (sort: string | undefined) => onFilter({ ...filter, sort: sort === 'name' ? undefined : sort }),
    [filter, onFilter],
  );
  const clear = () => {
    setTyped('');
    input.current?.focus();
  };

  return (
    <>
      <PageHead title={t('title')} aside={total === undefined ? undefined : formats.number(total)}>
        <ApiCall calls={[{ method: 'GET', path: '/v1/parties', query: { ...askedOf(filter), limit: 100 } }]} />
        {session.user.role === 'owner' && rows.length > 0 && (
          <Tooltip label={t('bulk.title')}>
            <ActionIcon size="lg" aria-label={t('bulk.title')} onClick={() => setEditing(true)}>
              <PencilLine size={17} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        {hasRight(session, 'export') && (
          <Tooltip label={t('file')}>
            <ActionIcon
              size="lg"
              component="a"
              href={urlOf('/v1/parties/file', {}, { ...askedOf({ ...filter, columns: fileColumns }), language })}
              download
              aria-label={t('file')}
            >
              <Download size={17} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        {mayAdd && (
          <Button leftSection={<Plus size={16} />} onClick={() => setAdding(true)} aria-label={t('add.title')}>
            {t('add.open')}
          </Button>
        )}
      </PageHead>
      <div className={classes.tools} role="search">
        <TextInput
          ref={input}
          className={classes.search}
          data-search
          type="search"
          aria-label={t('search.label')}
          placeholder={t('search.placeholder')}
          leftSection={<Search size={15} />}
          rightSection={typed ? <CloseButton size="sm" aria-label={t('search.clear')} onClick={clear} /> : <kbd>/</kbd>}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') typed ? clear() : input.current?.blur();
            if (event.key === 'ArrowDown') {
              event.preventDefault();
              list.current?.focusFirst();
            }
            if (event.key === 'Enter' && rows[0] && !parties.isPlaceholderData) onOpen(rows[0]);
          }}
        />
        <SegmentedControl
          aria-label={t('add.kind')}
          value={filter.kind ?? 'all'}
          onChange={(kind) => onFilter({ ...filter, kind: kind === 'all' ? undefined : (kind as Party['kind']) })}
          data={[
            { value: 'all', label: t('kind.all') },
            { value: 'person', label: t('kind.person') },
            { value: 'organisation', label: t('kind.organisation') },
          ]}
        />
        <Button
          variant={narrowing ? 'light' : 'default'}
          leftSection={<ListFilter size={15} aria-hidden />}
          aria-expanded={narrowing}
          onClick={() => setNarrowing(!narrowing)}
        >
          {t('narrow.open')}
        </Button>
        <Views
          filter={filter}
          onOpen={(view) => {
            setTyped(view.search ?? '');
            setNarrowing(false);
            onFilter(view);
          }}
        />
        <Columns
          chosen={columnsOf(filter.columns)}
          usual={USUAL_COLUMNS}
          onChoose={(keys) => onFilter({ ...filter, columns: keys.join(',') || undefined })}
        />
        {!narrowing && (
          <ConditionChips
            conditions={conditions}
            onRemove={(place) =>
              onFilter({ ...filter, where: whereOf(conditions.filter((_, index) => index !== place)) })
            }
          />
        )}
        {filter.letter && (
          <Button
            variant="light"
            size="compact-sm"
            rightSection="×"
            onClick={() => onFilter({ ...filter, letter: undefined })}
          >
            {filter.letter}
          </Button>
        )}
        {parties.data?.pages[0]?.warming && <span className="quiet">{t('warming')}</span>}
      </div>
      {narrowing && (
        <Suspense>
          <Conditions begun={conditions} onChange={(next) => onFilter({ ...filter, where: whereOf(next) })} />
        </Suspense>
      )}
      <div className={classes.body}>
        {parties.isPending || (rows.length === 0 && parties.data?.pages[0]?.warming) ? (
          <LoadingRows rows={14} />
        ) : parties.isError && rows.length === 0 ? (
          <Failed error={parties.error} retry={() => void parties.refetch()} />
        ) : rows.length === 0 ? (
          <Nobody
            filter={filter}
            onClear={() => (setTyped(''), onFilter({}))}
            onAdd={mayAdd ? () => setAdding(true) : undefined}
          />
        ) : (
          <PartyList
            ref={list}
            // A new filter starts at the top.
            key={JSON.stringify([filter.letter, filter.kind, filter.where, filter.sort])}
            parties={rows}
            hasMore={parties.hasNextPage}
            onMore={more}
            search={filter.search}
            stale={parties.isPlaceholderData}
            columns={columns}
            sort={filter.sort}
            onSort={sortBy}
          />
        )}
        {letters.data && !filter.search && !filter.where && !filter.sort && (
          <LetterRail
            letters={railOf(letters.data)}
            chosen={filter.letter}
            onChoose={(letter) => onFilter({ ...filter, letter })}
          />
        )}
      </div>
      {editing && (
        <Suspense>
          <BulkEdit
            filter={filter}
            onClose={() => setEditing(false)}
            onBegun={(count) => {
              setEditing(false);
              announce(t('bulk.begun', { count, shown: formats.number(count) }), {
                label: t('bulk.see'),
                run: onImports,
              });
            }}
          />
        </Suspense>
      )}
      {adding && (
        <AddParty
          name={rows.length === 0 ? filter.search : undefined}
          onClose={() => setAdding(false)}
          onAdded={onOpen}
        />
      )}
    </>
  );
}

interface NobodyProps {
  filter: PartyFilter;
  onClear: () => void;
  /** Nothing where one may not add anybody. */
  onAdd: (() => void) | undefined;
}

function Nobody({ filter, onClear, onAdd }: NobodyProps) {
  const { t } = useTranslation('parties');
  const filtered = Boolean(filter.search || filter.kind || filter.letter || filter.where);
  const action = (
    <div className={classes.nobody}>
      {filtered && (
        <Button variant="default" onClick={onClear}>
          {t('nobody.clear')}
        </Button>
      )}
      {onAdd && (
        <Button variant={filtered ? 'light' : 'filled'} onClick={onAdd}>
          {t('add.title')}
        </Button>
      )}
    </div>
  );
  if (filtered)
    return (
      <Message Icon={UserRoundSearch} title={t('nobody.found')} action={action}>
        {filter.search ? t('nobody.hint') : null}
      </Message>
    );
  return (
    <Message Icon={Users} title={t('nobody.yet')} action={action}>
      {t('nobody.yetText')}
    </Message>
  );
}
