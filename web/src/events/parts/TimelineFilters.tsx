// What narrows a timeline: words, a channel, a person, a direction, a kind.
import { UnstyledButton } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { ArrowDownLeft, ArrowUpRight, Search } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import { spaced } from '../../platform/vocabulary';
import type { EventType, TimelineFilter } from '../calls';
import { channelsOf } from '../shape';
import classes from './Timeline.module.css';

interface TimelineFiltersProps {
  /** How many entries of each type there are, when the card knows. */
  counts?: Record<string, number> | null;
  people: string[];
  byType: Map<string, EventType>;
  filter: TimelineFilter;
  onFilter: (filter: TimelineFilter) => void;
}

const TYPING_MS = 250;

interface ChoiceProps {
  label: string;
  /** The word for no choice. */
  all: string;
  choices: { value: string; label: string }[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** One of several in little room: the browser's own list, which every phone knows how to show. */
function Choice({ label, all, choices, value, onChange }: ChoiceProps) {
  if (choices.length === 0) return null;
  return (
    <select
      className={classes.choice}
      aria-label={label}
      value={value ?? ''}
      data-chosen={value !== undefined}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    >
      <option value="">{all}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

export function TimelineFilters({ counts, people, byType, filter, onFilter }: TimelineFiltersProps) {
  const { t, i18n } = useTranslation('events');
  const pick = useBilingual();
  const formats = useFormats();
  const [typed, setTyped] = useState(filter.text ?? '');
  const types = Object.entries(counts ?? {})
    .filter(([type, count]) => count > 0 || type === filter.type)
    .sort(([, a], [, b]) => b - a);
  const chosen = useRef(filter);
  chosen.current = filter;
  const search = useDebouncedCallback((text: string) => {
    onFilter({ ...chosen.current, text: text.trim() || undefined });
  }, TYPING_MS);
  if (types.length === 0 && Object.values(filter).every((value) => !value)) return null;
  const label = (type: string) => {
    const described = byType.get(type);
    return described ? pick(described.label) : spaced(type);
  };
  const toggle = (narrowed: TimelineFilter) => onFilter({ ...filter, ...narrowed });
  return (
    <div className={classes.filter} role="group" aria-label={t('timeline.filter')}>
      <label className={classes.search}>
        <Search size={14} aria-hidden />
        <input
          type="search"
          value={typed}
          placeholder={t('timeline.searchShort')}
          aria-label={t('timeline.search')}
          maxLength={100}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            search(event.currentTarget.value);
          }}
        />
      </label>
      <Choice
        label={t('timeline.channel')}
        all={t('timeline.allChannels')}
        choices={channelsOf(
          types.map(([type]) => type),
          byType,
          filter.channel,
        ).map(({ value, label: word }) => ({
          value,
          label: i18n.exists(`channel.${value}`, { ns: 'events' })
            ? String(t(`channel.${value}` as never))
            : word
              ? pick(word)
              : value,
        }))}
        value={filter.channel}
        onChange={(channel) => toggle({ channel })}
      />
      <Choice
        label={t('timeline.person')}
        all={t('timeline.allPeople')}
        choices={people.map((name) => ({ value: name, label: name }))}
        value={filter.person}
        onChange={(person) => toggle({ person })}
      />
      {(['in', 'out'] as const).map((direction) => {
        const Arrow = direction === 'in' ? ArrowDownLeft : ArrowUpRight;
        return (
          <UnstyledButton
            key={direction}
            className={classes.chip}
            aria-pressed={filter.direction === direction}
            onClick={() => toggle({ direction: filter.direction === direction ? undefined : direction })}
          >
            <Arrow size={13} aria-hidden /> {t(direction === 'in' ? 'timeline.fromThem' : 'timeline.fromUs')}
          </UnstyledButton>
        );
      })}
      {types.length > 1 &&
        types.map(([type, count]) => (
          <UnstyledButton
            key={type}
            className={classes.chip}
            aria-pressed={filter.type === type}
            onClick={() => toggle({ type: filter.type === type ? undefined : type })}
          >
            {label(type)} <span className={classes.chipCount}>{formats.number(count)}</span>
          </UnstyledButton>
        ))}
    </div>
  );
}
