// Decisions on pairs: what is decided goes at once, and where the server refuses it, the pair comes back and says why.
import type { UseQueryResult } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../platform/api/client';
import { useAnnounce } from '../../platform/shell/announce';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { KEPT } from '../../platform/unsent/send';
import { useVocabulary } from '../../platform/vocabulary';
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

/** What a decision is called where it has to wait for a connection. */
function useDecision() {
  const words = useVocabulary();
  const place = useLocation({ select: ({ pathname }) => pathname });
  return ({ party, other }: Suggestion, sayOf: (names: { one: string; other: string }) => string) => ({
    idempotencyKey: newIdempotencyKey(),
    about: { title: sayOf({ one: words.name(party), other: words.name(other) }), typed: [], to: place },
  });
}

/** Of two that may be one: that they are two. That they are one takes more words, see MergeForm. */
export function useDuplicates(suggestions: Suggestions) {
  const { t } = useTranslation('card');
  const { t: tp } = useTranslation('platform');
  const announce = useAnnounce();
  const decisions = useDecisions(suggestions);
  const decision = useDecision();
  const apart = useKeepApart();
  const no = (pair: Suggestion) =>
    void decisions.decide(pair, async () => {
      const answer = await apart.mutateAsync({
        pair: pair.filed_for as [string, string],
        ...decision(pair, (names) => t('claim.one.noOf', names)),
      });
      announce(answer === KEPT ? tp('unsent.kept') : t('same.keptApart'));
    });
  return { ...decisions, no };
}

/** Of two who may live together: that they do, or do not. */
export function useHouseholds(suggestions: Suggestions) {
  const { t } = useTranslation('card');
  const { t: tp } = useTranslation('platform');
  const announce = useAnnounce();
  const decisions = useDecisions(suggestions);
  const decision = useDecision();
  const tell = useTellHousehold();
  const apart = useKeepHouseholdsApart();
  const yes = (pair: Suggestion) =>
    void decisions.decide(pair, async () => {
      const answer = await tell.mutateAsync({
        pair: [pair.party.id, pair.other.id],
        ...decision(pair, (names) => t('claim.together.yesOf', names)),
      });
      announce(answer === KEPT ? tp('unsent.kept') : t('claim.together.said'));
    });
  const no = (pair: Suggestion) =>
    void decisions.decide(pair, async () => {
      const answer = await apart.mutateAsync({
        pair: pair.filed_for as [string, string],
        ...decision(pair, (names) => t('claim.together.noOf', names)),
      });
      announce(answer === KEPT ? tp('unsent.kept') : t('claim.together.denied'));
    });
  return { ...decisions, yes, no };
}
