// Who probably lives with this person, folded away until somebody asks: saying so tells the relation on both cards.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { House } from 'lucide-react';
import { useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../platform/api/problem';
import { mayWrite, useSession } from '../../platform/session';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { useVocabulary } from '../../platform/vocabulary';
import { householdsOfQuery, type Card } from '../calls';
import { inBrief, keyOf, otherOf } from '../suggestion';
import classes from './SameAs.module.css';
import { SuggestedParty } from './SuggestedParty';
import { useHouseholds } from './useDecisions';

const NAMES_SHOWN = 2;

export function LivesWith({ card }: { card: Card }) {
  const { t } = useTranslation('card');
  const { t: tp } = useTranslation('platform');
  const words = useVocabulary();
  const sentence = useProblemSentence();
  const mayDecide = mayWrite(useSession());
  // Kept here: a refused decision brings the list back as it was left.
  const [open, setOpen] = useState(false);
  const suggestions = useQuery({ ...householdsOfQuery(card.id), enabled: card.kind === 'person' });
  const { pairs, place, refusals, yes, no } = useHouseholds(suggestions);
  if (suggestions.isError && !suggestions.data) {
    // Who may not see them misses nothing.
    if (suggestions.error instanceof Problem && suggestions.error.status === 403) return null;
    return (
      <p className={classes.unknown}>
        {t('household.unknown', { reason: sentence(suggestions.error) })}{' '}
        <Button size="compact-xs" variant="default" onClick={() => void suggestions.refetch()}>
          {tp('state.retry')}
        </Button>
      </p>
    );
  }
  if (pairs.length === 0) return null;
  const { names, more } = inBrief(
    pairs.map((pair) => words.name(otherOf(pair, card.id))),
    NAMES_SHOWN,
  );
  return (
    <section
      ref={place as RefObject<HTMLElement>}
      className={classes.section}
      aria-label={t('household.title')}
      tabIndex={-1}
    >
      <details className={classes.household} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{more > 0 ? t('household.withMore', { names, more }) : t('household.with', { names })}</summary>
        {pairs.map((pair) => (
          <SuggestedParty
            key={keyOf(pair)}
            claim="together"
            card={card}
            suggestion={pair}
            Sign={House}
            question={t('household.question')}
            unfolded
            refusal={refusals[keyOf(pair)]}
            answers={
              mayDecide && {
                yes: { label: t('claim.together.yes'), act: () => yes(pair) },
                no: { label: t('claim.together.no'), act: () => no(pair) },
              }
            }
          />
        ))}
      </details>
    </section>
  );
}
