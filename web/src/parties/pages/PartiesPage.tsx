import { Button, CloseButton, SegmentedControl, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Plus, Search, UserRoundSearch, Users } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useActions } from '../../platform/shell/actions';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { lettersQuery, partiesQuery, type Party, type PartyFilter } from '../calls';
import { AddParty } from '../parts/AddParty';
import { LetterRail } from '../parts/LetterRail';
import { PartyList, type PartyListHandle } from '../parts/PartyList';
import { railOf, totalOf } from '../shape';
import classes from './PartiesPage.module.css';

interface PartiesPageProps {
  filter: PartyFilter;
  onFilter: (filter: PartyFilter) => void;
  onOpen: (party: Pick<Party, 'id'>) => void;
}

/** Typing pauses shorter than this do not ask the server. */
const PAUSE_MS = 90;

export function PartiesPage({ filter, onFilter, onOpen }: PartiesPageProps) {
  const { t } = useTranslation('parties');
  const formats = useFormats();
  const [typed, setTyped] = useState(filter.search ?? '');
  const [adding, setAdding] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<PartyListHandle>(null);

  const parties = useInfiniteQuery(partiesQuery(filter));
  const letters = useQuery(lettersQuery);
  const rows = useMemo(() => parties.data?.pages.flatMap((page) => page.data) ?? [], [parties.data]);
  const total = letters.data && totalOf(letters.data, filter);

  // Typing goes to the address after a short pause; an address changed from elsewhere (Back) comes to the field.
  const sent = useRef(filter.search ?? '');
  useEffect(() => {
    const search = typed.trim();
    if (search === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = search;
      onFilter({ kind: filter.kind, search: search || undefined });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, filter.kind, onFilter]);
  useEffect(() => {
    const search = filter.search ?? '';
    if (search === sent.current) return;
    sent.current = search;
    setTyped(search);
  }, [filter.search]);

  useActions([{ label: t('add.title'), Icon: Plus, key: 'p', run: () => setAdding(true) }]);

  const { fetchNextPage, isFetchingNextPage } = parties;
  const more = useCallback(() => void (isFetchingNextPage || fetchNextPage()), [fetchNextPage, isFetchingNextPage]);
  const clear = () => {
    setTyped('');
    input.current?.focus();
  };

  return (
    <>
      <PageHead title={t('title')} aside={total === undefined ? undefined : formats.number(total)}>
        <ApiCall calls={[{ method: 'GET', path: '/v1/parties', query: { ...filter, limit: 100 } }]} />
        <Button leftSection={<Plus size={16} />} onClick={() => setAdding(true)} aria-label={t('add.title')}>
          {t('add.open')}
        </Button>
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
      <div className={classes.body}>
        {parties.isPending ? (
          <LoadingRows rows={14} />
        ) : parties.isError && rows.length === 0 ? (
          <Failed error={parties.error} retry={() => void parties.refetch()} />
        ) : rows.length === 0 ? (
          <Nobody filter={filter} onClear={() => (setTyped(''), onFilter({}))} onAdd={() => setAdding(true)} />
        ) : (
          <PartyList
            ref={list}
            // A new filter starts at the top.
            key={JSON.stringify([filter.letter, filter.kind])}
            parties={rows}
            hasMore={parties.hasNextPage}
            onMore={more}
            search={filter.search}
            stale={parties.isPlaceholderData}
          />
        )}
        {letters.data && !filter.search && (
          <LetterRail
            letters={railOf(letters.data)}
            chosen={filter.letter}
            onChoose={(letter) => onFilter({ kind: filter.kind, letter })}
          />
        )}
      </div>
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

function Nobody({ filter, onClear, onAdd }: { filter: PartyFilter; onClear: () => void; onAdd: () => void }) {
  const { t } = useTranslation('parties');
  const filtered = Boolean(filter.search || filter.kind || filter.letter);
  const action = (
    <div className={classes.nobody}>
      {filtered && (
        <Button variant="default" onClick={onClear}>
          {t('nobody.clear')}
        </Button>
      )}
      <Button variant={filtered ? 'light' : 'filled'} onClick={onAdd}>
        {t('add.title')}
      </Button>
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
