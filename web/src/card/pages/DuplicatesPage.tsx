// The queue of pairs: those who may be one, and those who may live together, the likeliest first. A decision takes its pair
// away at once; where the server refuses it, the pair comes back and says why. A merge can be undone from the foot of the
// page, and later on the card.
import { ActionIcon, Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ScanSearch, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { mayWrite, useSession } from '../../platform/session';
import { useAnnounce } from '../../platform/shell/announce';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { PartyLink } from '../../platform/shell/PartyLink';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { KEPT } from '../../platform/unsent/send';
import { useVocabulary } from '../../platform/vocabulary';
import {
  allHouseholdsQuery,
  allSuggestionsQuery,
  PAIRS_MAX,
  useCompareEverybody,
  useMerge,
  useUndoMerge,
  type Found,
  type Suggestion,
} from '../calls';
import { MergeForm, useMerging, type MergeChoice } from '../parts/MergeForm';
import { Pairs } from '../parts/Pairs';
import { useDuplicates, useHouseholds, type Decisions } from '../parts/useDecisions';
import { CLAIMS, keyOf, likelyToStay, type Claim } from '../suggestion';
import classes from './DuplicatesPage.module.css';
import { Refusal } from '../../platform/states/Refusal';

interface Merged {
  /** Who joined, and the merge: by both it is undone. */
  party: string;
  merge: string;
  joined: string;
  into: { id: string; name: string };
}

const LISTS = { one: '/v1/merge-suggestions', together: '/v1/household-suggestions' } as const;

export function DuplicatesPage({ claim }: { claim: Claim }) {
  const { t } = useTranslation('card');
  const { t: tp } = useTranslation('platform');
  const words = useVocabulary();
  const sentence = useProblemSentence();
  const session = useSession();
  const mayDecide = mayWrite(session);
  const duplicates = useDuplicates(useQuery(allSuggestionsQuery));
  const households = useHouseholds(useQuery(allHouseholdsQuery));
  const announce = useAnnounce();
  const merge = useMerge();
  const mergingOf = useMerging('/duplicates');
  const compare = useCompareEverybody();
  const [attempts, setAttempts] = useState<Readonly<Record<string, MergeChoice>>>({});
  const [merging, setMerging] = useState<Suggestion>();
  const [merged, setMerged] = useState<Merged>();

  const mergePair = (pair: Suggestion, choice: MergeChoice) => {
    setMerging(undefined);
    setAttempts((before) => ({ ...before, [keyOf(pair)]: choice }));
    void duplicates.decide(pair, async () => {
      const { stays, joins } = choice;
      const answer = await merge.mutateAsync(mergingOf(choice));
      if (answer === KEPT) return announce(tp('unsent.kept'));
      setMerged({
        party: joins.id,
        merge: answer.id,
        joined: words.name(joins),
        into: { id: stays.id, name: words.name(stays) },
      });
    });
  };

  return (
    <>
      <PageHead title={t('duplicates.title')}>
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
            { method: 'GET', path: LISTS[claim] },
            { method: 'POST', path: '/v1/merge-suggestions/find' },
          ]}
        />
      </PageHead>
      <div className={classes.page}>
        <nav className={classes.views} aria-label={t('duplicates.views')}>
          {CLAIMS.map((each) => (
            <Link
              key={each}
              to="/duplicates"
              search={each === 'one' ? {} : { view: each }}
              activeOptions={{ exact: true }}
            >
              {t(`claim.${each}.tab`)}
              <Count decisions={each === 'one' ? duplicates : households} />
            </Link>
          ))}
        </nav>
        <p className={classes.explain}>{t(`claim.${claim}.explain`)}</p>
        <div role="status">
          {compare.isPending && <p className={classes.note}>{t('duplicates.comparing')}</p>}
          {compare.isSuccess && <WhatWasFound claim={claim} found={compare.data} />}
        </div>
        {compare.isError && <Refusal>{t('duplicates.refused', { reason: sentence(compare.error) })}</Refusal>}
        {!mayDecide && <p className="quiet">{t('duplicates.onlyWriters')}</p>}
        {claim === 'one' ? (
          <Pairs
            key={claim}
            claim={claim}
            decisions={duplicates}
            answers={mayDecide && { yes: setMerging, no: duplicates.no }}
          />
        ) : (
          <Pairs key={claim} claim={claim} decisions={households} answers={mayDecide && households} />
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
            keeps={attempts[keyOf(merging)]?.keeps}
            onCancel={() => setMerging(undefined)}
            onMerge={(choice) => mergePair(merging, choice)}
          />
        </Modal>
      )}
    </>
  );
}

/** How many wait for a decision; more than are told at once are counted as so many and more. */
function Count({ decisions: { suggestions, pairs } }: { decisions: Decisions }) {
  const formats = useFormats();
  if (!suggestions.data) return null;
  const over = suggestions.data.length >= PAIRS_MAX;
  return <span className={classes.count}>{`${formats.number(pairs.length)}${over ? '+' : ''}`}</span>;
}

interface WhatWasFoundProps {
  claim: Claim;
  found: Found;
}

function WhatWasFound({ claim, found: { parties, pairs, suggestions, merged } }: WhatWasFoundProps) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  return (
    <p className={classes.note} data-found={suggestions}>
      {t('duplicates.compared', { parties: formats.number(parties), pairs: formats.number(pairs) })}{' '}
      {/* Those who live together are not counted by the server. */}
      {claim === 'one' && (suggestions ? t('duplicates.found', { count: suggestions }) : t('duplicates.foundNone'))}
      {merged > 0 && ` ${t('duplicates.mergedAlready', { count: merged })}`}
    </p>
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
        <PartyLink partyId={into.id}>{t('duplicates.openCard')}</PartyLink>
      </p>
      {undo.isError && <Refusal>{t('duplicates.refused', { reason: sentence(undo.error) })}</Refusal>}
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
