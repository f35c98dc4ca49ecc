// The fields that the business defined for its cards: what they are for, who reads them, and their beginning and end.
import { Badge, Button, Group, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ListPlus, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldsQuery, type CustomField } from '../../platform/fields';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import { useSession } from '../../platform/session';
import { useAnnounce } from '../../platform/shell/announce';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { useVocabulary } from '../../platform/vocabulary';
import { useChangeField } from '../calls';
import { emptyFieldDraft } from '../fieldDraft';
import { FieldDialog } from '../parts/FieldDialog';
import classes from './CustomFieldsPage.module.css';

interface CustomFieldsPageProps {
  /** The key of a field to begin with, from the page of unknown fields. */
  begun?: string;
  onBegun: () => void;
}

export function CustomFieldsPage({ begun, onBegun }: CustomFieldsPageProps) {
  const { t } = useTranslation('parties');
  const formats = useFormats();
  const pick = useBilingual();
  const words = useVocabulary();
  const { user } = useSession();
  const fields = useQuery(fieldsQuery);
  const [changing, setChanging] = useState<CustomField>();
  const [adding, setAdding] = useState(false);
  const mayDefine = user.role === 'owner';
  const close = () => {
    setChanging(undefined);
    setAdding(false);
    onBegun();
  };
  const add = mayDefine && (
    <Button size="sm" leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('fields.add')}
    </Button>
  );
  const known = fields.data?.some(({ key }) => key === begun);

  return (
    <>
      <PageHead title={t('fields.title')} aside={fields.data?.length ? formats.number(fields.data.length) : undefined}>
        {add}
        <ApiCall calls={[{ method: 'GET', path: '/v1/fields' }]} />
      </PageHead>
      <div className={classes.page}>
        <p className={classes.explain}>{t('fields.explain')}</p>
        {fields.isPending ? (
          <LoadingRows rows={4} />
        ) : fields.isError ? (
          <Failed error={fields.error} retry={() => void fields.refetch()} />
        ) : fields.data.length === 0 ? (
          <Message Icon={ListPlus} title={t('fields.none')} action={add || undefined}>
            {t('fields.noneText')}
          </Message>
        ) : (
          <Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
            <Table verticalSpacing="sm" highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('fields.column.label')}</Table.Th>
                  <Table.Th>{t('fields.column.kind')}</Table.Th>
                  <Table.Th>{t('fields.column.serves')}</Table.Th>
                  <Table.Th>{t('fields.column.where')}</Table.Th>
                  <Table.Th>{t('fields.column.readers')}</Table.Th>
                  {mayDefine && <Table.Th aria-label={t('fields.change')} />}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {fields.data.map((field) => (
                  <Table.Tr key={field.key} data-field={field.key} data-retired={field.retired || undefined}>
                    <Table.Td>
                      <span className={classes.label}>{pick(field.label)}</span>
                      <code className={classes.key}>{field.key}</code>
                    </Table.Td>
                    <Table.Td>
                      {t(`fields.kind.${field.kind}`)}
                      {field.kind === 'choice' && (
                        <span className={classes.quiet}>
                          {field.choices
                            .filter(({ retired }) => !retired)
                            .map(({ label }) => pick(label))
                            .join(', ')}
                        </span>
                      )}
                    </Table.Td>
                    <Table.Td className={classes.serves}>{field.serves}</Table.Td>
                    <Table.Td>
                      <Group gap={5}>
                        {field.retired && (
                          <Badge variant="light" color="gray" tt="none">
                            {t('fields.retired')}
                          </Badge>
                        )}
                        {field.roles.map((role) => (
                          <Badge key={role} variant="default" tt="none">
                            {words.role(role)}
                          </Badge>
                        ))}
                        {field.in_list && (
                          <Badge variant="light" tt="none">
                            {t('fields.inList')}
                          </Badge>
                        )}
                        {field.in_search && (
                          <Badge variant="light" tt="none">
                            {t('fields.inSearch')}
                          </Badge>
                        )}
                      </Group>
                    </Table.Td>
                    <Table.Td>
                      {field.readers.length === 0
                        ? t('fields.everybody')
                        : [...new Set(['owner', ...field.readers])].map((role) => words.userRole(role)).join(', ')}
                    </Table.Td>
                    {mayDefine && (
                      <Table.Td>
                        <Group gap="xs" wrap="nowrap" justify="flex-end">
                          <Button size="compact-sm" variant="default" onClick={() => setChanging(field)}>
                            {t('fields.change')}
                          </Button>
                          <Retire field={field} />
                        </Group>
                      </Table.Td>
                    )}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </div>
      {changing && <FieldDialog field={changing} onClose={close} />}
      {mayDefine && fields.data && !known && (adding || begun !== undefined) && (
        <FieldDialog draft={emptyFieldDraft(begun)} onClose={close} />
      )}
    </>
  );
}

function Retire({ field }: { field: CustomField }) {
  const { t } = useTranslation('parties');
  const pick = useBilingual();
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const change = useChangeField(field.key);
  const retired = !field.retired;
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={change.isPending}
      onClick={() =>
        change.mutate(
          { retired },
          {
            onSuccess: () =>
              announce(t(retired ? 'fields.wasRetired' : 'fields.wasTakenUp', { label: pick(field.label) })),
            onError: (error) => announce(sentence(error)),
          },
        )
      }
    >
      {t(retired ? 'fields.retire' : 'fields.takeUp')}
    </Button>
  );
}
