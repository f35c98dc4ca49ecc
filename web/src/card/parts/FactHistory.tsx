// Who told a fact, when and by what, and what was told before.
import { UnstyledButton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import { Refusal } from '../../platform/states/Refusal';
import { useVocabulary } from '../../platform/vocabulary';
import { factHistoryQuery, type FactOf, type Told } from '../calls';
import classes from './Fact.module.css';

export const useFactHistory = (partyId: string, of: FactOf) => useInfiniteQuery(factHistoryQuery(partyId, of));

interface FactHistoryProps {
  history: ReturnType<typeof useFactHistory>;
  shown?: (told: Told) => string;
}

export function FactHistory({ history, shown }: FactHistoryProps) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const pick = useBilingual();
  const words = useVocabulary();
  if (history.isPending) return <p className="quiet">{t('fact.loading')}</p>;
  const told = history.data?.pages.flatMap(({ data }) => data) ?? [];
  const [latest, ...earlier] = told;
  const who = ({ touchpoint }: Told) => touchpoint.staff || words.source(touchpoint.source);
  const when = ({ at, touchpoint }: Told) => formats.dateTime(at ?? touchpoint.occurred_at);
  const what = (each: Told) => {
    if (each.closes) return t('fact.ended');
    if (!shown) return pick(each.touchpoint.line);
    return each.value === null ? t('details.nothing') : shown(each);
  };
  return (
    <div className={classes.history}>
      {latest ? (
        <p data-source>
          {t('fact.source', { who: who(latest), when: when(latest) })}
          {latest.touchpoint.staff && latest.touchpoint.source !== latest.touchpoint.staff && (
            <span className="quiet"> · {words.source(latest.touchpoint.source)}</span>
          )}
        </p>
      ) : (
        !history.isError && <p className="quiet">{t('fact.nobody')}</p>
      )}
      {earlier.length > 0 && (
        <>
          <p className={classes.earlier}>{t('fact.earlier')}</p>
          <ol>
            {earlier.map((each) => (
              <li key={each.touchpoint.id}>
                <span>{what(each)}</span>
                <span className="quiet">{t('fact.by', { who: who(each), when: when(each) })}</span>
              </li>
            ))}
          </ol>
        </>
      )}
      {history.hasNextPage && (
        <UnstyledButton
          className={classes.more}
          disabled={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t('fact.more')}
        </UnstyledButton>
      )}
      <Refusal error={history.error} />
    </div>
  );
}
