// The same said of everybody on the list: shown on the first of them before anybody is changed.
import { Button, Group, Modal, Select, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOwnInputs } from '../../platform/fields';
import { FieldInput } from '../../platform/form/FieldInput';
import { byFoldedLabel } from '../../platform/form/optionsFilter';
import type { FieldValue } from '../../platform/form/values';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import { useSession } from '../../platform/session';
import { Refusal } from '../../platform/states/Refusal';
import { useVocabulary } from '../../platform/vocabulary';
import { isSaidOfMany, ROLE_SAID, saidOf, typedKind, type BulkChange } from '../bulk';
import { listFieldsQuery, useBulkEdit, useBulkPreview, type ListField, type PartyFilter } from '../calls';
import { useListCell } from '../listCell';

interface BulkEditProps {
  filter: PartyFilter;
  onClose: () => void;
  onBegun: (total: number) => void;
}

/** A role, as a field that is said. */
function useRoleField(): ListField {
  const { t } = useTranslation('parties');
  const words = useVocabulary();
  const inBoth = (text: string) => ({ en: text, vi: text });
  return {
    key: ROLE_SAID,
    kind: 'choice',
    group: 'details',
    label: inBoth(t('bulk.role')),
    help: null,
    operators: [],
    choices: words.roles.map((role) => ({ value: role, label: inBoth(words.role(role)) })),
  };
}

export function BulkEdit({ filter, onClose, onBegun }: BulkEditProps) {
  const { t } = useTranslation('parties');
  const { t: tp } = useTranslation('platform');
  const inputOf = useOwnInputs();
  const { business } = useSession();
  const pick = useBilingual();
  const role = useRoleField();
  const { data: fields = [] } = useQuery(listFieldsQuery);
  const said = [role, ...fields.filter(isSaidOfMany)];
  const [key, setKey] = useState<string | null>(null);
  const [value, setValue] = useState<FieldValue>('');
  const preview = useBulkPreview(filter);
  const edit = useBulkEdit(filter);
  const field = said.find((one) => one.key === key);
  const change = field && saidOf(field, value, business.time_zone);
  const restart = () => {
    preview.reset();
    edit.reset();
  };
  return (
    <Modal opened onClose={onClose} size="lg" title={t('bulk.title')} closeButtonProps={{ 'aria-label': tp('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!change) return;
          if (!preview.data) preview.mutate(change);
          else edit.mutate({ change, total: preview.data.total }, { onSuccess: ({ total }) => onBegun(total) });
        }}
      >
        <Stack>
          <Select
            data-autofocus
            searchable
            filter={byFoldedLabel}
            label={t('bulk.field')}
            placeholder={t('bulk.choose')}
            data={said.map(({ key: one, label }) => ({ value: one, label: pick(label) }))}
            value={key}
            onChange={(next) => {
              setKey(next);
              setValue('');
              restart();
            }}
          />
          {field && (
            <FieldInput
              field={inputOf({ ...field, kind: typedKind(field) })}
              value={value}
              onChange={(next) => {
                setValue(next);
                restart();
              }}
            />
          )}
          {field && preview.data && <Preview field={field} change={change!} shown={preview.data} />}
          <Refusal error={edit.error ?? preview.error} />
          <Group justify="flex-end">
            <Button type="submit" disabled={!change} loading={preview.isPending || edit.isPending}>
              {preview.data ? t('bulk.run', { count: preview.data.total }) : t('bulk.look')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

type Shown = NonNullable<ReturnType<typeof useBulkPreview>['data']>;

function Preview({ field, change, shown }: { field: ListField; change: BulkChange; shown: Shown }) {
  const { t } = useTranslation('parties');
  const formats = useFormats();
  const words = useVocabulary();
  const cell = useListCell();
  const roles = (text: string) => text.split(' ').filter(Boolean).map(words.role).join(', ');
  const now = (value: unknown) => (field.key === ROLE_SAID ? roles(String(value)) : cell(field, value)?.text) || '–';
  const next = change.set ? cell(field, change.set[field.key])?.text || '–' : words.role(change.role!);
  return (
    <>
      <Text size="sm">{t('bulk.says', { count: shown.total, shown: formats.number(shown.total) })}</Text>
      <Table.ScrollContainer minWidth={320}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('column.name')}</Table.Th>
              <Table.Th>{t('bulk.now')}</Table.Th>
              <Table.Th>{t('bulk.then')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.rows.map((row) => (
              <Table.Tr key={row.id}>
                <Table.Td>{row.name}</Table.Td>
                <Table.Td>{now(row.now)}</Table.Td>
                <Table.Td>{field.key === ROLE_SAID ? `+ ${next}` : next}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed">
        {t('bulk.undo')}
      </Text>
    </>
  );
}
