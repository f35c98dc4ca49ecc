// One of whom something is suggested, as it stands on a card: the question, the odds, the evidence, and two answers.
import { Button, Group } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { readableIdentifier } from '../../platform/format/phone';
import { PartyLink } from '../../platform/shell/PartyLink';
import { useVocabulary } from '../../platform/vocabulary';
import type { Card, Suggestion } from '../calls';
import { keyOf, otherOf, type Claim } from '../suggestion';
import { Evidence, Odds } from './Evidence';
import classes from './SameAs.module.css';
import { Refusal } from '../../platform/states/Refusal';

interface SuggestedPartyProps {
  claim: Claim;
  card: Card;
  suggestion: Suggestion;
  Sign: LucideIcon;
  question: string;
  /** Whether the evidence is there at first, or for who asks. */
  unfolded?: boolean;
  refusal?: string;
  /** None for who may only look. */
  answers: false | Record<'yes' | 'no', { label: string; act: () => void }>;
}

export function SuggestedParty({
  claim,
  card,
  suggestion,
  Sign,
  question,
  unfolded,
  refusal,
  answers,
}: SuggestedPartyProps) {
  const { t } = useTranslation('card');
  const words = useVocabulary();
  const { shared, odds, evidence } = suggestion;
  const other = otherOf(suggestion, card.id);
  const name = words.name(other);
  return (
    <div className={classes.suggestion} data-pair={keyOf(suggestion)} tabIndex={-1}>
      <Sign size={16} aria-hidden />
      <div>
        <p className={classes.text}>
          {question} <PartyLink partyId={other.id}>{name}</PartyLink>
        </p>
        {shared && (
          <p className={classes.detail}>
            {t('same.shared', { type: words.identifier(shared.type), value: readableIdentifier(shared) })}
          </p>
        )}
        <p className={classes.odds}>
          <Odds claim={claim} odds={odds} />
        </p>
        {evidence.length > 0 && (
          <details className={classes.evidence} open={unfolded}>
            <summary>{t('same.evidence')}</summary>
            <Evidence
              claim={claim}
              suggestion={suggestion}
              leftId={card.id}
              heads={[
                <p className={classes.head}>{t('same.thisCard')}</p>,
                <p className={classes.head}>{t('same.otherCard')}</p>,
              ]}
            />
          </details>
        )}
        {refusal && <Refusal>{refusal}</Refusal>}
        {answers && (
          <Group gap="xs" mt={8}>
            <Button size="compact-sm" aria-label={`${answers.yes.label}: ${name}`} onClick={answers.yes.act}>
              {answers.yes.label}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${answers.no.label}: ${name}`}
              onClick={answers.no.act}
            >
              {answers.no.label}
            </Button>
          </Group>
        )}
      </div>
    </div>
  );
}
