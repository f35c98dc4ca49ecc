import { Button, Group, Modal, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../platform/api/client';
import { Problem } from '../../platform/api/problem';
import { askedFor, fieldsQuery, useOwnInputs } from '../../platform/fields';
import { FieldInput } from '../../platform/form/FieldInput';
import { errorOf as brokenRule, typedOf } from '../../platform/form/values';
import { useKept } from '../../platform/form/useKept';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import { useAnnounce } from '../../platform/shell/announce';
import { PartyLink } from '../../platform/shell/PartyLink';
import { useRefusalText } from '../../platform/states/refusalText';
import { Refusal } from '../../platform/states/Refusal';
import { KEPT } from '../../platform/unsent/send';
import { useVocabulary } from '../../platform/vocabulary';
import { ownerQuery, useAddParty, type Party } from '../calls';
import { emptyDraft, newPartyOf, type NewKind, type PartyDraft } from '../shape';
import classes from './AddParty.module.css';

interface AddPartyProps {
  onClose: () => void;
  onAdded: (party: Pick<Party, 'id'>) => void;
  /** What was searched for without being found is often the name to add. */
  name?: string;
}

const TEXT_FIELDS = ['phone', 'email', 'loyalty_card'] as const;
const INPUT = { phone: 'tel', email: 'email', loyalty_card: 'text' } as const;

export function AddParty({ onClose, onAdded, name }: AddPartyProps) {
  const { t } = useTranslation('parties');
  const { t: tp } = useTranslation('platform');
  const words = useVocabulary();
  const kept = useKept(`party.${name ?? ''}`, () => ({
    draft: emptyDraft('person', name),
    // Made once for this form, so that sending again after a lost answer adds nobody twice.
    idempotencyKey: newIdempotencyKey(),
  }));
  const { draft, idempotencyKey } = kept.value;
  const [nameMissing, setNameMissing] = useState(false);
  const [checked, setChecked] = useState(false);
  const add = useAddParty();
  const { timeZone } = useFormats();
  const inputOf = useOwnInputs();
  const pick = useBilingual();
  const announce = useAnnounce();
  const fields = useQuery(fieldsQuery);
  const asked = askedFor(fields.data ?? [], draft.role ? [draft.role] : []);
  const wrong = asked.find((field) => brokenRule(inputOf(field), draft.own[field.key], timeZone));

  const change = (part: Partial<PartyDraft>) => {
    kept.set((before) => ({ ...before, draft: { ...before.draft, ...part } }));
    setNameMissing(false);
    if (add.isError) add.reset();
  };
  const refusal = useRefusalText();
  const problem = add.error instanceof Problem ? add.error : undefined;
  // What becomes a trait is named as one.
  const named = problem?.field?.replace(/^traits\./, '');
  const errorOf = (field: string) => (problem && named === field ? refusal(problem) : undefined);
  const known = ['name', 'roles', ...TEXT_FIELDS, ...asked.map(({ key }) => key)].some((field) => field === named);

  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!draft.name.trim()) return setNameMissing(true);
    setChecked(true);
    if (wrong) return;
    const about = {
      title: `${t('add.title')} · ${draft.name.trim()}`,
      typed: [
        ...TEXT_FIELDS.map((field) => ({ label: words.identifier(field), value: draft[field].trim() })),
        { label: t('add.role'), value: draft.role && words.role(draft.role) },
      ]
        .filter(({ value }) => value !== '')
        .concat(typedOf(asked.map(inputOf), draft.own, pick, tp('form.yes'))),
    };
    add.mutate(
      { party: { ...newPartyOf(draft, asked, timeZone), known: 'refuse' }, idempotencyKey, about },
      {
        onSuccess: (answer) => {
          kept.forget();
          if (answer !== KEPT) return onAdded(answer);
          announce(tp('unsent.kept'));
          onClose();
        },
      },
    );
  };

  return (
    <Modal opened onClose={onClose} title={t('add.title')} closeButtonProps={{ 'aria-label': tp('close') }}>
      <form onSubmit={send} noValidate>
        <Stack gap="sm">
          <SegmentedControl
            fullWidth
            aria-label={t('add.kind')}
            value={draft.kind}
            onChange={(kind) => change({ kind: kind as NewKind })}
            data={[
              { value: 'person', label: words.kind('person') },
              { value: 'organisation', label: words.kind('organisation') },
            ]}
          />
          <TextInput
            data-autofocus
            required
            label={draft.kind === 'person' ? t('add.name') : t('add.organisationName')}
            placeholder={draft.kind === 'person' ? t('add.nameExample') : t('add.organisationExample')}
            value={draft.name}
            autoComplete="off"
            maxLength={500}
            error={nameMissing ? t('add.nameMissing') : errorOf('name')}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          {TEXT_FIELDS.map((field) => (
            <TextInput
              key={field}
              label={words.identifier(field)}
              type={INPUT[field]}
              value={draft[field]}
              autoComplete="off"
              error={errorOf(field)}
              onChange={(event) => change({ [field]: event.currentTarget.value })}
            />
          ))}
          <Select
            label={t('add.role')}
            value={draft.role || null}
            data={words.roles.map((role) => ({ value: role, label: words.role(role) }))}
            clearable
            error={errorOf('roles')}
            onChange={(role) => change({ role: role ?? '' })}
          />
          {asked.map((field) => {
            const input = inputOf(field);
            const broken = checked ? brokenRule(input, draft.own[field.key], timeZone) : undefined;
            return (
              <FieldInput
                key={field.key}
                field={input}
                value={draft.own[field.key]}
                error={
                  errorOf(field.key) ??
                  (broken && tp(`form.rule.${broken.rule}`, { limit: 'limit' in broken ? broken.limit : 0 }))
                }
                onChange={(value) => change({ own: { ...draft.own, [field.key]: value } })}
              />
            );
          })}
          {problem?.rule === 'known_before' ? (
            <KnownAs onOpen={onClose} identifiers={TEXT_FIELDS.map((type) => ({ type, value: draft[type].trim() }))} />
          ) : (
            add.isError && !known && <Refusal error={add.error} />
          )}
          <Group justify="flex-end" mt="xs">
            <Button
              variant="default"
              onClick={() => {
                kept.forget();
                onClose();
              }}
            >
              {tp('cancel')}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {t('add.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Whose the phone number, the e-mail address or the card is. */
function KnownAs({ identifiers, onOpen }: { identifiers: { type: string; value: string }[]; onOpen: () => void }) {
  const { t } = useTranslation('parties');
  const words = useVocabulary();
  const owners = useQueries({
    queries: identifiers.filter(({ value }) => value !== '').map(({ type, value }) => ownerQuery(type, value)),
  });
  const known = new Map(owners.flatMap(({ data }) => (data ? [[data.id, data] as const] : [])));
  return (
    <div role="alert" data-known>
      <Text size="sm">
        {t('add.known')}{' '}
        {[...known.values()].map((party) => (
          <PartyLink key={party.id} partyId={party.id} className={classes.owner} onClick={onOpen}>
            {words.name(party)}
          </PartyLink>
        ))}
      </Text>
      <Text size="sm" c="dimmed">
        {t('add.knownText')}
      </Text>
    </div>
  );
}
