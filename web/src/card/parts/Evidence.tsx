// What is known of two that may be one or live together, field by field: both values beside each other, how far they
// agree, and how much that says. The same in the queue and on a card.
import { VisuallyHidden } from '@mantine/core';
import { Check, EqualApproximately, EqualNot, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import type { Suggestion } from '../calls';
import { agreementOf, differenceOf, evidenceLines, shownOdds, speaksOf, verdictOf, type Claim } from '../suggestion';
import classes from './Evidence.module.css';

const SIGNS: Record<ReturnType<typeof agreementOf>, LucideIcon> = {
  agrees: Check,
  nearly: EqualApproximately,
  differs: EqualNot,
};

interface EvidenceProps {
  claim: Claim;
  suggestion: Suggestion;
  /** Whose values stand on the left. */
  leftId: string;
  heads: [ReactNode, ReactNode];
}

export function Evidence({ claim, suggestion, leftId, heads }: EvidenceProps) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const lines = evidenceLines(suggestion, leftId, formats);
  return (
    <div className={classes.evidence}>
      <div className={classes.heads}>
        <div>{heads[0]}</div>
        <div>{heads[1]}</div>
      </div>
      {lines.length > 0 && (
        <ul aria-label={t('same.evidence')}>
          {lines.map(({ field, level, weight, values: [left, right] }) => {
            const agreement = agreementOf(level);
            const Sign = SIGNS[agreement];
            const mark = agreement === 'nearly';
            return (
              <li key={field} data-agreement={agreement} data-field={field}>
                <span className={classes.field}>{t(`same.field.${field}`)}</span>
                <span className={classes.value}>
                  {mark ? <Marked text={left} other={right} /> : <Breakable text={left} />}
                </span>
                <span className={classes.other}>
                  {mark ? <Marked text={right} other={left} /> : <Breakable text={right} />}
                </span>
                <span className={classes.level}>
                  <Sign size={14} strokeWidth={2.2} aria-hidden />
                  {t(`same.level.${level}`)}
                  <Speaks claim={claim} weight={weight} />
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

/** An address breaks before its @ rather than anywhere. */
export function Breakable({ text }: { text: string }) {
  const at = text.indexOf('@');
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <wbr />
      {text.slice(at)}
    </>
  );
}

function Marked({ text, other }: { text: string; other: string }) {
  const { before, own, after } = differenceOf(text, other);
  return (
    <>
      <Breakable text={before} />
      {own && <mark>{own}</mark>}
      <Breakable text={after} />
    </>
  );
}

function Speaks({ claim, weight }: { claim: Claim; weight: number }) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const { speaks, times } = speaksOf(weight);
  const sentence = t(`claim.${claim}.speaks.${speaks}`, { times: formats.number(times) });
  return (
    <span className={classes.weight} title={sentence}>
      <span aria-hidden>{speaks === 'nothing' ? '–' : `${speaks === 'for' ? '×' : '÷'}${formats.number(times)}`}</span>
      <VisuallyHidden>{sentence}</VisuallyHidden>
    </span>
  );
}

/** How likely it is: in a word, and as odds. */
export function Odds({ claim, odds }: { claim: Claim; odds: number | null }) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const shown = odds === null ? undefined : shownOdds(odds);
  return (
    <>
      <strong className={classes.verdict} data-verdict={verdictOf(odds)}>
        {t(`claim.${claim}.verdict.${verdictOf(odds)}`)}
      </strong>
      {shown && (
        <span className={classes.odds}>
          {t(shown.over ? `claim.${claim}.oddsOver` : `claim.${claim}.odds`, { odds: formats.number(shown.odds) })}
        </span>
      )}
    </>
  );
}
