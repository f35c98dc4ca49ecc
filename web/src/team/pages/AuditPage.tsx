// The audit trail: who saw, changed and took away what. For owners.
import { Button, Group, NativeSelect, Table, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useAnnounce } from '../../platform/shell/announce';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { PartyLink } from '../../platform/shell/PartyLink';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { useVocabulary } from '../../platform/vocabulary';
import { auditQuery, settingsQuery, useChangeSettings, usersQuery, type AuditEntry, type AuditFilter } from '../calls';
import { AUDIT_ACTIONS, KEPT_DAYS } from '../shape';
import classes from './AuditPage.module.css';

export function AuditPage() {
  const { t } = useTranslation('team');
  const [filter, setFilter] = useState<AuditFilter>({});
  const users = useQuery(usersQuery);
  const audit = useInfiniteQuery(auditQuery(filter));
  const entries = audit.data?.pages.flatMap(({ data }) => data) ?? [];
  const set = (change: AuditFilter) => setFilter({ ...filter, ...change });
  return (
    <>
      <PageHead title={t('audit.title')}>
        <ApiCall calls={[{ method: 'GET', path: '/v1/audit', query: { ...filter } }]} />
      </PageHead>
      <div className={classes.page}>
        <p className={classes.explain}>{t('audit.explain')}</p>
        <Group gap="xs" align="flex-end" mb="md" role="search">
          <NativeSelect
            label={t('audit.user')}
            value={filter.user ?? ''}
            data={[
              { value: '', label: t('audit.everybody') },
              ...(users.data ?? []).map(({ login, name }) => ({ value: login, label: name })),
            ]}
            onChange={(event) => set({ user: event.currentTarget.value || undefined })}
          />
          <NativeSelect
            label={t('audit.what')}
            value={filter.action ?? ''}
            data={[
              { value: '', label: t('audit.everything') },
              ...AUDIT_ACTIONS.map((action) => ({ value: action, label: t(`audit.action.${action}`) })),
            ]}
            onChange={(event) => set({ action: event.currentTarget.value || undefined })}
          />
          <TextInput
            type="date"
            label={t('audit.from')}
            max={filter.until}
            value={filter.from ?? ''}
            onChange={(event) => set({ from: event.currentTarget.value || undefined })}
          />
          <TextInput
            type="date"
            label={t('audit.until')}
            min={filter.from}
            value={filter.until ?? ''}
            onChange={(event) => set({ until: event.currentTarget.value || undefined })}
          />
          <Kept />
        </Group>
        {audit.isPending ? (
          <LoadingRows rows={8} />
        ) : !audit.data ? (
          <Failed error={audit.error} retry={() => void audit.refetch()} />
        ) : entries.length === 0 ? (
          <Message Icon={ScrollText} title={t('audit.none')}>
            {t('audit.noneText')}
          </Message>
        ) : (
          <Entries entries={entries} />
        )}
        {audit.hasNextPage && (
          <Button
            mt="sm"
            variant="default"
            loading={audit.isFetchingNextPage}
            onClick={() => void audit.fetchNextPage()}
          >
            {t('audit.more')}
          </Button>
        )}
      </div>
    </>
  );
}

/** For how long entries are kept. */
function Kept() {
  const { t } = useTranslation('team');
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const settings = useQuery(settingsQuery);
  const change = useChangeSettings();
  const kept = settings.data?.['audit.kept_days'];
  if (!kept) return null;
  const choices = KEPT_DAYS.includes(kept) ? KEPT_DAYS : [...KEPT_DAYS, kept];
  return (
    <NativeSelect
      label={t('audit.kept')}
      value={kept}
      disabled={change.isPending}
      data={choices.map((days) => ({ value: days, label: t('audit.days', { count: Number(days) }) }))}
      onChange={(event) =>
        change.mutate(
          { 'audit.kept_days': event.currentTarget.value },
          { onSuccess: () => announce(t('audit.keptSaved')), onError: (error) => announce(sentence(error)) },
        )
      }
    />
  );
}

function Entries({ entries }: { entries: AuditEntry[] }) {
  const { t } = useTranslation('team');
  const formats = useFormats();
  return (
    <Table className={classes.table} verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('audit.when')}</Table.Th>
          <Table.Th>{t('audit.who')}</Table.Th>
          <Table.Th>{t('audit.what')}</Table.Th>
          <Table.Th>{t('audit.about')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entries.map((entry) => (
          <Table.Tr key={entry.id} data-action={entry.action}>
            <Table.Td className={classes.when}>
              {formats.time(entry.at)}
              <span className={classes.quiet}>{formats.date(entry.at)}</span>
            </Table.Td>
            <Table.Td>
              <Who entry={entry} />
            </Table.Td>
            <Table.Td>{t(`audit.action.${entry.action}` as never, { defaultValue: entry.action })}</Table.Td>
            <Table.Td>
              <About entry={entry} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Who({ entry: { by, address } }: { entry: AuditEntry }) {
  const { t } = useTranslation('team');
  const name = by.user?.name ?? (by.key ? t('audit.key', { name: by.name }) : by.name || t('audit.nobody'));
  return (
    <>
      <span className={classes.name}>{name}</span>
      <span className={classes.quiet}>{address || t('audit.here')}</span>
    </>
  );
}

function About({ entry: { action, party, subject, detail } }: { entry: AuditEntry }) {
  const { t } = useTranslation('team');
  // What was changed is called by its own name: a login, a setting, a field.
  const isWord = ['saw', 'exported', 'card_changed'].includes(action);
  const about = isWord
    ? t(`audit.subject.${subject.replaceAll(' ', '_')}` as never, { defaultValue: subject })
    : subject;
  const words = useVocabulary();
  const rights = (text: string) =>
    text
      .split(' ')
      .map((word) => (word === 'none' ? t('access.none') : t(`access.right.${word}` as never, { defaultValue: word })))
      .join(', ');
  return (
    <>
      {party && (
        <PartyLink className={classes.name} partyId={party.id}>
          {party.name || t('audit.gone')}
        </PartyLink>
      )}
      {subject && <span className={party ? classes.quiet : classes.name}>{about}</span>}
      {detail.changed?.map(({ what, from, to }) => {
        const say = what.startsWith('access.') ? rights : what === 'role' ? words.userRole : (text: string) => text;
        return (
          <span key={what} className={classes.quiet}>
            {what === subject ? '' : `${what}: `}
            {from && `${short(say(from))} → `}
            {to ? short(say(to)) : '–'}
          </span>
        );
      })}
      {detail.rows !== undefined && <span className={classes.quiet}>{t('audit.rows', { count: detail.rows })}</span>}
    </>
  );
}

/** A definition may be long; the whole of it is in the answer of the API. */
const short = (text: string) => (text.length > 120 ? `${text.slice(0, 120)}…` : text);
