// One line of Today: who, why now, what it is about, the last contact; chosen, it also says what to do and offers it.
import { Button, Menu, UnstyledButton } from '@mantine/core';
import {
  CalendarClock,
  Cake,
  Check,
  CircleAlert,
  Clock3,
  FileSignature,
  Handshake,
  House,
  LifeBuoy,
  ListTodo,
  Mail,
  MessageCircle,
  PenLine,
  Phone,
  ShoppingBag,
  Sparkles,
  ThumbsDown,
  UserRoundPlus,
  type LucideIcon,
} from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dayAfter } from '../../platform/format/format';
import { readablePhone } from '../../platform/format/phone';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import { Meaning } from '../../platform/shell/Meaning';
import { PartyLink } from '../../platform/shell/PartyLink';
import { useVocabulary } from '../../platform/vocabulary';
import {
  isPressing,
  namedBy,
  reachOf,
  REASONS,
  wantsNoContact,
  whenOf,
  type Decision,
  type Line,
  type Today,
} from '../today';
import classes from './TodayLine.module.css';

const ICONS: Record<Line['kind'], LucideIcon> = {
  complaint: CircleAlert,
  support: LifeBuoy,
  promise: Handshake,
  first_contact: MessageCircle,
  follow_up: ListTodo,
  contract: FileSignature,
  lease: House,
  visit: CalendarClock,
  birthday: Cake,
  anniversary: Sparkles,
  key_date: Sparkles,
  purchase_due: ShoppingBag,
};

/** Which menu of a line is open. */
export type OpenMenu = 'snooze' | 'hand_over' | 'not_useful' | undefined;

interface TodayLineProps {
  line: Line;
  colleagues: Today['colleagues'];
  chosen: boolean;
  /** Somebody who may only read has nothing to press. */
  mayAct: boolean;
  showsOwner: boolean;
  menu: OpenMenu;
  onMenu: (menu: OpenMenu) => void;
  onChoose: () => void;
  onLog: () => void;
  onDone: () => void;
  onDecide: (decision: Decision) => void;
}

/** Ways to put a line off, in days. */
const SNOOZES = [
  ['tomorrow', 1],
  ['threeDays', 3],
  ['week', 7],
  ['month', 30],
] as const;

export function TodayLine(props: TodayLineProps) {
  const { line, chosen, mayAct, showsOwner, onChoose } = props;
  const { t } = useTranslation('team');
  const pick = useBilingual();
  const words = useVocabulary();
  const formats = useFormats();
  const place = useRef<HTMLLIElement>(null);
  const Icon = ICONS[line.kind];
  const when = whenOf(line, formats.timeZone, new Date());
  useEffect(() => {
    if (chosen) place.current?.scrollIntoView?.({ block: 'nearest' });
  }, [chosen]);
  const permission = (number: string) => {
    const [channel = '', purpose = ''] = number.split(':');
    return `${words.channel(channel)} (${words.purpose(purpose)})`;
  };
  const worth = Number(line.worth.amount) > 0 && formats.money(line.worth);
  return (
    <li
      ref={place}
      className={classes.line}
      data-today={line.kind}
      data-chosen={chosen}
      data-pressing={isPressing(line)}
      aria-current={chosen || undefined}
      onClick={onChoose}
    >
      <span className={classes.sign} aria-hidden>
        <Icon size={17} strokeWidth={1.9} />
      </span>
      <div className={classes.body}>
        <p className={classes.head}>
          <PartyLink
            className={classes.name}
            partyId={line.party.id}
            // Not by a press: the lines would move away below the pointer before it is let go.
            onFocus={(event) => event.currentTarget.matches(':focus-visible') && onChoose()}
          >
            {words.name(namedBy(line))}
          </PartyLink>
          <span className={classes.kind}>{t(`today.kind.${line.kind}`)}</span>
          <span className={classes.when}>{t(`today.when.${when.phrase}`, { count: when.count })}</span>
        </p>
        <p className={classes.why}>
          {line.usual_days !== null
            ? t('today.usual', { count: line.usual_days, day: formats.calendarDay(line.number) })
            : line.text || t(`today.why.${line.kind}`)}
        </p>
        <p className={classes.quiet}>
          {line.last_contact
            ? t('today.last', { ago: formats.ago(line.last_contact.occurred_at), line: pick(line.last_contact.line) })
            : t('today.noContact')}
        </p>
        {chosen && <p className={classes.advice}>{t(`today.say.${line.kind}`)}</p>}
        {line.withdrawn.length > 0 && (
          <p className={classes.caution}>
            {wantsNoContact(line)
              ? t('today.noContactWanted')
              : t('today.withdrawn', { channels: line.withdrawn.map(permission).join(', ') })}
          </p>
        )}
        {chosen && mayAct && <Acts {...props} />}
      </div>
      <div className={classes.side}>
        {worth &&
          (chosen ? (
            <Meaning word={t('today.worth', { amount: worth })} meaning={t('today.worthHelp')} />
          ) : (
            <span>{t('today.worth', { amount: worth })}</span>
          ))}
        {(showsOwner || line.handed_over) && line.owner && (
          <span className={classes.owner}>
            {t(line.handed_over ? 'today.handedTo' : 'today.owner', { name: line.owner.name })}
          </span>
        )}
      </div>
    </li>
  );
}

