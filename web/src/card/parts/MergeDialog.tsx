// Merges this card with another one: finds it where it is not given, asks which of the two stays, and why.
import { Button, Group, Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '../../platform/shell/announce';
import { useProblemSentence } from '../../platform/states/problemSentence';
import { KEPT } from '../../platform/unsent/send';
import { useVocabulary } from '../../platform/vocabulary';
import { useMerge, type Card, type ListedParty } from '../calls';
import { FindParty } from './FindParty';
import { MergeForm, useMerging, type MergeChoice } from './MergeForm';

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
  const navigate = useNavigate();
  const sentence = useProblemSentence();
  const [chosen, setChosen] = useState(other);
  const merge = useMerge();
  const merging = useMerging(`/parties/${card.id}`);

  const send = (choice: MergeChoice) =>
    merge.mutate(merging(choice), {
      onSuccess: (answer) => {
        const { stays } = choice;
        announce(answer === KEPT ? tp('unsent.kept') : t('same.done', { name: words.name(stays) }));
        onClose();
        if (answer !== KEPT && stays.id !== card.id)
          void navigate({ to: '/parties/$partyId', params: { partyId: stays.id }, replace: true });
      },
    });

  return (
    <Modal opened onClose={onClose} title={t('same.dialog')} closeButtonProps={{ 'aria-label': tp('close') }}>
      {chosen ? (
        <MergeForm
          pair={[card, chosen]}
          stays={card.id}
          pending={merge.isPending}
          problem={merge.isError ? sentence(merge.error) : undefined}
          onCancel={onClose}
          onMerge={send}
        />
      ) : (
        <>
          <FindParty label={t('same.search')} not={card.id} onFound={setChosen} />
          <Group justify="flex-end" mt="md">
            <Button variant="default" onClick={onClose}>
              {tp('cancel')}
            </Button>
          </Group>
        </>
      )}
    </Modal>
  );
}
