// Logging a contact: the type's own fields first, the circumstances (envelope) behind one press. What is typed is kept in
// this tab until it is saved or thrown away, so that a lost connection or an ended session costs nothing.
import { Button, Collapse, Group, Stack, TextInput } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../platform/api/client';
import { Problem } from '../../platform/api/problem';
import { FieldInput } from '../../platform/form/FieldInput';
import { errorOf, typedOf, type Field, type FieldValue } from '../../platform/form/values';
import { toLocalInput } from '../../platform/format/format';
import { useKept } from '../../platform/form/useKept';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import { useSession } from '../../platform/session';
import { useAnnounce } from '../../platform/shell/announce';
import { useRefusalText } from '../../platform/states/refusalText';
import { Refusal } from '../../platform/states/Refusal';
import { KEPT } from '../../platform/unsent/send';
import { useLogTouchpoint, type EventType } from '../calls';
import {
  emptyLogDraft,
  envelopeOrder,
  isAskedAtOnce,
  isMeeting,
  isOpenSale,
  reminderOf,
  touchpointOf,
  typedFields,
  type LogDraft,
} from '../shape';
import { NextStepInput } from './NextStepInput';
import classes from './LogForm.module.css';

interface LogFormProps {
  partyId: string;
  /** Of the party. */
  name: string;
  type: EventType;
  envelope: Field[];
  /** What is known before anything is typed, such as the number of what is being closed. */
  begun?: LogDraft['properties'];
  /** What led to it: the exposure of a suggestion. */
  exposure?: string;
  onSaved?: () => void;
  onClose: () => void;
}

/** Which form it is: of whom, of what, and what it began with. */
const draftName = (partyId: string, type: string, begun: LogDraft['properties']) =>
  [partyId, type, ...Object.values(begun)].join('.');

const NOTHING: LogDraft['properties'] = {};