function Acts({ line, colleagues, menu, onMenu, onLog, onDone, onDecide }: TodayLineProps) {
  const { t } = useTranslation('team');
  const { timeZone } = useFormats();
  const reach = reachOf(line);
  // On a desk the number is dialled on another phone.
  const callLabel = `${t('today.do.call')} ${readablePhone(reach.call?.slice('tel:'.length) ?? '')}`;
  return (
    <div className={classes.acts}>
      {reach.call && <Act Icon={Phone} label={callLabel} letter="C" href={reach.call} />}
      {reach.write && <Act Icon={Mail} label={t('today.do.write')} letter="W" href={reach.write} />}
      <Act Icon={PenLine} label={t('today.do.log')} letter="L" onPress={onLog} />
      <Act Icon={Check} label={t('today.do.done')} letter="D" onPress={onDone} />
      <Choices
        Icon={Clock3}
        label={t('today.do.snooze')}
        letter="S"
        opened={menu === 'snooze'}
        onOpened={(opened) => onMenu(opened ? 'snooze' : undefined)}
        choices={SNOOZES.map(([word, days]) => ({
          label: t(`today.snooze.${word}`),
          run: () => onDecide({ act: 'snoozed', until: dayAfter(new Date(), days, timeZone) }),
        }))}
      >
        <OtherDay onChoose={(until) => onDecide({ act: 'snoozed', until })} />
      </Choices>
      {colleagues.length > 0 && (
        <Choices
          Icon={UserRoundPlus}
          label={t('today.do.handOver')}
          letter="H"
          opened={menu === 'hand_over'}
          onOpened={(opened) => onMenu(opened ? 'hand_over' : undefined)}
          choices={colleagues.map(({ id, name }) => ({
            label: name,
            run: () => onDecide({ act: 'handed_over', to: id }),
          }))}
        />
      )}
      <Choices
        Icon={ThumbsDown}
        label={t('today.do.notUseful')}
        letter="X"
        opened={menu === 'not_useful'}
        onOpened={(opened) => onMenu(opened ? 'not_useful' : undefined)}
        choices={REASONS.map((reason) => ({
          label: t(`today.reason.${reason}`),
          run: () => onDecide({ act: 'not_useful', reason }),
        }))}
      />
    </div>
  );
}

interface ActProps {
  Icon: LucideIcon;
  label: string;
  letter: string;
  href?: string;
  onPress?: () => void;
}

function Act({ Icon, label, letter, href, onPress }: ActProps) {
  const inside = (
    <>
      <Icon size={15} strokeWidth={1.9} aria-hidden />
      <span>{label}</span>
      <kbd aria-hidden>{letter}</kbd>
    </>
  );
  return href ? (
    <a className={classes.act} href={href}>
      {inside}
    </a>
  ) : (
    <UnstyledButton className={classes.act} onClick={onPress}>
      {inside}
    </UnstyledButton>
  );
}

/** A day is chosen by a press: while it is typed or turned to, it is many days that nobody means. */
function OtherDay({ onChoose }: { onChoose: (day: string) => void }) {
  const { t } = useTranslation('team');
  const { timeZone } = useFormats();
  const [day, setDay] = useState('');
  const first = dayAfter(new Date(), 1, timeZone);
  const last = dayAfter(new Date(), 366, timeZone);
  return (
    <form
      className={classes.other}
      onSubmit={(event) => {
        event.preventDefault();
        if (day >= first && day <= last) onChoose(day);
      }}
    >
      <label>
        {t('today.snooze.other')}
        <input
          type="date"
          required
          min={first}
          max={last}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      </label>
      <Button type="submit" size="compact-sm" variant="default">
        {t('today.snooze.until')}
      </Button>
    </form>
  );
}

interface ChoicesProps {
  Icon: LucideIcon;
  label: string;
  letter: string;
  opened: boolean;
  onOpened: (opened: boolean) => void;
  choices: { label: string; run: () => void }[];
  children?: ReactNode;
}

function Choices({ Icon, label, letter, opened, onOpened, choices, children }: ChoicesProps) {
  return (
    <Menu opened={opened} onChange={onOpened} position="bottom-start" withinPortal>
      <Menu.Target>
        <UnstyledButton className={classes.act}>
          <Icon size={15} strokeWidth={1.9} aria-hidden />
          <span>{label}</span>
          <kbd aria-hidden>{letter}</kbd>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(({ label: choice, run }) => (
          <Menu.Item key={choice} onClick={run}>
            {choice}
          </Menu.Item>
        ))}
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}
