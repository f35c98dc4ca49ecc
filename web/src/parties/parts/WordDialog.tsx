// One word of the business: a role, or a kind of key date and when somebody is reminded of it. Of a kind that every business
// has, only the reminding can be said.
import { Button, Group, Modal, NumberInput, Stack, Switch, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../platform/api/problem';
import { useKept } from '../../platform/form/useKept';
import { useBilingual } from '../../platform/i18n/i18n';
import { useAnnounce } from '../../platform/shell/announce';
import { useRefusalText } from '../../platform/states/refusalText';
import { Refusal } from '../../platform/states/Refusal';
import { useSayWord, type KeyDateKind, type PartyRole } from '../calls';
import { keyOf } from '../fieldDraft';
import classes from './FieldDialog.module.css';

/** A kind of key date has days, a role has none. */
export type OwnWord = PartyRole & Partial<Pick<KeyDateKind, 'lead_days' | 'usual_lead_days'>>;

interface WordDialogProps {
  family: 'roles' | 'key-date-kinds';
  /** Undefined: one is added. */
  word: OwnWord | undefined;
  /** Keys of those that there are: adding one is not changing another. */
  taken: string[];
  onClose: () => void;
}

const LEAD_DAYS_MAX = 365;
const LEAD_DAYS_USUAL = 7;

export function WordDialog({ family, word, taken, onClose }: WordDialogProps) {
  const { t } = useTranslation('parties');
  const { t: tp } = useTranslation('platform');
  const pick = useBilingual();
  const announce = useAnnounce();
  const say = useSayWord(family);
  const { value, put, forget } = useKept(`word.${family}.${word?.key ?? ''}`, () => ({
    vi: word?.label.vi ?? '',
    en: word?.label.en ?? '',
    days: (word?.lead_days ?? LEAD_DAYS_USUAL) as number | string,
    retired: word?.retired ?? false,
  }));
  const { vi, en, days, retired } = value;
  const [checked, setChecked] = useState(false);
  const isOurs = word !== undefined && !word.own;
  const inDays = family === 'key-date-kinds';
  const label = { vi: vi.trim() || en.trim(), en: en.trim() || vi.trim() };
  const problem = say.error instanceof Problem ? say.error : undefined;
  const refusal = useRefusalText();
  const errorOf = (field: string) => (problem?.field?.startsWith(field) ? refusal(problem) : undefined);
  const key = word?.key ?? keyOf(label.en);
  const wrong = word
    ? undefined
    : !label.vi
      ? 'required'
      : !key
        ? 'format'
        : taken.includes(key)
          ? 'name_unique'
          : undefined;
  const placed = ['label', 'key', 'lead_days'].some((field) => errorOf(field));

  const send = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (say.isPending || wrong || (!isOurs && !label.vi)) return;
    const said = {
      ...(!isOurs && { label, retired }),
      ...(inDays && days !== '' && { lead_days: Number(days) }),
    };
    say.mutate(
      { key, said },
      {
        onSuccess: () => {
          forget();
          announce(t(word ? 'words.changed' : 'words.added', { label: pick(word && isOurs ? word.label : label) }));
          onClose();
        },
      },
    );
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={word ? pick(word.label) : t(`words.${family}.add`)}
      closeButtonProps={{ 'aria-label': tp('close') }}
    >
      <form onSubmit={send} noValidate>
        <Stack gap="sm">
          {!isOurs && (
            <div className={classes.pair}>
              <TextInput
                data-autofocus
                required
                label={t('fields.labelVi')}
                value={vi}
                maxLength={60}
                autoComplete="off"
                error={errorOf('label') ?? errorOf('key') ?? (checked && wrong ? tp(`refusal.${wrong}`) : undefined)}
                onChange={(event) => put('vi')(event.currentTarget.value)}
              />
              <TextInput
                label={t('fields.labelEn')}
                value={en}
                maxLength={60}
                autoComplete="off"
                onChange={(event) => put('en')(event.currentTarget.value)}
              />
            </div>
          )}
          {inDays && (
            <NumberInput
              data-autofocus={isOurs || undefined}
              label={t('words.leadDays')}
              description={t('words.usually', { count: word?.usual_lead_days ?? LEAD_DAYS_USUAL })}
              min={0}
              max={LEAD_DAYS_MAX}
              allowDecimal={false}
              clampBehavior="strict"
              value={days}
              error={errorOf('lead_days')}
              onChange={put('days')}
            />
          )}
          {word?.own && (
            <Switch
              label={t('words.retired')}
              description={t('words.retiredText')}
              checked={retired}
              onChange={(event) => put('retired')(event.currentTarget.checked)}
            />
          )}
          {!placed && <Refusal error={say.error} />}
          <Group justify="flex-end">
            <Button
              variant="default"
              onClick={() => {
                forget();
                onClose();
              }}
            >
              {tp('cancel')}
            </Button>
            <Button type="submit" loading={say.isPending}>
              {t('words.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
