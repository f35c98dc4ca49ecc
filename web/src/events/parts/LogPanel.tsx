// One press (or C, V, N, M, K) opens the form of a type that is logged every day; the others stand in a menu, by their
// names. On a wide screen the form stands in the right column; on a phone the buttons sit at thumb reach and the form
// comes up from below.
import { Drawer, Menu, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Ellipsis, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useBilingual } from '../../platform/i18n/i18n';
import { useActions } from '../../platform/shell/actions';
import { eventTypesQuery } from '../calls';
import type { LogDraft } from '../shape';
import { LogForm } from './LogForm';
import classes from './LogPanel.module.css';
import { iconOf } from './typeIcons';

/** What is logged every day, in this order, and the key of each. K is for khiếu nại, a complaint. */
const EVERY_DAY: Record<string, string> = {
  call: 'c',
  visit: 'v',
  note: 'n',
  message_sent: 'm',
  complaint_raised: 'k',
};
/** What is logged now and then has a key, too. */
const KEYS: Record<string, string> = { ...EVERY_DAY, gift: 'g', promise_made: 'p' };
/** Buttons that fit beside the menu on a phone. */
const NARROW_MAX = 3;

/** A relation names another card: it has a dialog of its own, where that is found. */
const ELSEWHERE = 'relation';

/** The type whose form is open, and what is known before anything is typed. */
export interface Logging {
  type: string;
  begun?: LogDraft['properties'];
}

/** Below a long column the form would open where nobody sees it. */
const showWhole = (form: HTMLElement | null) => form?.scrollIntoView?.({ block: 'nearest' });

interface LogPanelProps {
  partyId: string;
  /** Of the party. */
  name: string;
  narrow: boolean;
  logging: Logging | undefined;
  onLogging: (logging: Logging | undefined) => void;
}

export function LogPanel({ partyId, name, narrow, logging, onLogging }: LogPanelProps) {
  const { t } = useTranslation('events');
  const { t: tp } = useTranslation('platform');
  const pick = useBilingual();
  const types = useQuery(eventTypesQuery);
  const loggable = types.data?.data.filter(({ type, loggable }) => loggable && type !== ELSEWHERE) ?? [];
  const chosen = loggable.find(({ type }) => type === logging?.type);
  const everyDay = Object.keys(EVERY_DAY).flatMap((name) => loggable.filter(({ type }) => type === name));
  const buttons = everyDay.slice(0, narrow ? NARROW_MAX : everyDay.length);
  const others = loggable
    .filter((type) => !buttons.includes(type))
    .sort((a, b) => pick(a.label).localeCompare(pick(b.label)));

  useActions(
    [...everyDay, ...others].map(({ type, label }) => ({
      label: pick(label),
      Icon: iconOf(type).Icon,
      key: KEYS[type],
      run: () => onLogging({ type }),
    })),
  );

  const form = chosen && (
    <LogForm
      key={`${partyId}.${chosen.type}.${JSON.stringify(logging?.begun)}`}
      partyId={partyId}
      name={name}
      type={chosen}
      envelope={types.data?.envelope.fields ?? []}
      begun={logging?.begun}
      onClose={() => onLogging(undefined)}
    />
  );

  return (
    <section className={classes.panel} data-narrow={narrow} aria-label={t('log.title')}>
      {!narrow && <h2 className={classes.title}>{t('log.title')}</h2>}
      <div className={classes.types}>
        {buttons.map(({ type, label, sentence }) => {
          const { Icon } = iconOf(type);
          return (
            <UnstyledButton
              key={type}
              className={classes.type}
              title={pick(sentence)}
              aria-pressed={type === logging?.type}
              onClick={() => onLogging(type === logging?.type ? undefined : { type })}
            >
              <Icon size={17} strokeWidth={1.9} aria-hidden />
              <span>{pick(label)}</span>
              {!narrow && <kbd aria-hidden>{EVERY_DAY[type]!.toUpperCase()}</kbd>}
            </UnstyledButton>
          );
        })}
        {others.length > 0 && (
          // The cursor goes to the form that is opened.
          <Menu position="bottom-end" withinPortal returnFocus={false}>
            <Menu.Target>
              <UnstyledButton className={classes.type} aria-pressed={others.some(({ type }) => type === logging?.type)}>
                <Ellipsis size={17} strokeWidth={1.9} aria-hidden />
                <span>{t('log.others')}</span>
              </UnstyledButton>
            </Menu.Target>
            <Menu.Dropdown className={classes.others}>
              {others.map(({ type, label, sentence }) => {
                const { Icon } = iconOf(type);
                return (
                  <Menu.Item
                    key={type}
                    leftSection={<Icon size={15} strokeWidth={1.9} aria-hidden />}
                    title={pick(sentence)}
                    onClick={() => onLogging({ type })}
                    rightSection={!narrow && KEYS[type] && <kbd aria-hidden>{KEYS[type].toUpperCase()}</kbd>}
                  >
                    {pick(label)}
                  </Menu.Item>
                );
              })}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {narrow ? (
        <Drawer
          opened={Boolean(form)}
          onClose={() => onLogging(undefined)}
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
          <div ref={showWhole} className={classes.form}>
            <div className={classes.formHead}>
              <h3>{pick(chosen.label)}</h3>
              <UnstyledButton aria-label={tp('close')} onClick={() => onLogging(undefined)}>
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
