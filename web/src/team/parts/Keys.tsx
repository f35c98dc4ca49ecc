// Keys by which programs come in: listed without themselves, taken back, made.
import { Button, Checkbox, Group, Modal, NativeSelect, Stack, Table, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '../../platform/shell/announce';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { Refusal } from '../../platform/states/Refusal';
import { useMakeKey, useRevokeKey, type AccessKey } from '../calls';
import { KEY_SCOPES, RIGHTS, withRight } from '../shape';
import { Shown } from '../../platform/shell/Shown';
import classes from './Team.module.css';

export function Keys({ keys }: { keys: AccessKey[] }) {
  const { t } = useTranslation('team');
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const revoke = useRevokeKey();
  if (keys.length === 0) return <p className="quiet">{t('keys.none')}</p>;
  return (
    <Table className={classes.table} verticalSpacing="xs">
      <Table.Tbody>
        {keys.map(({ id, source, scopes, rights, origins }) => (
          <Table.Tr key={id} data-key={source}>
            <Table.Td>
              <span className={classes.name}>{source}</span>
              <span className={classes.quiet}>{[id, ...origins].join(' · ')}</span>
            </Table.Td>
            <Table.Td>
              {scopes
                .split(' ')
                .map((scope) => t(`keys.scope.${scope}` as never))
                .join(', ')}
              {rights !== 'none' && (
                <span className={classes.quiet}>
                  {rights
                    .split(' ')
                    .map((right) => t(`access.right.${right}` as never))
                    .join(', ')}
                </span>
              )}
            </Table.Td>
            <Table.Td className={classes.end}>
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                aria-label={t('keys.revokeOf', { source })}
                onClick={() =>
                  revoke.mutate(id, {
                    onSuccess: () => announce(t('keys.revoked', { source })),
                    onError: (error) => announce(sentence(error)),
                  })
                }
              >
                {t('keys.revoke')}
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

export function MakeKey({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('team');
  const { t: tp } = useTranslation('platform');
  const make = useMakeKey();
  const [source, setSource] = useState('');
  const [scope, setScope] = useState<(typeof KEY_SCOPES)[number]>('events');
  const [origin, setOrigin] = useState('');
  // As the server has them when nothing is said: what reads is shown no contact details, what writes is shown all.
  const [said, setSaid] = useState<string>();
  const rights = said ?? RIGHTS.join(' ');
  const hasRights = scope === 'read' || scope === 'write';
  const send = (event: FormEvent) => {
    event.preventDefault();
    make.mutate({
      source: source.trim(),
      scope,
      ...(scope === 'browser' && { origin: origin.trim() }),
      ...(hasRights && { rights }),
    });
  };
  return (
    <Modal opened onClose={onClose} title={t('keys.make')} closeButtonProps={{ 'aria-label': tp('close') }}>
      {make.data ? (
        <Shown label={t('keys.key')} text={make.data.key}>
          {t('keys.once')}
        </Shown>
      ) : (
        <form onSubmit={send}>
          <Stack gap="sm">
            <TextInput
              data-autofocus
              label={t('keys.source')}
              description={t('keys.sourceText')}
              required
              maxLength={100}
              value={source}
              onChange={(event) => setSource(event.currentTarget.value)}
            />
            <NativeSelect
              label={t('keys.may')}
              value={scope}
              data={KEY_SCOPES.map((each) => ({ value: each, label: t(`keys.scope.${each}`) }))}
              onChange={(event) => {
                setScope(event.currentTarget.value as typeof scope);
                setSaid(undefined);
              }}
            />
            {hasRights && (
              <Checkbox.Group label={t('keys.rights')} value={rights.split(' ')}>
                <Stack gap={6} mt={6}>
                  {RIGHTS.map((right) => (
                    <Checkbox
                      key={right}
                      value={right}
                      label={t(`access.right.${right}`)}
                      onChange={(event) => setSaid(withRight(rights, right, event.currentTarget.checked))}
                    />
                  ))}
                </Stack>
              </Checkbox.Group>
            )}
            {scope === 'browser' && (
              <TextInput
                label={t('keys.origin')}
                placeholder="https://shop.example"
                required
                maxLength={200}
                value={origin}
                onChange={(event) => setOrigin(event.currentTarget.value)}
              />
            )}
            <Refusal error={make.error} />
            <Group justify="flex-end">
              <Button type="submit" loading={make.isPending}>
                {t('keys.make')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
