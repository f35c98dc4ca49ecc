// The record page: who on the left, what happened in the middle, what to do next on the right. It needs two concepts, the
// card and its events, so it is composed here. On a phone the three stand below each other, with logging at thumb reach.
import { ActionIcon, Skeleton, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cardQuery } from '../card/calls';
import { Assets } from '../card/parts/Assets';
import { CardMenu } from '../card/parts/CardMenu';
import { KeyDates } from '../card/parts/KeyDates';
import { LivesWith } from '../card/parts/LivesWith';
import { Next } from '../card/parts/Next';
import { Open } from '../card/parts/Open';
import { Permissions } from '../card/parts/Permissions';
import { Relations } from '../card/parts/Relations';
import { Merged, SameAs } from '../card/parts/SameAs';
import { Who } from '../card/parts/Who';
import { eventTypesQuery, type TimelineFilter } from '../events/calls';
import { LogPanel, type Logging } from '../events/parts/LogPanel';
import { Timeline } from '../events/parts/Timeline';
import { ApiCall } from '../platform/shell/ApiCall';
import { mayWrite, useSession } from '../platform/session';
import { PageHead } from '../platform/shell/PageHead';
import { Failed, LoadingRows } from '../platform/states/States';
import { useVocabulary } from '../platform/vocabulary';
import classes from './CardPage.module.css';

export function CardPage({ partyId }: { partyId: string }) {
  const { t } = useTranslation('card');
  const words = useVocabulary();
  const [filter, setFilter] = useState<TimelineFilter>({});
  const [logging, setLogging] = useState<Logging>();
  const narrow = useMediaQuery('(max-width: 61.99em)', false, { getInitialValueInEffect: false }) ?? false;
  const mayLog = mayWrite(useSession());
  const card = useQuery(cardQuery(partyId));
  // Drawn in pieces when it comes, between which a key or a finger is heard.
  const shown = useDeferredValue(card.data);
  const types = useQuery(eventTypesQuery);
  const fieldsOf = (type: string) => types.data?.data.find((each) => each.type === type)?.fields ?? [];
  const living = shown?.erased_at === null && shown;
  const values = { id: partyId };

  return (
    <>
      <PageHead
        title={shown ? words.name(shown) : t('loading')}
        before={
          <Tooltip label={t('back')}>
            <ActionIcon size="lg" renderRoot={(props) => <Link to="/parties" {...props} />} aria-label={t('back')}>
              <ArrowLeft size={17} />
            </ActionIcon>
          </Tooltip>
        }
      >
        {shown && <CardMenu card={shown} />}
        <ApiCall
          calls={[
            { method: 'GET', path: '/v1/parties/{id}', values },
            { method: 'GET', path: '/v1/parties/{id}/timeline', values, query: { limit: 50, ...filter } },
          ]}
        />
      </PageHead>
      {card.isError && !card.data ? (
        <Failed error={card.error} retry={() => void card.refetch()} />
      ) : (
        <div className={classes.record}>
          <div className={classes.who}>
            {shown ? (
              <>
                <Who card={shown} described={fieldsOf('identify')} narrow={narrow} />
                {living && (
                  <div className={classes.part}>
                    <KeyDates card={living} fieldsOf={fieldsOf} onSet={setLogging} />
                    <Relations card={living} fieldsOf={fieldsOf} onSet={setLogging} />
                    <Assets card={living} onSet={setLogging} />
                    <Permissions card={living} fieldsOf={fieldsOf} onSet={setLogging} />
                  </div>
                )}
                {narrow && <SameAs card={shown} />}
                {narrow && living && <LivesWith card={living} />}
                <div className={classes.part}>
                  <Merged card={shown} />
                </div>
                {narrow && living && <Next card={living} onSet={setLogging} />}
                {narrow && living && <Open card={shown} onClose={setLogging} />}
              </>
            ) : (
              <div className={classes.loading}>
                <Skeleton circle height={48} />
                <Skeleton height={14} width="60%" />
                <Skeleton height={150} />
              </div>
            )}
          </div>
          <div className={classes.happened}>
            {shown ? (
              <Timeline
                partyId={partyId}
                counts={shown.figures.touchpoints_by_type}
                people={shown.known_by.map(({ staff }) => staff)}
                openSale={shown.sale_without_next_step}
                filter={filter}
                onFilter={setFilter}
              />
            ) : (
              <LoadingRows rows={8} height={58} />
            )}
          </div>
          <div className={classes.next}>
            {shown && !narrow && <SameAs card={shown} />}
            {living && !narrow && <LivesWith card={living} />}
            {living && !narrow && <Next card={living} onSet={setLogging} />}
            {living && !narrow && <Open card={living} onClose={setLogging} />}
            {living && mayLog && (
              <LogPanel
                partyId={partyId}
                name={words.name(living)}
                narrow={narrow}
                logging={logging}
                onLogging={setLogging}
              />
            )}
          </div>
        </div>
      )}
    </>
  );
}
