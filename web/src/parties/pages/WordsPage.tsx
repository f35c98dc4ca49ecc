// The words of the business: in which roles it meets parties, of which kinds of key dates somebody is reminded, and how long
// before. Every business has some; this one adds its own.
import { ActionIcon, Badge, Button, Table, Tooltip } from '@mantine/core';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { PencilLine, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBilingual } from '../../platform/i18n/i18n';
import { useSession } from '../../platform/session';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { Failed, LoadingRows } from '../../platform/states/States';
import { keyDateKindsQuery, rolesQuery } from '../calls';
import { WordDialog, type OwnWord } from '../parts/WordDialog';
import classes from './CustomFieldsPage.module.css';
import own from './WordsPage.module.css';

export function WordsPage() {
  const { t } = useTranslation('parties');
  const kinds = useQuery(keyDateKindsQuery);
  const roles = useQuery(rolesQuery);
  return (
    <>
      <PageHead title={t('words.title')}>
        <ApiCall
          calls={[
            { method: 'GET', path: '/v1/key-date-kinds' },
            { method: 'GET', path: '/v1/roles' },
          ]}
        />
      </PageHead>
      <div className={classes.page}>
        <Family family="key-date-kinds" words={kinds} />
        <Family family="roles" words={roles} />
      </div>
    </>
  );
}

interface FamilyProps {
  family: 'roles' | 'key-date-kinds';
  words: UseQueryResult<OwnWord[]>;
}

function Family({ family, words }: FamilyProps) {
  const { t } = useTranslation('parties');
  const pick = useBilingual();
  const mayChange = useSession().user.role === 'owner';
  const [opened, setOpened] = useState<OwnWord | 'new'>();
  const inDays = family === 'key-date-kinds';
  return (
    <section className={own.family} aria-label={t(`words.${family}.title`)}>
      <div className={own.head}>
        <h2>{t(`words.${family}.title`)}</h2>
        {mayChange && (
          <Button variant="default" leftSection={<Plus size={15} aria-hidden />} onClick={() => setOpened('new')}>
            {t(`words.${family}.add`)}
          </Button>
        )}
      </div>
      <p className={classes.explain}>{t(`words.${family}.explain`)}</p>
      {words.isPending ? (
        <LoadingRows rows={6} height={34} />
      ) : words.isError ? (
        <Failed error={words.error} retry={() => void words.refetch()} />
      ) : (
        <Table className={own.table} verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('words.word')}</Table.Th>
              {inDays && <Table.Th>{t('words.reminds')}</Table.Th>}
              {mayChange && <Table.Th aria-label={t('words.change')} />}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {words.data.map((word) => (
              <Table.Tr key={word.key} data-word={word.key} data-retired={word.retired}>
                <Table.Td>
                  <span className={classes.label}>{pick(word.label)}</span>
                  {word.own && (
                    <Badge variant="light" color="gray" tt="none">
                      {t(word.retired ? 'words.ownRetired' : 'words.own')}
                    </Badge>
                  )}
                </Table.Td>
                {inDays && <Table.Td>{t('words.daysBefore', { count: word.lead_days ?? 0 })}</Table.Td>}
                {mayChange && (
                  <Table.Td className={own.end}>
                    {(word.own || inDays) && (
                      <Tooltip label={t('words.change')}>
                        <ActionIcon
                          aria-label={t('words.changeOf', { label: pick(word.label) })}
                          onClick={() => setOpened(word)}
                        >
                          <PencilLine size={16} aria-hidden />
                        </ActionIcon>
                      </Tooltip>
                    )}
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {opened && (
        <WordDialog
          family={family}
          word={opened === 'new' ? undefined : opened}
          taken={words.data?.map(({ key }) => key) ?? []}
          onClose={() => setOpened(undefined)}
        />
      )}
    </section>
  );
}
