// Today: each person's own list, the most valuable first; one key to call, write, log, put off, hand over or say that it
// is of no use. Everything can be taken back. What logging and closing mean is the page's that composes this one.
import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import {
  ArrowDown,
  ArrowUp,
  Check,
  Clock3,
  Coffee,
  Mail,
  PenLine,
  Phone,
  SquareArrowOutUpRight,
  ThumbsDown,
  Undo2,
  UserRoundPlus,
} from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { mayWrite, useSession } from '../../platform/session';
import { useActions } from '../../platform/shell/actions';
import { useAnnounce } from '../../platform/shell/announce';
import { ApiCall } from '../../platform/shell/ApiCall';
import { PageHead } from '../../platform/shell/PageHead';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { KEPT, useUnsent } from '../../platform/unsent/send';
import { useVocabulary } from '../../platform/vocabulary';
import { TodayLine, type OpenMenu } from '../parts/TodayLine';
import {
  isClosedByTouchpoint,
  lineKey,
  namedBy,
  reachOf,
  todayQuery,
  undecided,
  useDecide,
  useTakeBackAct,
  type Decision,
  type Line,
  type Made,
  type View,
} from '../today';
import classes from './TodayPage.module.css';

interface TodayPageProps {
  view: View;
  onView: (view: View) => void;
  onOpen: (line: Line) => void;
  onLog: (line: Line) => void;
  /** Ends what the line is about; calls back once that has been done. Undefined: nothing but the line itself ends. */
  onClose: (line: Line, closed: () => void) => boolean;
  /** Takes back what onClose did at once. */
  onReopen: (line: Line) => void;
}

const noLines: Line[] = [];

