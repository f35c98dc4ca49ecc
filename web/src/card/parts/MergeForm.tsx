// Which of two cards stays when they become one, whose values stay where they differ, and why they are one.
import { Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../platform/api/client';
import { useFormats } from '../../platform/format/useFormats';
import { useVocabulary } from '../../platform/vocabulary';
import { cardQuery, type Card, type ListedParty, type Merging } from '../calls';
import { differingFields, keepsOf } from '../merge';
import { contactsOf } from './FindParty';
import { KeptFields } from './KeptFields';
import classes from './SameAs.module.css';
import { Refusal } from '../../platform/states/Refusal';

export interface MergeChoice {
  stays: ListedParty | Card;
  joins: ListedParty | Card;
  reason: string;
  /** Of a trait, the id of whose value stays; where nothing is said the latest does. */
  keeps: Record<string, string>;
}

/** What is asked for by a choice, each time as a change of its own; `to`: the page it was asked for on. */
export function useMerging(to: string) {
  const { t } = useTranslation('card');
  const words = useVocabulary();
  return ({ stays, joins, reason, keeps }: MergeChoice): Merging => ({
    into: stays.id,
    party: joins.id,
    reason,
    keeps,
    idempotencyKey: newIdempotencyKey(),
    about: {
      title: t('claim.one.yesOf', { one: words.name(stays), other: words.name(joins) }),
      typed: reason ? [{ label: t('same.reason'), value: reason }] : [],
      to,
    },
  });
}

interface MergeFormProps {
  pair: [ListedParty | Card, ListedParty | Card];
  /** The id of the one that stays unless another is chosen. */
  stays: string;
  /** What was typed before, when the server refused. */
  reason?: string;
  keeps?: Record<string, string>;
  pending?: boolean;
  problem?: string;
  onCancel: () => void;
  onMerge: (choice: MergeChoice) => void;
}

export function MergeForm({
  pair,
  stays: likely,
  reason: typed = '',
  keeps,
  pending,
  problem,
  onCancel,
  onMerge,
}: MergeFormProps) {
  const { t } = useTranslation('card');
  const { t: tp } = useTranslation('platform');
  const [staysId, setStaysId] = useState(likely);
  const [reason, setReason] = useState(typed);
  const [chosen, setChosen] = useState<Record<string, string>>(keeps ?? {});
  const words = useVocabulary();
  const cards = [useQuery(cardQuery(pair[0].id)), useQuery(cardQuery(pair[1].id))] as const;
  const [left, right] = [cards[0].data, cards[1].data];
  const differing = left && right ? differingFields(left, right) : [];
  const [one, other] = pair;
  const [stays, joins] = one.id === staysId ? [one, other] : [other, one];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onMerge({ stays, joins, reason: reason.trim(), keeps: keepsOf(differing, chosen, staysId) });
      }}
    >
      <Stack gap="sm">
        <Radio.Group label={t('same.whichStays')} value={staysId} onChange={setStaysId}>
          <Stack gap="xs" mt={4}>
            {pair.map((party) => (
              <Side key={party.id} party={party} stays={party.id === staysId} />
            ))}
          </Stack>
        </Radio.Group>
        {left && right && (
          <KeptFields
            pair={[left, right]}
            names={[words.name(left), words.name(right)]}
            differing={differing}
            chosen={chosen}
            stays={staysId}
            onChoose={(name, of) => setChosen((before) => ({ ...before, [name]: of }))}
          />
        )}
        <Refusal error={cards[0].error ?? cards[1].error} />
        <Text size="sm" c="dimmed">
          {t('same.meaning')}
        </Text>
        <TextInput
          data-autofocus
          label={t('same.reason')}
          placeholder={t('same.reasonExample')}
          value={reason}
          maxLength={200}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Refusal>{problem}</Refusal>
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={onCancel}>
            {tp('cancel')}
          </Button>
          <Button type="submit" loading={pending}>
            {t('same.merge')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Side({ party, stays }: { party: ListedParty | Card; stays: boolean }) {
  const { t } = useTranslation('card');
  const words = useVocabulary();
  return (
    <Radio.Card value={party.id} className={classes.side} aria-label={words.name(party)}>
      <Radio.Indicator />
      <span>
        <span className={classes.sideName}>{words.name(party)}</span>
        <span className={classes.detail}>{contactsOf(party)}</span>
        <span className={classes.detail}>{useBought(party)}</span>
        <span className={classes.fate} data-stays={stays}>
          {t(stays ? 'same.stays' : 'same.joins')}
        </span>
      </span>
    </Radio.Card>
  );
}

export function useBought({ figures }: ListedParty | Card) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  return t('same.figures', { count: figures.orders, money: formats.money(figures.spent) });
}
