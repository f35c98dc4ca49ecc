// Decisions on pairs: what is decided goes at once, and where the server refuses it, the pair comes back and says why.
import type { UseQueryResult } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../platform/api/client';
import { useAnnounce } from '../../platform/shell/announce';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { useKeepApart, useKeepHouseholdsApart, useTellHousehold, type Suggestion } from '../calls';
import { keyOf } from '../suggestion';

export type Suggestions = UseQueryResult<Suggestion[]>;
export type Decisions = ReturnType<typeof useDecisions>;

function useDecisions(suggestions: Suggestions) {
  const { t } = useTranslation('card');
  const sentence = useProblemSentence();
  /** Where the pairs stand, each with its key in `data-pair`. */
  const place = useRef<HTMLElement>(null);
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());
  const [refusals, setRefusals] = useState<Readonly<Record<string, string>>>({});
  /** Those that wait for a decision. */
  const pairs = suggestions.data?.filter((pair) => !decided.has(keyOf(pair))) ?? [];

  /** Where somebody works with the keyboard, they go on with the pair that moves up. */
  const focusNext = (key: string) => {
    const at = pairs.findIndex((pair) => keyOf(pair) === key);
    const next = pairs[at + 1] ?? pairs[at - 1];
    // After a dialog has given the focus back.
    setTimeout(() => {
      const moved = next && place.current?.querySelector<HTMLElement>(`[data-pair="${keyOf(next)}"]`);
      (moved ?? place.current)?.focus();
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

  return { suggestions, place, pairs, refusals, decide };
}

/** Of two that may be one: that they are two. That they are one takes more words, see MergeForm. */
export function useDuplicates(suggestions: Suggestions) {
  const { t } = useTranslation('card');
  const announce = useAnnounce();
  const decisions = useDecisions(suggestions);
  const apart = useKeepApart();
  const no = (pair: Suggestion) =>
    void decisions.decide(pair, async () => {
      await apart.mutateAsync(pair.filed_for as [string, string]);
      announce(t('same.keptApart'));
    });
  return { ...decisions, no };
}

/** Of two who may live together: that they do, or do not. */
export function useHouseholds(suggestions: Suggestions) {
  const { t } = useTranslation('card');
  const announce = useAnnounce();
  const decisions = useDecisions(suggestions);
  const tell = useTellHousehold();
  const apart = useKeepHouseholdsApart();
  // A pair keeps its key until it is saved: an answer may have been lost on the way.
  const keys = useRef(new Map<string, string>());
  const yes = (pair: Suggestion) =>
    void decisions.decide(pair, async () => {
      const ids: [string, string] = [pair.party.id, pair.other.id];
      const idempotencyKey = keys.current.get(ids.join()) ?? newIdempotencyKey();
      keys.current.set(ids.join(), idempotencyKey);
      await tell.mutateAsync({ pair: ids, idempotencyKey });
      keys.current.delete(ids.join());
      announce(t('claim.together.said'));
    });
  const no = (pair: Suggestion) =>
    void decisions.decide(pair, async () => {
      await apart.mutateAsync(pair.filed_for as [string, string]);
      announce(t('claim.together.denied'));
    });
  return { ...decisions, yes, no };
}
