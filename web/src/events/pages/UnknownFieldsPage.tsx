// Fields that came in but that nobody asked for. They wait here, with a clock, until somebody names the use they serve.
import { Button, Group, Popover, Stack, Table, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Inbox } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../platform/api/client';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import { useSession } from '../../platform/session';
import { useAnnounce } from '../../platform/shell/announce';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { useVocabulary } from '../../platform/vocabulary';
import { spaced } from '../../platform/vocabulary';
import { eventTypesQuery, unknownFieldsQuery, useNameUse, type UnknownField } from '../calls';
import classes from './Received.module.css';

export function UnknownFieldsPage() {
  const { t } = useTranslation('events');
  const formats = useFormats();
  const words = useVocabulary();
  const pick = useBilingual();
  const unknown = useQuery(unknownFieldsQuery);
  const types = useQuery(eventTypesQuery);
  const { user } = useSession();
  const mayDefine = user.role === 'owner';
  const labelOf = (type: string) => {
    const described = types.data?.data.find((each) => each.type === type);
    return described ? pick(described.label) : spaced(type);
  };

  return (
    <>
      <PageHead
        title={t('unknown.title')}
        aside={unknown.data?.length ? formats.number(unknown.data.length) : undefined}
      >
        <ApiCall calls={[{ method: 'GET', path: '/v1/quarantine' }]} />
      </PageHead>
      <div className={classes.page}>
        <p className={classes.explain}>{t('unknown.explain')}</p>
        {unknown.isPending ? (
          <LoadingRows rows={4} />
        ) : unknown.isError ? (
          <Failed error={unknown.error} retry={() => void unknown.refetch()} />
        ) : unknown.data.length === 0 ? (
          <Message Icon={Inbox} title={t('unknown.none')}>
            {t('unknown.noneText')}
          </Message>
        ) : (
          <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
            <Table verticalSpacing="sm" highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('unknown.field')}</Table.Th>
                  <Table.Th>{t('unknown.from')}</Table.Th>
                  <Table.Th className={classes.number}>{t('unknown.count')}</Table.Th>
                  <Table.Th>{t('unknown.samples')}</Table.Th>
                  <Table.Th>{t('unknown.expires')}</Table.Th>
                  <Table.Th aria-label={t('unknown.use')} />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {unknown.data.map((row) => (
                  <Table.Tr key={`${row.source}.${row.type}.${row.field}`}>
                    <Table.Td className={classes.field}>{row.field}</Table.Td>
                    <Table.Td>
                      {row.source && words.source(row.source)}
                      <span className={classes.type}>{labelOf(row.type)}</span>
                    </Table.Td>
                    <Table.Td className={classes.number}>{formats.number(row.count)}</Table.Td>
                    <Table.Td className={classes.samples}>
                      {row.samples
                        .map((sample) => (typeof sample === 'string' ? sample : JSON.stringify(sample)))
                        .join(', ')}
                    </Table.Td>
                    <Table.Td title={formats.dateTime(row.expires_at)}>{formats.ago(row.expires_at)}</Table.Td>
                    <Table.Td>
                      <Group gap="xs" wrap="nowrap" justify="flex-end">
                        {mayDefine && keyOf(row.field) && (
                          <Button
                            size="compact-sm"
                            variant="default"
                            renderRoot={(props) => (
                              <Link to="/settings/fields" search={{ key: keyOf(row.field) }} {...props} />
                            )}
                          >
                            {t('unknown.define')}
                          </Button>
                        )}
                        <NameUse row={row} />
                      </Group>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </div>
    </>
  );
}

/** Of a trait, the key under which it can be defined as a field of cards; empty for properties of other events. */
const keyOf = (field: string) => /^identify\.([a-z][a-z0-9_]{0,39})$/.exec(field)?.[1];

function NameUse({ row }: { row: UnknownField }) {
  const { t } = useTranslation('events');
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const [opened, setOpened] = useState(false);
  const [use, setUse] = useState('');
  const [idempotencyKey, setIdempotencyKey] = useState(newIdempotencyKey);
  const name = useNameUse();

  const open = () => {
    setIdempotencyKey(newIdempotencyKey());
    name.reset();
    setOpened(true);
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!use.trim()) return;
    name.mutate(
      { field: row.field, use: use.trim(), idempotencyKey },
      {
        onSuccess: () => {
          setOpened(false);
          announce(t('unknown.used', { field: row.field }));
        },
      },
    );
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={320} trapFocus shadow="md">
      <Popover.Target>
        <Button size="compact-sm" variant="default" onClick={open}>
          {t('unknown.use')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('unknown.use')}>
        <form onSubmit={send}>
          <Stack gap="sm">
            <TextInput
              data-autofocus
              label={t('unknown.useFor', { field: row.field })}
              description={t('unknown.useHint')}
              value={use}
              maxLength={200}
              error={name.isError ? sentence(name.error) : undefined}
              onChange={(event) => setUse(event.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button type="submit" loading={name.isPending} disabled={!use.trim()}>
                {t('unknown.apply', { count: row.count })}
              </Button>
            </Group>
            <Text size="xs" c="dimmed">
              {t('unknown.applyHint')}
            </Text>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
