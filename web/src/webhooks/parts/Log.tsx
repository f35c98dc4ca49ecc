// What was sent to an endpoint and what waits, the newest first; a message opens to what was sent and each attempt.
import { Button, Code, Group, SegmentedControl, Table, UnstyledButton } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useAnnounce } from '../../platform/shell/announce';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { Failed, LoadingRows } from '../../platform/states/States';
import { messageQuery, messagesQuery, useRetry, type Endpoint, type Message, type MessageState } from '../calls';
import { keyOfType, stateOf } from '../shape';
import classes from './Endpoints.module.css';

const FILTERS = ['all', 'waiting', 'delivered', 'given_up'] as const;
const COLUMNS = 5;

export function Log({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTranslation('webhooks');
  const [filter, setFilter] = useState<(typeof FILTERS)[number]>('all');
  const state: MessageState | undefined = filter === 'all' ? undefined : filter;
  const messages = useInfiniteQuery(messagesQuery(endpoint.id, state));
  const [opened, setOpened] = useState<string>();
  const rows = messages.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <section className={classes.log} aria-label={t('logOf', { url: endpoint.url })}>
      <SegmentedControl
        size="xs"
        mb="xs"
        aria-label={t('message.outcome')}
        data={FILTERS.map((each) => ({
          value: each,
          label: each === 'all' ? t('message.all') : t(`message.is.${each}`),
        }))}
        value={filter}
        onChange={(chosen) => setFilter(chosen as typeof filter)}
      />
      {messages.isPending ? (
        <LoadingRows rows={3} height={32} />
      ) : !messages.data ? (
        <Failed error={messages.error} retry={() => void messages.refetch()} />
      ) : rows.length === 0 ? (
        <p className={classes.small}>{t(filter === 'all' ? 'message.none' : 'message.noneOf')}</p>
      ) : (
        <Table className={classes.table} verticalSpacing={6} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('message.made')}</Table.Th>
              <Table.Th>{t('message.what')}</Table.Th>
              <Table.Th>{t('message.outcome')}</Table.Th>
              <Table.Th className={classes.wide}>{t('message.took')}</Table.Th>
              <Table.Th className={classes.wide}>{t('message.next')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((message) => (
              <Fragment key={message.id}>
                <Line
                  message={message}
                  opened={opened === message.id}
                  onOpen={() => setOpened(opened === message.id ? undefined : message.id)}
                />
                {opened === message.id && (
                  <Table.Tr>
                    <Table.Td colSpan={COLUMNS}>
                      <Opened endpoint={endpoint} message={message} />
                    </Table.Td>
                  </Table.Tr>
                )}
              </Fragment>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Group justify="space-between" mt="xs">
        <span className={classes.small}>{t('message.kept')}</span>
        {messages.hasNextPage && (
          <Button
            size="compact-sm"
            variant="default"
            loading={messages.isFetchingNextPage}
            onClick={() => void messages.fetchNextPage()}
          >
            {t('message.older')}
          </Button>
        )}
      </Group>
    </section>
  );
}

function Line({ message, opened, onOpen }: { message: Message; opened: boolean; onOpen: () => void }) {
  const { t } = useTranslation('webhooks');
  const formats = useFormats();
  const { id, type, made_at, status, duration_ms, next_at, attempts } = message;
  const state = stateOf(message);
  const wrong = state === 'failing' || state === 'given_up';
  return (
    <Table.Tr className={classes.row} data-message={id} data-state={state} onClick={onOpen}>
      <Table.Td>
        <UnstyledButton
          className={classes.open}
          fz="inherit"
          aria-label={t('message.open', { id })}
          aria-expanded={opened}
          onClick={(event) => {
            event.stopPropagation();
            onOpen();
          }}
        >
          {formats.dateTime(made_at)}
        </UnstyledButton>
      </Table.Td>
      <Table.Td>{t(`type.${keyOfType(type)}` as never)}</Table.Td>
      <Table.Td className={wrong ? classes.wrong : undefined}>
        {t(`message.is.${state}`)}
        {status !== null && ` · ${status}`}
        {attempts > 1 && ` · ${t('message.attempts', { count: attempts })}`}
      </Table.Td>
      <Table.Td className={classes.wide}>{duration_ms !== null && t('message.ms', { count: duration_ms })}</Table.Td>
      <Table.Td className={classes.wide}>{next_at && attempts > 0 ? formats.dateTime(next_at) : ''}</Table.Td>
    </Table.Tr>
  );
}

function Opened({ endpoint, message }: { endpoint: Endpoint; message: Message }) {
  const { t } = useTranslation('webhooks');
  const formats = useFormats();
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const retry = useRetry(endpoint.id);
  const whole = useQuery(messageQuery(endpoint.id, message.id));
  if (whole.isPending) return <LoadingRows rows={1} height={32} />;
  if (!whole.data) return <Failed error={whole.error} retry={() => void whole.refetch()} />;
  return (
    <div className={classes.message}>
      <span className={classes.small}>webhook-id: {message.id}</span>
      <Code block tabIndex={0} aria-label={t('message.body')}>
        {whole.data.body}
      </Code>
      <ul className={classes.tries}>
        {whole.data.tries.map(({ number, tried_at, duration_ms, status, problem, answer }) => (
          <li key={number}>
            {[
              t('message.attempt', { number }),
              formats.dateTime(tried_at),
              status ?? t('message.noAnswer'),
              t('message.ms', { count: duration_ms }),
              // A status says it; what is no answer is told as it came.
              status === null && problem,
              answer && t('message.answer', { answer }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </li>
        ))}
      </ul>
      <div>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<RotateCw size={13} aria-hidden />}
          disabled={endpoint.state !== 'enabled'}
          loading={retry.isPending}
          onClick={() =>
            retry.mutate(message.id, {
              onSuccess: () => announce(t('message.sentAgain')),
              onError: (error) => announce(sentence(error)),
            })
          }
        >
          {t('message.again')}
        </Button>
      </div>
    </div>
  );
}
