// Merges another party into this card: finds it where it is not given, shows what will be one, and asks why.
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { useAnnounce } from '../../platform/shell/announce';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { useVocabulary } from '../../platform/vocabulary';
import { useMerge, type Card, type ListedParty } from '../calls';
import { contactsOf, FindParty } from './FindParty';
import classes from './SameAs.module.css';

interface MergeDialogProps {
  card: Card;
  other?: ListedParty;
  onClose: () => void;
}

export function MergeDialog({ card, other, onClose }: MergeDialogProps) {
  const { t } = useTranslation('card');
  const { t: tp } = useTranslation('platform');
  const words = useVocabulary();
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const [chosen, setChosen] = useState(other);
  const [reason, setReason] = useState('');
  const merge = useMerge(card.id);

  const send = () => {
    if (!chosen) return;
    merge.mutate(
      { party: chosen.id, reason },
      {
        onSuccess: () => {
          announce(t('same.done', { name: words.name(card) }));
          onClose();
        },
      },
    );
  };

  return (
    <Modal opened onClose={onClose} title={t('same.dialog')} closeButtonProps={{ 'aria-label': tp('close') }}>
      <Stack gap="sm">
        {chosen ? (
          <>
            <Side party={chosen} sentence={t('same.joins')} />
            <Side party={card} sentence={t('same.stays')} />
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
          </>
        ) : (
          <FindParty label={t('same.search')} not={card.id} onFound={setChosen} />
        )}
        {merge.isError && (
          <Text role="alert" size="sm" c="var(--mantine-color-error)">
            {sentence(merge.error)}
          </Text>
        )}
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={onClose}>
            {tp('cancel')}
          </Button>
          <Button disabled={!chosen} loading={merge.isPending} onClick={send}>
            {t('same.merge')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Side({ party, sentence }: { party: ListedParty | Card; sentence: string }) {
  const { t } = useTranslation('card');
  const words = useVocabulary();
  const formats = useFormats();
  return (
    <div className={classes.side}>
      <p className={classes.detail}>{sentence}</p>
      <p>{words.name(party)}</p>
      <p className={classes.detail}>
        {[
          contactsOf(party),
          t('same.figures', { count: party.figures.orders, money: formats.money(party.figures.spent) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </div>
  );
}
