// Ctrl-K: to anybody, to any page, to anything that can be done here, by a few letters of its name.
import { Kbd, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Search, type LucideIcon } from 'lucide-react';
import { useEffect, useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { findQuery } from '../card/calls';
import { contactsOf } from '../card/parts/FindParty';
import { stillAnswers } from '../card/shape';
import { answersTo } from '../platform/format/fold';
import { isDialogOpen, offeredActions, type Action } from '../platform/shell/actions';
import { PartyMark } from '../platform/shell/PartyMark';
import type { Place } from '../platform/shell/Shell';
import { useVocabulary } from '../platform/vocabulary';
import classes from './GoTo.module.css';

/**
 * Ctrl-K, or ⌘K, wherever one types; not over a dialog, which waits for an answer. What is typed next is meant for the dialog, however
 * soon it comes: so it stands, and has the focus, before the key press has ended.
 */
export function useGoToKey(open: () => void) {
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      if (!isDialogOpen()) flushSync(open);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [open]);
}

interface Option {
  key: string;
  label: string;
  detail?: ReactNode;
  mark: ReactNode;
  choose: () => void;
}

interface Group {
  label: string;
  options: Option[];
}

const iconMark = (Icon: LucideIcon) => <Icon size={16} strokeWidth={1.9} aria-hidden />;

const actionOption = ({ label, Icon, key, run }: Action): Option => ({
  key: `action ${label}`,
  label,
  mark: iconMark(Icon),
  detail: key && <Kbd size="xs">{key.toUpperCase()}</Kbd>,
  choose: run,
});

interface GoToProps {
  places: Place[];
  onClose: () => void;
}

export function GoTo({ places, onClose }: GoToProps) {
  const { t } = useTranslation('platform');
  const words = useVocabulary();
  const navigate = useNavigate();
  const list = useId();
  const [actions] = useState(offeredActions);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const asked = typed.trim();
  const [search] = useDebouncedValue(asked, 90);
  const found = useQuery({ ...findQuery(search), enabled: search.length > 0, placeholderData: (before) => before });

  // While a search is under way, who was found by fewer letters stays only where the new ones fit: Enter goes to the first.
  const isOfBefore = search !== asked || found.isPlaceholderData;
  const people: Option[] = (asked === '' ? [] : (found.data ?? []))
    .filter((party) => !isOfBefore || stillAnswers(words.name(party), party.identifiers, asked))
    .map((party) => ({
      key: party.id,
      label: words.name(party),
      detail: contactsOf(party),
      mark: <PartyMark id={party.id} name={words.name(party)} kind={party.kind} />,
      choose: () => void navigate({ to: '/parties/$partyId', params: { partyId: party.id } }),
    }));
  const pages: Option[] = places.map(({ to, label, Icon }) => ({
    key: to,
    label,
    mark: iconMark(Icon),
    choose: () => void navigate({ to }),
  }));
  const named = (options: Option[]) => options.filter(({ label }) => answersTo(label, asked));
  const groups: Group[] = [
    { label: t('goTo.people'), options: people },
    { label: t('goTo.actions'), options: named(actions.map(actionOption)) },
    { label: t('goTo.pages'), options: named(pages) },
  ].filter(({ options }) => options.length > 0);
  const options = groups.flatMap((group) => group.options);
  const chosen = options[Math.min(active, options.length - 1)];
  const idOf = (option: Option) => `${list}-${options.indexOf(option)}`;

  useEffect(() => {
    if (chosen) document.getElementById(idOf(chosen))?.scrollIntoView({ block: 'nearest' });
  });

  const choose = (option: Option) => {
    onClose();
    option.choose();
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && options.length > 0) {
      event.preventDefault();
      setActive((Math.min(active, options.length - 1) + step + options.length) % options.length);
    }
    if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      choose(chosen);
    }
  };

  return (
    <Modal.Root opened onClose={onClose} yOffset="12vh" centered={false} size={560}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('goTo.title')}>
        <Modal.Body p={0}>
          <TextInput
            data-autofocus
            autoFocus
            className={classes.input}
            variant="unstyled"
            size="md"
            role="combobox"
            aria-label={t('goTo.title')}
            aria-expanded={options.length > 0}
            aria-controls={list}
            aria-activedescendant={chosen && idOf(chosen)}
            placeholder={t('goTo.placeholder')}
            leftSection={<Search size={17} aria-hidden />}
            value={typed}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setActive(0);
            }}
            onKeyDown={press}
          />
          <div className={classes.list} role="listbox" id={list} aria-label={t('goTo.title')}>
            {groups.map((group) => (
              <div key={group.label} role="group" aria-label={group.label}>
                <p className={classes.group} aria-hidden>
                  {group.label}
                </p>
                {group.options.map((option) => (
                  <div
                    key={option.key}
                    id={idOf(option)}
                    role="option"
                    aria-selected={option === chosen}
                    className={classes.option}
                    onMouseMove={() => option !== chosen && setActive(options.indexOf(option))}
                    onClick={() => choose(option)}
                  >
                    {option.mark}
                    <span className={classes.label}>{option.label}</span>
                    <span className={classes.detail}>{option.detail}</span>
                  </div>
                ))}
              </div>
            ))}
          </div>
          <p className={classes.nothing} role="status">
            {asked !== '' && options.length === 0 && !found.isFetching && search === asked ? t('goTo.nothing') : ''}
          </p>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