export function TodayPage({ view, onView, onOpen, onLog, onClose, onReopen }: TodayPageProps) {
  const { t } = useTranslation('team');
  const { t: tp } = useTranslation('platform');
  const session = useSession();
  const words = useVocabulary();
  const formats = useFormats();
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const today = useQuery(todayQuery(view));
  const decide = useDecide();
  const takeBack = useTakeBackAct(view);
  const [chosenKey, setChosenKey] = useState<string>();
  const [menu, setMenu] = useState<OpenMenu>();
  const [last, setLast] = useState<Made>();
  const waiting = useUnsent();
  const mayAct = mayWrite(session);
  const lines = useMemo(() => undecided(today.data?.data ?? noLines, waiting), [today.data, waiting]);
  // Many lines are drawn in pieces, between which a key or a finger is heard.
  const shown = useDeferredValue(lines, noLines);
  const place = Math.max(
    0,
    lines.findIndex((line) => lineKey(line) === chosenKey),
  );
  const chosen = lines[place];

  // A line that has gone leaves its place to the one after it.
  const next = lines[place + 1] ?? lines[place - 1];
  const make = (line: Line, decision: Decision) => {
    if (line === chosen) setChosenKey(next && lineKey(next));
    setMenu(undefined);
    const title = t(`today.made.${decision.act}`, { name: words.name(namedBy(line)) });
    decide.mutate(
      { line, decision, about: { title, typed: [], to: `/parties/${line.party.id}` } },
      {
        onSuccess: (made) => {
          // What a touchpoint has ended stays so: it stands on the timeline, whatever becomes of the line.
          const comesBack = decision.act !== 'done' || !isClosedByTouchpoint(line);
          setLast(comesBack ? made : undefined);
          const kept = made.act === KEPT ? ` · ${tp('unsent.kept')}` : '';
          announce(title + kept, comesBack ? { label: t('today.do.undo'), run: () => undo(made) } : undefined);
        },
        onError: (error) => announce(sentence(error)),
      },
    );
  };
  const undo = (made = last) => {
    if (!made) return;
    setLast(undefined);
    if (made.decision.act === 'done') onReopen(made.line);
    takeBack.mutate(made, {
      onSuccess: () => {
        setChosenKey(lineKey(made.line));
        announce(t('today.undone', { name: words.name(namedBy(made.line)) }));
      },
      onError: (error) => announce(sentence(error)),
    });
  };
  const done = (line: Line) => {
    if (!onClose(line, () => make(line, { act: 'done' }))) make(line, { act: 'done' });
  };
  const go = (href: string | undefined) => {
    if (href) window.location.href = href;
    else announce(t('today.noReach'));
  };
  const move = (by: number) => {
    const to = lines[Math.min(lines.length - 1, Math.max(0, place + by))];
    setMenu(undefined);
    if (to) setChosenKey(lineKey(to));
  };

  useActions([
    { label: t('today.do.next'), Icon: ArrowDown, key: 'j', run: () => move(1) },
    { label: t('today.do.before'), Icon: ArrowUp, key: 'k', run: () => move(-1) },
    ...(chosen
      ? [{ label: t('today.do.open'), Icon: SquareArrowOutUpRight, key: 'o', run: () => onOpen(chosen) }]
      : []),
    ...(chosen && mayAct
      ? [
          { label: t('today.do.call'), Icon: Phone, key: 'c', run: () => go(reachOf(chosen).call) },
          { label: t('today.do.write'), Icon: Mail, key: 'w', run: () => go(reachOf(chosen).write) },
          { label: t('today.do.log'), Icon: PenLine, key: 'l', run: () => onLog(chosen) },
          { label: t('today.do.done'), Icon: Check, key: 'd', run: () => done(chosen) },
          { label: t('today.do.snooze'), Icon: Clock3, key: 's', run: () => setMenu('snooze') },
          { label: t('today.do.handOver'), Icon: UserRoundPlus, key: 'h', run: () => setMenu('hand_over') },
          { label: t('today.do.notUseful'), Icon: ThumbsDown, key: 'x', run: () => setMenu('not_useful') },
        ]
      : []),
    ...(last ? [{ label: t('today.do.undo'), Icon: Undo2, key: 'u', run: () => undo() }] : []),
  ]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.target !== document.body) return;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        move(event.key === 'ArrowDown' ? 1 : -1);
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  });

  return (
    <>
      <PageHead title={t('today.title')} aside={today.data && formats.calendarDay(today.data.date)}>
        {today.data?.may_see_team && (
          <SegmentedControl
            size="xs"
            value={view}
            onChange={(chosenView) => onView(chosenView as View)}
            data={[
              { value: 'own', label: t('today.own') },
              { value: 'team', label: t('today.team') },
            ]}
          />
        )}
        <ApiCall calls={[{ method: 'GET', path: '/v1/today', query: { view } }]} />
      </PageHead>
      {today.isPending || (shown.length === 0 && lines.length > 0) ? (
        <LoadingRows rows={6} height={72} />
      ) : !today.data ? (
        <Failed error={today.error} retry={() => void today.refetch()} />
      ) : lines.length === 0 ? (
        <Message
          Icon={Coffee}
          title={t(today.data.looked_through ? 'today.none' : 'today.looking')}
          action={
            last && (
              <Button variant="default" leftSection={<Undo2 size={15} />} onClick={() => undo()}>
                {t('today.do.undo')}
              </Button>
            )
          }
        >
          {t(today.data.looked_through ? 'today.noneText' : 'today.lookingText')}
        </Message>
      ) : (
        <div className={classes.page}>
          <ul className={classes.list} aria-label={t('today.title')}>
            {shown.map((line) => (
              <TodayLine
                key={lineKey(line)}
                line={line}
                colleagues={today.data.colleagues}
                chosen={line === chosen}
                mayAct={mayAct}
                showsOwner={view === 'team'}
                menu={line === chosen ? menu : undefined}
                onMenu={setMenu}
                onChoose={() => {
                  if (line !== chosen) setMenu(undefined);
                  setChosenKey(lineKey(line));
                }}
                onLog={() => onLog(line)}
                onDone={() => done(line)}
                onDecide={(decision) => make(line, decision)}
              />
            ))}
          </ul>
          {today.data.more > 0 && <p className={classes.more}>{t('today.more', { count: today.data.more })}</p>}
        </div>
      )}
    </>
  );
}
