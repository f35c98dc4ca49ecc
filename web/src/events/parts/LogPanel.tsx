// One press (or C, V, N) opens the form of a type. On a wide screen it stands in the right column; on a phone the buttons
// sit at thumb reach and the form comes up from below.
import { Drawer, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBilingual } from '../../platform/i18n/i18n';
import { useShortcuts } from '../../platform/shell/shortcuts';
import { eventTypesQuery } from '../calls';
import { LogForm } from './LogForm';
import classes from './LogPanel.module.css';
import { iconOf } from './typeIcons';

const KEY_OF: Record<string, string> = { call: 'c', visit: 'v', note: 'n' };

export function LogPanel({ partyId, narrow }: { partyId: string; narrow: boolean }) {
  const { t } = useTranslation('events');
  const { t: tp } = useTranslation('platform');
  const pick = useBilingual();
  const types = useQuery(eventTypesQuery);
  const [logging, setLogging] = useState<string>();
  const loggable = types.data?.data.filter((type) => type.loggable) ?? [];
  const chosen = loggable.find(({ type }) => type === logging);

  useShortcuts(
    Object.fromEntries(
      loggable.flatMap(({ type }) => {
        const key = KEY_OF[type];
        return key ? [[key, () => setLogging(type)]] : [];
      }),
    ),
  );

  const form = chosen && (
    <LogForm
      key={`${partyId}.${chosen.type}`}
      partyId={partyId}
      type={chosen}
      envelope={types.data?.envelope.fields ?? []}
      onClose={() => setLogging(undefined)}
    />
  );

  return (
    <section className={classes.panel} data-narrow={narrow} aria-label={t('log.title')}>
      {!narrow && <h2 className={classes.title}>{t('log.title')}</h2>}
      <div className={classes.types}>
        {loggable.map(({ type, label, sentence }) => {
          const { Icon } = iconOf(type);
          return (
            <UnstyledButton
              key={type}
              className={classes.type}
              title={pick(sentence)}
              aria-pressed={type === logging}
              onClick={() => setLogging(type === logging ? undefined : type)}
            >
              <Icon size={17} strokeWidth={1.9} aria-hidden />
              <span>{pick(label)}</span>
              {!narrow && KEY_OF[type] && <kbd aria-hidden>{KEY_OF[type]!.toUpperCase()}</kbd>}
            </UnstyledButton>
          );
        })}
      </div>
      {narrow ? (
        <Drawer
          opened={Boolean(form)}
          onClose={() => setLogging(undefined)}
          position="bottom"
          size="auto"
          title={chosen && pick(chosen.label)}
          closeButtonProps={{ 'aria-label': tp('close') }}
          classNames={{ content: classes.sheet }}
        >
          {form}
        </Drawer>
      ) : (
        form && (
          <div className={classes.form}>
            <div className={classes.formHead}>
              <h3>{pick(chosen.label)}</h3>
              <UnstyledButton aria-label={tp('close')} onClick={() => setLogging(undefined)}>
                <X size={16} />
              </UnstyledButton>
            </div>
            {form}
          </div>
        )
      )}
    </section>
  );
}
