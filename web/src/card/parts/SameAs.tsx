// Who may be the same as this party, and what was merged into it: to merge, to say that they are two, to part again.
import { Button, Group, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readableIdentifier } from '../../platform/format/phone';
import { useFormats } from '../../platform/format/useFormats';
import { mayWrite, useSession } from '../../platform/session';
import { useAnnounce } from '../../platform/shell/announce';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { useVocabulary } from '../../platform/vocabulary';
import { mergesQuery, suggestionsQuery, useKeepApart, useUndoMerge, type Card, type ListedParty } from '../calls';
import { keyOf } from '../suggestion';
import { Evidence, Odds } from './Evidence';
import { MergeDialog } from './MergeDialog';
import classes from './SameAs.module.css';

export function SameAs({ card }: { card: Card }) {
  const { t } = useTranslation('card');
  const words = useVocabulary();
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const [chosen, setChosen] = useState<ListedParty>();
  const suggestions = useQuery(suggestionsQuery(card.id));
  const apart = useKeepApart();
  const mayDecide = mayWrite(useSession());
  if (!suggestions.data?.length) return null;
  return (
    <section className={classes.section} aria-label={t('same.title')}>
      {suggestions.data.map((suggestion) => {
        const { party, other, filed_for, shared, odds, evidence } = suggestion;
        const twin = party.id === card.id ? other : party;
        return (
          <div key={keyOf(suggestion)} className={classes.suggestion}>
            <Users size={16} aria-hidden />
            <div>
              <p className={classes.text}>
                {t('same.question')}{' '}
                <Link to="/parties/$partyId" params={{ partyId: twin.id }}>
                  {words.name(twin)}
                </Link>
              </p>
              {shared && (
                <p className={classes.detail}>
                  {t('same.shared', { type: words.identifier(shared.type), value: readableIdentifier(shared) })}
                </p>
              )}
              <p className={classes.odds}>
                <Odds odds={odds} />
              </p>
              {evidence.length > 0 && (
                <details className={classes.evidence}>
                  <summary>{t('same.evidence')}</summary>
                  <Evidence
                    suggestion={suggestion}
                    leftId={card.id}
                    heads={[
                      <p className={classes.head}>{t('same.thisCard')}</p>,
                      <p className={classes.head}>{t('same.otherCard')}</p>,
                    ]}
                  />
                </details>
              )}
              {apart.isError && (
                <p className={classes.detail} role="alert">
                  {sentence(apart.error)}
                </p>
              )}
              {mayDecide && (
                <Group gap="xs" mt={8}>
                  <Button size="compact-sm" onClick={() => setChosen(twin)}>
                    {t('same.merge')}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="default"
                    loading={apart.isPending}
                    onClick={() =>
                      apart.mutate(filed_for as [string, string], { onSuccess: () => announce(t('same.keptApart')) })
                    }
                  >
                    {t('same.apart')}
                  </Button>
                </Group>
              )}
            </div>
          </div>
        );
      })}
      {chosen && <MergeDialog card={card} other={chosen} onClose={() => setChosen(undefined)} />}
    </section>
  );
}

export function Merged({ card }: { card: Card }) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const announce = useAnnounce();
  const sentence = useProblemSentence();
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
      {undo.isError && (
        <p className={classes.detail} role="alert">
          {sentence(undo.error)}
        </p>
      )}
    </section>
  );
}
