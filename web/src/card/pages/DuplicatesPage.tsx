// The queue of those who may be one, the likeliest first. A decision takes its pair away at once; where the server refuses
// it, the pair comes back and says why. A merge can be undone from the foot of the page, and later on the card.
import { ActionIcon, Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleAlert, ScanSearch, Split, UserRoundCheck, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readableIdentifier } from '../../platform/format/phone';
import { useFormats } from '../../platform/format/useFormats';
import { mayWrite, useSession } from '../../platform/session';
import { useAnnounce } from '../../platform/shell/announce';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { PartyMark } from '../../platform/shell/PartyMark';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { useVocabulary } from '../../platform/vocabulary';
import {
  allSuggestionsQuery,
  PAIRS_MAX,
  useCompareEverybody,
  useKeepApart,
  useMerge,
  useUndoMerge,
  type Found,
  type ListedParty,
  type Suggestion,
} from '../calls';
import { Breakable, Evidence, Odds } from '../parts/Evidence';
import { MergeForm, useBought, type MergeChoice } from '../parts/MergeForm';
import { orderedIdentifiers } from '../shape';
import { keyOf, likelyToStay } from '../suggestion';
import classes from './DuplicatesPage.module.css';

interface Merged {
  /** Who joined, and the merge: by both it is undone. */
  party: string;
  merge: string;
  joined: string;
  into: { id: string; name: string };
}

export function DuplicatesPage() {
  const { t } = useTranslation('card');
  const { t: tp } = useTranslation('platform');
  const words = useVocabulary();
  const formats = useFormats();
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const session = useSession();
  const mayDecide = mayWrite(session);
  const suggestions = useQuery(allSuggestionsQuery);
  const merge = useMerge();
  const apart = useKeepApart();
  const compare = useCompareEverybody();
  const list = useRef<HTMLDivElement>(null);
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());
  const [refusals, setRefusals] = useState<Readonly<Record<string, string>>>({});
  const [attempts, setAttempts] = useState<Readonly<Record<string, MergeChoice>>>({});
  const [merging, setMerging] = useState<Suggestion>();
  const [merged, setMerged] = useState<Merged>();
  const pairs = suggestions.data?.filter((pair) => !decided.has(keyOf(pair))) ?? [];

  /** Where somebody works with the keyboard, they go on with the pair that moves up. */
  const focusNext = (key: string) => {
    const at = pairs.findIndex((pair) => keyOf(pair) === key);
    const next = pairs[at + 1] ?? pairs[at - 1];
    // After a dialog has given the focus back.
    setTimeout(() => {
      const place = next && list.current?.querySelector<HTMLElement>(`[data-pair="${keyOf(next)}"]`);
      (place ?? list.current)?.focus();
    });
  };

  const decide = async (pair: Suggestion, act: () => Promise<void>) => {
    const key = keyOf(pair);
    setDecided((before) => new Set(before).add(key));
    setRefusals(({ [key]: _, ...others }) => others);
    focusNext(key);
    try {
      await act();
    } catch (error) {
      const refusal = t('duplicates.refused', { reason: sentence(error) });
      setDecided((before) => new Set([...before].filter((each) => each !== key)));
      setRefusals((before) => ({ ...before, [key]: refusal }));
      // It may have been decided elsewhere.
      void suggestions.refetch();
    }
  };

  const keepApart = (pair: Suggestion) =>
    decide(pair, async () => {
      await apart.mutateAsync(pair.filed_for as [string, string]);
      announce(t('same.keptApart'));
    });

  const mergePair = (pair: Suggestion, { stays, joins, reason }: MergeChoice) => {
    setMerging(undefined);
    setAttempts((before) => ({ ...before, [keyOf(pair)]: { stays, joins, reason } }));
    void decide(pair, async () => {
      const { id } = await merge.mutateAsync({ into: stays.id, party: joins.id, reason });
      setMerged({
        party: joins.id,
        merge: id,
        joined: words.name(joins),
        into: { id: stays.id, name: words.name(stays) },
      });
    });
  };

  return (
    <>
      <PageHead title={t('duplicates.title')} aside={pairs.length ? formats.number(pairs.length) : undefined}>
        {session.user.role === 'owner' && (
          <Button
            variant="default"
            leftSection={<ScanSearch size={16} aria-hidden />}
            loading={compare.isPending}
            onClick={() => compare.mutate()}
          >
            {t('duplicates.compare')}
          </Button>
        )}
        <ApiCall
          calls={[
            { method: 'GET', path: '/v1/merge-suggestions' },
            { method: 'POST', path: '/v1/merge-suggestions/find' },
          ]}
        />
      </PageHead>
      <div className={classes.page} ref={list} tabIndex={-1}>
        <p className={classes.explain}>{t('duplicates.explain')}</p>
        <div role="status">
          {compare.isPending && <p className={classes.note}>{t('duplicates.comparing')}</p>}
          {compare.isSuccess && <WhatWasFound found={compare.data} />}
        </div>
        {compare.isError && (
          <p className={classes.problem} role="alert">
            {t('duplicates.refused', { reason: sentence(compare.error) })}
          </p>
        )}
        {!mayDecide && <p className="quiet">{t('duplicates.onlyWriters')}</p>}
        {suggestions.isPending ? (
          <LoadingRows rows={4} height={96} />
        ) : suggestions.isError && !suggestions.data ? (
          <Failed error={suggestions.error} retry={() => void suggestions.refetch()} />
        ) : pairs.length === 0 ? (
          <Message Icon={UserRoundCheck} title={t('duplicates.none')}>
            {t('duplicates.noneText')}
          </Message>
        ) : (
          <>
            <p className={classes.legend}>{t('duplicates.legend')}</p>
            {pairs.map((pair) => (
              <Pair
                key={keyOf(pair)}
                pair={pair}
                refusal={refusals[keyOf(pair)]}
                actions={
                  mayDecide && {
                    merge: () => setMerging(pair),
                    apart: () => void keepApart(pair),
                  }
                }
              />
            ))}
            {(suggestions.data?.length ?? 0) >= PAIRS_MAX && (
              <p className="quiet">{t('duplicates.onlyFirst', { count: PAIRS_MAX })}</p>
            )}
          </>
        )}
      </div>
      {merged && <UndoBar key={merged.merge} merged={merged} onClose={() => setMerged(undefined)} />}
      {merging && (
        <Modal
          opened
          onClose={() => setMerging(undefined)}
          title={t('same.dialog')}
          closeButtonProps={{ 'aria-label': tp('close') }}
        >
          <MergeForm
            pair={[merging.party, merging.other]}
            stays={(attempts[keyOf(merging)]?.stays ?? likelyToStay(merging.party, merging.other)).id}
            reason={attempts[keyOf(merging)]?.reason}
            onCancel={() => setMerging(undefined)}
            onMerge={(choice) => mergePair(merging, choice)}
          />
        </Modal>
      )}
    </>
  );
}

