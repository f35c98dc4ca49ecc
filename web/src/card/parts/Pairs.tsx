// The queue of pairs of which the same is suggested, the likeliest first, each with its evidence and two answers.
import { Button } from '@mantine/core';
import { House, Split, UserRoundCheck, type LucideIcon } from 'lucide-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { readableIdentifier } from '../../platform/format/phone';
import { PartyLink } from '../../platform/shell/PartyLink';
import { PartyMark } from '../../platform/shell/PartyMark';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { useVocabulary } from '../../platform/vocabulary';
import { PAIRS_MAX, type ListedParty, type Suggestion } from '../calls';
import { orderedIdentifiers } from '../shape';
import { keyOf, type Claim } from '../suggestion';
import { Breakable, Evidence, Odds } from './Evidence';
import { useBought } from './MergeForm';
import classes from './Pairs.module.css';
import type { Decisions } from './useDecisions';
import { Refusal } from '../../platform/states/Refusal';

const SIGNS: Record<Claim, LucideIcon> = { one: UserRoundCheck, together: House };

/** What is done when one says that it is so, or that it is not. */
export interface Answers {
  yes: (pair: Suggestion) => void;
  no: (pair: Suggestion) => void;
}

interface PairsProps {
  claim: Claim;
  decisions: Decisions;
  /** None for who may only look. */
  answers: Answers | false;
}

export function Pairs({ claim, decisions: { suggestions, place, pairs, refusals }, answers }: PairsProps) {
  const { t } = useTranslation('card');
  const content = () => {
    if (suggestions.isPending) return <LoadingRows rows={4} height={96} />;
    if (suggestions.isError && !suggestions.data)
      return <Failed error={suggestions.error} retry={() => void suggestions.refetch()} />;
    if (pairs.length === 0)
      return (
        <Message Icon={SIGNS[claim]} title={t(`claim.${claim}.none`)}>
          {t(`claim.${claim}.noneText`)}
        </Message>
      );
    return (
      <>
        <p className={classes.legend}>{t(`claim.${claim}.legend`)}</p>
        {pairs.map((pair) => (
          <Pair key={keyOf(pair)} claim={claim} pair={pair} refusal={refusals[keyOf(pair)]} answers={answers} />
        ))}
        {(suggestions.data?.length ?? 0) >= PAIRS_MAX && (
          <p className="quiet">{t('duplicates.onlyFirst', { count: PAIRS_MAX })}</p>
        )}
      </>
    );
  };
  return (
    <section
      ref={place as RefObject<HTMLElement>}
      className={classes.pairs}
      aria-label={t(`claim.${claim}.tab`)}
      tabIndex={-1}
    >
      {content()}
    </section>
  );
}

interface PairProps {
  claim: Claim;
  pair: Suggestion;
  refusal?: string;
  answers: Answers | false;
}

function Pair({ claim, pair, refusal, answers }: PairProps) {
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
        <Odds claim={claim} odds={pair.odds} />
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
        claim={claim}
        suggestion={pair}
        leftId={pair.party.id}
        heads={[<Side party={pair.party} />, <Side party={pair.other} />]}
      />
      {refusal && <Refusal>{refusal}</Refusal>}
      {answers && (
        <div className={classes.actions}>
          <Button aria-label={t(`claim.${claim}.yesOf`, names)} onClick={() => answers.yes(pair)}>
            {t(`claim.${claim}.yes`)}
          </Button>
          <Button
            variant="default"
            leftSection={<Split size={15} aria-hidden />}
            aria-label={t(`claim.${claim}.noOf`, names)}
            onClick={() => answers.no(pair)}
          >
            {t(`claim.${claim}.no`)}
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
        <PartyLink partyId={party.id} className={classes.name}>
          {name}
        </PartyLink>
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