export function LogForm({
  partyId,
  name,
  type: described,
  envelope: allOfEnvelope,
  begun = NOTHING,
  exposure,
  onSaved,
  onClose,
}: LogFormProps) {
  const { t } = useTranslation('events');
  const { t: tp } = useTranslation('platform');
  const { timeZone } = useFormats();
  const { business } = useSession();
  const announce = useAnnounce();
  const pick = useBilingual();
  const log = useLogTouchpoint(partyId);
  const logNext = useLogTouchpoint(partyId);
  // The touchpoint is saved, and only its next step was refused.
  const [saved, setSaved] = useState(false);
  const kept = useKept(draftName(partyId, described.type, begun), () => ({
    draft: { ...emptyLogDraft(), properties: begun },
    idempotencyKey: newIdempotencyKey(),
    // Of the reminder that the next step becomes.
    nextKey: newIdempotencyKey(),
  }));
  const { draft, idempotencyKey, nextKey } = kept.value;
  const type = { ...described, fields: typedFields(described.fields) };
  const envelope = envelopeOrder(allOfEnvelope);
  const atOnce = envelope.filter((field) => isAskedAtOnce(type.type, field));
  const further = envelope.filter((field) => !atOnce.includes(field));
  const [more, setMore] = useState(() => further.some(({ name }) => name in draft.envelope) || draft.occurredAt !== '');
  const [checked, setChecked] = useState(false);

  const change = (part: Partial<LogDraft>) => {
    kept.set((before) => ({ ...before, draft: { ...before.draft, ...part } }));
    if (log.isError) log.reset();
    if (logNext.isError) logNext.reset();
  };

  const pending = log.isPending || logNext.isPending;
  const error = log.error ?? logNext.error;
  const refusal = useRefusalText();
  const problem = log.error instanceof Problem ? log.error : undefined;
  // The server may name a field with or without the object it stands in.
  const isNamed = (field: Field) => problem?.field?.split(/[./]/).pop() === field.name;
  const fields = [...type.fields, ...envelope];
  const shown = (field: Field, value: FieldValue | undefined) => {
    if (problem && isNamed(field)) return refusal(problem);
    const error = checked ? errorOf(field, value, timeZone) : undefined;
    return error && tp(`form.rule.${error.rule}`, { limit: 'limit' in error ? error.limit : 0 });
  };

  const save = (event?: FormEvent) => {
    event?.preventDefault();
    setChecked(true);
    const ownWrong = type.fields.some((field) => errorOf(field, draft.properties[field.name], timeZone));
    const envelopeWrong = envelope.some((field) => errorOf(field, draft.envelope[field.name], timeZone));
    if (further.some((field) => errorOf(field, draft.envelope[field.name], timeZone))) setMore(true);
    const reminder = isMeeting(type.type) ? reminderOf(draft.next) : undefined;
    if (ownWrong || envelopeWrong || reminder === 'day' || pending) return;
    const touchpoint = touchpointOf(
      type.type,
      draft,
      { properties: type.fields, envelope },
      { timeZone, currency: business.currency },
    );
    const about = {
      title: `${pick(type.label)} · ${name}`,
      typed: [
        ...typedOf(type.fields, draft.properties, pick, tp('form.yes')),
        ...typedOf(envelope, draft.envelope, pick, tp('form.yes')),
      ],
      to: `/parties/${partyId}`,
    };
    const done = (answer: unknown) => {
      kept.forget();
      announce(answer === KEPT ? tp('unsent.kept') : t('log.saved'));
      onSaved?.();
      onClose();
    };
    const sendNext = (answer: unknown) => {
      if (!reminder) return done(answer);
      setSaved(true);
      const { text, day } = draft.next;
      logNext.mutate(
        {
          touchpoint: reminder,
          idempotencyKey: nextKey,
          about: {
            ...about,
            title: `${t('log.next')} · ${name}`,
            typed: [{ label: t('log.next'), value: `${text} · ${day}` }],
          },
        },
        { onSuccess: done },
      );
    };
    if (saved) return sendNext(undefined);
    log.mutate(
      {
        touchpoint: exposure ? { ...touchpoint, envelope: { ...touchpoint.envelope, exposure } } : touchpoint,
        idempotencyKey,
        about,
      },
      { onSuccess: sendNext },
    );
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    }
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.stopPropagation();
      onClose();
    }
  };

  const ofEnvelope = (field: Field) => (
    <FieldInput
      key={field.name}
      field={field}
      value={draft.envelope[field.name]}
      error={shown(field, draft.envelope[field.name])}
      onChange={(value) => change({ envelope: { ...draft.envelope, [field.name]: value } })}
    />
  );

  return (
    <form onSubmit={save} onKeyDown={press} noValidate data-log-form={type.type}>
      <Stack gap="sm">
        {type.fields.map((field, index) => (
          <FieldInput
            key={field.name}
            field={field}
            autoFocus={index === firstTyped(type.fields)}
            value={draft.properties[field.name]}
            error={shown(field, draft.properties[field.name])}
            onChange={(value) => change({ properties: { ...draft.properties, [field.name]: value } })}
          />
        ))}
        {atOnce.map(ofEnvelope)}
        {isMeeting(type.type) && (
          <NextStepInput
            value={draft.next}
            checked={checked}
            openSale={isOpenSale(type.type, draft)}
            onChange={(next) => change({ next })}
          />
        )}
        <button type="button" className={classes.more} aria-expanded={more} onClick={() => setMore(!more)}>
          <ChevronDown size={14} aria-hidden />
          {t('log.more')}
        </button>
        <Collapse expanded={more}>
          <Stack gap="sm">
            <TextInput
              type="datetime-local"
              label={t('log.when')}
              description={t('log.whenNow')}
              value={draft.occurredAt}
              max={toLocalInput(new Date(), timeZone)}
              onChange={(event) => change({ occurredAt: event.currentTarget.value })}
            />
            {further.map(ofEnvelope)}
          </Stack>
        </Collapse>
        {saved && logNext.isError && <Refusal>{t('log.nextRefused')}</Refusal>}
        {error && !fields.some(isNamed) && <Refusal error={error} />}
        <Group gap="xs" className={classes.foot}>
          <Button type="submit" loading={pending} flex={1}>
            {t('log.save')}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              kept.forget();
              onClose();
            }}
          >
            {tp('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/**
 * The cursor goes to what has to be said in words; else to where words are written down, pasted or dictated with their line
 * breaks; else to the first line.
 */
function firstTyped(fields: Field[]) {
  const first = (isIt: (field: Field) => boolean) => fields.findIndex(isIt);
  const isText = ({ kind }: Field) => kind === 'text' || kind === 'long_text';
  const places = [
    first((field) => field.required && isText(field)),
    first(({ kind }) => kind === 'long_text'),
    first(({ kind }) => kind === 'text'),
  ];
  return places.find((place) => place >= 0) ?? 0;
}