function WhatWasFound({ found: { parties, pairs, suggestions, merged } }: { found: Found }) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  return (
    <p className={classes.note} data-found={suggestions}>
      {t('duplicates.compared', { parties: formats.number(parties), pairs: formats.number(pairs) })}{' '}
      {suggestions ? t('duplicates.found', { count: suggestions }) : t('duplicates.foundNone')}
      {merged > 0 && ` ${t('duplicates.mergedAlready', { count: merged })}`}
    </p>
  );
}

interface PairProps {
  pair: Suggestion;
  refusal?: string;
  actions: false | { merge: () => void; apart: () => void };
}

function Pair({ pair, refusal, actions }: PairProps) {
  const { t } = useTranslation('card');
  const words = useVocabulary();
  const names = { one: words.name(pair.party), other: words.name(pair.other) };
  return (
    <article
      className={classes.pair}
      aria-label={t('duplicates.pair', names)}
      data-pair={keyOf(pair)}
      data-refused={refusal !== undefined || undefined}
      tabIndex={-1}
    >
      <p className={classes.odds}>
        <Odds odds={pair.odds} />
        {pair.shared && (
          <span className={classes.shared}>
            {t('duplicates.shared', {
              type: words.identifier(pair.shared.type).toLocaleLowerCase(),
              value: readableIdentifier(pair.shared),
            })}
          </span>
        )}
      </p>
      <Evidence
        suggestion={pair}
        leftId={pair.party.id}
        heads={[<Side party={pair.party} />, <Side party={pair.other} />]}
      />
      {refusal && (
        <p className={classes.problem} role="alert">
          <CircleAlert size={15} aria-hidden />
          {refusal}
        </p>
      )}
      {actions && (
        <div className={classes.actions}>
          <Button aria-label={t('duplicates.mergeOf', names)} onClick={actions.merge}>
            {t('duplicates.merge')}
          </Button>
          <Button
            variant="default"
            leftSection={<Split size={15} aria-hidden />}
            aria-label={t('duplicates.apartOf', names)}
            onClick={actions.apart}
          >
            {t('duplicates.apart')}
          </Button>
        </div>
      )}
    </article>
  );
}

const CONTACTS_SHOWN = 2;

function Side({ party }: { party: ListedParty }) {
  const words = useVocabulary();
  const name = words.name(party);
  const contacts = orderedIdentifiers(party.identifiers).slice(0, CONTACTS_SHOWN).map(readableIdentifier);
  return (
    <div className={classes.side}>
      <PartyMark id={party.id} name={name} kind={party.kind} />
      <div>
        <Link to="/parties/$partyId" params={{ partyId: party.id }} className={classes.name}>
          {name}
        </Link>
        {contacts.map((contact) => (
          <span key={contact} className={classes.known}>
            <Breakable text={contact} />
          </span>
        ))}
        <span className={classes.known}>{useBought(party)}</span>
      </div>
    </div>
  );
}

/** Stays until it is used or sent away: nobody has to hurry to take a merge back. */
function UndoBar({ merged, onClose }: { merged: Merged; onClose: () => void }) {
  const { t } = useTranslation('card');
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const undo = useUndoMerge();
  const { joined, into } = merged;
  return (
    <div className={classes.bar}>
      <p role="status">
        {t('duplicates.merged', { joined, name: into.name })}{' '}
        <Link to="/parties/$partyId" params={{ partyId: into.id }}>
          {t('duplicates.openCard')}
        </Link>
      </p>
      {undo.isError && (
        <p className={classes.problem} role="alert">
          {t('duplicates.refused', { reason: sentence(undo.error) })}
        </p>
      )}
      <Button
        size="compact-sm"
        variant="default"
        loading={undo.isPending}
        onClick={() =>
          undo.mutate(merged, {
            onSuccess: () => {
              announce(t('duplicates.undone'));
              onClose();
            },
          })
        }
      >
        {t('duplicates.undo')}
      </Button>
      <ActionIcon aria-label={t('duplicates.dismiss')} onClick={onClose}>
        <X size={16} />
      </ActionIcon>
    </div>
  );
}
