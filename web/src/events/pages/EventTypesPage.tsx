// Which events came in so far, and which could: for whoever connects a till, a shop on the web or a form. For owners.
import { Button, Code, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Radio, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { useVocabulary } from '../../platform/vocabulary';
import { eventTypesQuery, seenTypesQuery, type EventType, type SeenType } from '../calls';
import { unseenTypes } from '../shape';
import classes from './Received.module.css';

export function EventTypesPage() {
  const { t } = useTranslation('events');
  const types = useQuery(eventTypesQuery);
  const seen = useQuery(seenTypesQuery);
  return (
    <>
      <PageHead title={t('seen.title')}>
        <ApiCall
          calls={[
            { method: 'GET', path: '/v1/event-types/seen' },
            { method: 'GET', path: '/v1/event-types' },
          ]}
        />
        <Button
          variant="default"
          leftSection={<RefreshCw size={15} aria-hidden />}
          loading={seen.isFetching}
          onClick={() => void seen.refetch()}
        >
          {t('seen.again')}
        </Button>
      </PageHead>
      <div className={classes.page}>
        <p className={classes.explain}>{t('seen.explain')}</p>
        {seen.isPending || types.isPending ? (
          <LoadingRows rows={6} />
        ) : !seen.data || !types.data ? (
          <Failed error={seen.error ?? types.error} retry={() => void Promise.all([seen.refetch(), types.refetch()])} />
        ) : (
          <>
            {seen.data.length === 0 ? (
              <Message Icon={Radio} title={t('seen.none')}>
                {t('seen.noneText')}
              </Message>
            ) : (
              <Seen rows={seen.data} types={types.data.data} />
            )}
            <Unseen types={unseenTypes(types.data.data, seen.data)} />
          </>
        )}
      </div>
    </>
  );
}

function Seen({ rows, types }: { rows: SeenType[]; types: EventType[] }) {
  const { t } = useTranslation('events');
  const formats = useFormats();
  const pick = useBilingual();
  const words = useVocabulary();
  return (
    <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing="sm" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('seen.type')}</Table.Th>
            <Table.Th>{t('seen.source')}</Table.Th>
            <Table.Th className={classes.number}>{t('seen.events')}</Table.Th>
            <Table.Th>{t('seen.last')}</Table.Th>
            <Table.Th>{t('seen.first')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => {
            const described = types.find(({ type }) => type === row.type);
            return (
              <Table.Tr key={`${row.type}.${row.name}.${row.source}`} data-type={row.type}>
                <Table.Td className={classes.field}>
                  {row.name || (described ? pick(described.label) : row.type)}
                  <span className={classes.type}>
                    {row.name && described ? pick(described.label) : <Code>{row.type}</Code>}
                  </span>
                </Table.Td>
                <Table.Td>{words.source(row.source)}</Table.Td>
                <Table.Td className={classes.number}>{formats.number(row.events)}</Table.Td>
                <Table.Td title={formats.dateTime(row.last_at)}>{formats.ago(row.last_at)}</Table.Td>
                <Table.Td>{formats.date(row.first_at)}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** What could be sent and was not yet, with the names by which it is. */
function Unseen({ types }: { types: EventType[] }) {
  const { t } = useTranslation('events');
  const pick = useBilingual();
  if (types.length === 0) return null;
  return (
    <details className={classes.more}>
      <summary>{t('seen.unseen', { count: types.length })}</summary>
      <dl>
        {types.map(({ type, label, sentence, track_names }) => (
          <div key={type}>
            <dt className={classes.field}>{pick(label)}</dt>
            <dd>
              {pick(sentence)}{' '}
              {(track_names?.length ? track_names : [type]).map((name) => (
                <Code key={name}>{name}</Code>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
