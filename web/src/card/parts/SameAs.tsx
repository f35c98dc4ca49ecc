// Who may be the same as this party, and what was merged into it: to merge, to say that they are two, to part again.
import { UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { mayWrite, useSession } from '../../platform/session';
import { useAnnounce } from '../../platform/shell/announce';
import { mergesQuery, suggestionsQuery, useUndoMerge, type Card, type ListedParty } from '../calls';
import { keyOf, otherOf } from '../suggestion';
import { MergeDialog } from './MergeDialog';
import classes from './SameAs.module.css';
import { SuggestedParty } from './SuggestedParty';
import { useDuplicates } from './useDecisions';
import { Refusal } from '../../platform/states/Refusal';

export function SameAs({ card }: { card: Card }) {
  const { t } = useTranslation('card');
  const [chosen, setChosen] = useState<ListedParty>();
  const { pairs, place, refusals, no } = useDuplicates(useQuery(suggestionsQuery(card.id)));
  const mayDecide = mayWrite(useSession());
  if (pairs.length === 0) return null;
  return (
    <section
      ref={place as RefObject<HTMLElement>}
      className={classes.section}
      aria-label={t('same.title')}
      tabIndex={-1}
    >
      {pairs.map((pair) => (
        <SuggestedParty
          key={keyOf(pair)}
          claim="one"
          card={card}
          suggestion={pair}
          Sign={Users}
          question={t('same.question')}
          refusal={refusals[keyOf(pair)]}
          answers={
            mayDecide && {
              yes: { label: t('same.merge'), act: () => setChosen(otherOf(pair, card.id)) },
              no: { label: t('same.apart'), act: () => no(pair) },
            }
          }
        />
      ))}
      {chosen && <MergeDialog card={card} other={chosen} onClose={() => setChosen(undefined)} />}
    </section>
  );
}

export function Merged({ card }: { card: Card }) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const announce = useAnnounce();
  const merges = useQuery(mergesQuery(card.id));
  const undo = useUndoMerge();
  const mayPart = mayWrite(useSession());
  if (!merges.data?.length) return null;
  return (
    <section className={classes.history} aria-label={t('merged.title')}>
      <h2 className={classes.title}>{t('merged.title')}</h2>
      <ul>
        {merges.data.map((merge) => (
          <li key={merge.id} data-undone={merge.undone_at !== null}>
            <span>{merge.name || t('merged.nameless')}</span>
            <span className={classes.detail}>
              {merge.undone_at
                ? t('merged.undone', { day: formats.date(merge.undone_at) })
                : t('merged.by', { day: formats.date(merge.merged_at), name: merge.by })}
              {merge.reason && ` · ${merge.reason}`}
            </span>
            {!merge.undone_at && mayPart && (
              <UnstyledButton
                className={classes.undo}
                disabled={undo.isPending}
                onClick={() =>
                  undo.mutate(
                    { party: merge.party, merge: merge.id },
                    { onSuccess: () => announce(t('merged.parted')) },
                  )
                }
              >
                {t('merged.undo')}
              </UnstyledButton>
            )}
          </li>
        ))}
      </ul>
      <Refusal error={undo.error} />
    </section>
  );
}
