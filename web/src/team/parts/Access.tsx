// Who is shown what, and may take data away: a matrix of roles and rights. Each tick is a setting of the business.
import { Checkbox, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '../../platform/shell/announce';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { useVocabulary } from '../../platform/vocabulary';
import { useChangeSettings, type Settings } from '../calls';
import { RIGHTS, ROLES_WITH_RIGHTS, withRight, type Right } from '../shape';
import classes from './Team.module.css';

export function Access({ settings }: { settings: Settings }) {
  const { t } = useTranslation('team');
  const words = useVocabulary();
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const change = useChangeSettings();
  const name = (right: Right) => t(`access.right.${right}`);
  return (
    <Table className={classes.table} verticalSpacing="xs" aria-label={t('access.title')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('users.role')}</Table.Th>
          {RIGHTS.map((right) => (
            <Table.Th key={right} className={classes.tick}>
              {name(right)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        <Table.Tr>
          <Table.Td>{words.userRole('owner')}</Table.Td>
          {RIGHTS.map((right) => (
            <Table.Td key={right} className={classes.tick}>
              <Checkbox
                checked
                disabled
                readOnly
                aria-label={`${t('access.of', { right: name(right), role: words.userRole('owner') })}. ${t('access.always')}`}
              />
            </Table.Td>
          ))}
        </Table.Tr>
        {ROLES_WITH_RIGHTS.map((role) => {
          const key = `access.${role}` as const;
          const has = settings[key] ?? 'none';
          return (
            <Table.Tr key={role} data-role={role}>
              <Table.Td>{words.userRole(role)}</Table.Td>
              {RIGHTS.map((right) => (
                <Table.Td key={right} className={classes.tick}>
                  <Checkbox
                    aria-label={t('access.of', { right: name(right), role: words.userRole(role) })}
                    checked={has.split(' ').includes(right)}
                    disabled={change.isPending}
                    onChange={(event) =>
                      change.mutate(
                        { [key]: withRight(has, right, event.currentTarget.checked) },
                        {
                          onSuccess: () => announce(t('access.changed', { role: words.userRole(role) })),
                          onError: (error) => announce(sentence(error)),
                        },
                      )
                    }
                  />
                </Table.Td>
              ))}
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
