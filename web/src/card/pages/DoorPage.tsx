// At the door: who comes, how to greet them, whom they visit, one caution; that they are here, in a tap. Made for a phone in
// one hand: the field to type in stands at the bottom, where the thumb is.
import { ActionIcon, Button, CloseButton, Menu, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Check, Ellipsis, LockKeyhole, LogOut, Search, TriangleAlert, UserRound } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../platform/api/client';
import { LanguageChoice } from '../../platform/i18n/LanguageChoice';
import { useLanguage, type Language } from '../../platform/i18n/i18n';
import { useSession } from '../../platform/session';
import { ApiCall } from '../../platform/shell/ApiCall';
import { useAnnounce } from '../../platform/shell/announce';
import { LostConnection } from '../../platform/shell/LostConnection';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { Failed, LoadingRows, Message } from '../../platform/states/States';
import { ThemeChoice } from '../../platform/theme/ThemeChoice';
import { KEPT } from '../../platform/unsent/send';
import { Waiting } from '../../platform/unsent/Waiting';
import { useArrive, visitorsQuery, type Visitor } from '../calls';
import classes from './DoorPage.module.css';

/** Time to take a tap back: until then nothing is written down. */
const UNDO_SECONDS = 5;

interface DoorPageProps {
  onSignOut: () => void;
  onPassword: () => void;
  onChooseLanguage: (language: Language) => void;
}

export function DoorPage({ onSignOut, onPassword, onChooseLanguage }: DoorPageProps) {
  const { t } = useTranslation('card');
  const { t: tp } = useTranslation('platform');
  const { business, user } = useSession();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 200);
  const visitors = useQuery(visitorsQuery(asked, useLanguage()));
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = `${t('door.title')} · ${business.name}`;
  }, [t, business.name]);
  const clear = useCallback(() => {
    setTyped('');
    input.current?.focus();
  }, []);
  const arrival = useArrival(clear);
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <span>
          <span className={classes.business}>{business.name}</span>
          <span className={classes.user}>{user.name}</span>
        </span>
        <span className={classes.tools}>
          <LanguageChoice onChoose={onChooseLanguage} />
          <ThemeChoice />
          <ApiCall
            calls={[
              { method: 'GET', path: '/v1/door/search', query: { q: asked } },
              { method: 'POST', path: '/v1/door/arrivals' },
            ]}
          />
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon size="xl" aria-label={t('door.more')}>
                <Ellipsis size={20} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<LockKeyhole size={16} aria-hidden />} onClick={onPassword}>
                {tp('shell.password')}
              </Menu.Item>
              <Menu.Item leftSection={<LogOut size={16} aria-hidden />} onClick={onSignOut}>
                {tp('shell.signOut')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      </header>
      <LostConnection />
      <Waiting />
      <main className={classes.main} id="main">
        <h1 className={classes.title}>{t('door.title')}</h1>
        {asked.length < 2 ? (
          <p className={classes.begin}>{t('door.begin')}</p>
        ) : visitors.isPending ? (
          <LoadingRows rows={3} />
        ) : !visitors.data ? (
          <Failed error={visitors.error} retry={() => void visitors.refetch()} />
        ) : visitors.data.length === 0 ? (
          <Message Icon={UserRound} title={t('door.nobody')}>
            {t('door.nobodyText')}
          </Message>
        ) : (
          <ul className={classes.list}>
            {visitors.data.map((visitor) => (
              <VisitorLine key={visitor.id} visitor={visitor} onArrive={() => arrival.begin(visitor)} />
            ))}
          </ul>
        )}
      </main>
      <footer className={classes.foot}>
        {arrival.waiting && (
          <div className={classes.waiting} role="status">
            <span>{t('door.sending', { name: called(arrival.waiting.visitor), count: arrival.waiting.seconds })}</span>
            <Button size="lg" color="dark" variant="white" onClick={arrival.undo}>
              {t('door.undo')}
            </Button>
          </div>
        )}
        <TextInput
          ref={input}
          size="xl"
          type="search"
          autoFocus
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
          aria-label={t('door.search')}
          placeholder={t('door.search')}
          leftSection={<Search size={20} aria-hidden />}
          rightSection={typed && <CloseButton size="lg" aria-label={t('door.clear')} onClick={clear} />}
          value={typed}
          maxLength={100}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </footer>
    </div>
  );
}

const called = ({ form_of_address, name }: Visitor) => [form_of_address, name].filter(Boolean).join(' ');

function VisitorLine({ visitor, onArrive }: { visitor: Visitor; onArrive: () => void }) {
  const { t } = useTranslation('card');
  const { caution } = visitor;
  return (
    <li className={classes.visitor} data-visitor={visitor.name}>
      <p className={classes.name}>{called(visitor)}</p>
      <p className={classes.visits}>
        {visitor.visits ? t('door.visits', { name: visitor.visits.name }) : t('door.visitsNobody')}
        {visitor.expected && <span className={classes.expected}>{t('door.expected')}</span>}
      </p>
      {caution && (
        <p className={classes.caution}>
          <TriangleAlert size={17} aria-hidden />
          {caution.kind === 'complaint' ? t('door.complaint') : caution.text}
        </p>
      )}
      <Button
        fullWidth
        size="xl"
        leftSection={<Check size={22} aria-hidden />}
        aria-label={t('door.arrivedOf', { name: called(visitor) })}
        onClick={onArrive}
      >
        {t('door.arrived')}
      </Button>
    </li>
  );
}

interface Tapped {
  visitor: Visitor;
  idempotencyKey: string;
  seconds: number;
}

/** A tap waits some seconds for second thoughts; whoever taps again, or leaves the page, has had none. */
function useArrival(onNoted: () => void) {
  const { t } = useTranslation('card');
  const { t: tp } = useTranslation('platform');
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const { mutate } = useArrive();
  const [waiting, setWaiting] = useState<Tapped>();
  const last = useRef<Tapped>(undefined);
  last.current = waiting;
  const note = useCallback(
    ({ visitor, idempotencyKey }: Tapped) =>
      mutate(
        {
          visitor,
          idempotencyKey,
          about: {
            title: t('door.arrivedOf', { name: called(visitor) }),
            typed: visitor.visits ? [{ label: t('door.toSee'), value: visitor.visits.name }] : [],
          },
        },
        {
          onSuccess: (answer) =>
            announce(answer === KEPT ? tp('unsent.kept') : t('door.noted', { name: called(visitor) })),
          onError: (error) => announce(sentence(error)),
        },
      ),
    [announce, mutate, sentence, t, tp],
  );
  const latest = useRef(note);
  latest.current = note;
  const flush = useCallback(() => {
    if (!last.current) return;
    latest.current(last.current);
    last.current = undefined;
    setWaiting(undefined);
  }, []);
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(
      () => (waiting.seconds > 1 ? setWaiting({ ...waiting, seconds: waiting.seconds - 1 }) : flush()),
      1000,
    );
    return () => clearTimeout(timer);
  }, [flush, waiting]);
  useEffect(() => {
    const hidden = () => document.visibilityState === 'hidden' && flush();
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      flush();
    };
  }, [flush]);
  return {
    waiting,
    begin: (visitor: Visitor) => {
      flush();
      setWaiting({ visitor, idempotencyKey: newIdempotencyKey(), seconds: UNDO_SECONDS });
      onNoted();
    },
    undo: () => {
      setWaiting(undefined);
      announce(t('door.undone'));
    },
  };
}
