// Corrects one trait of a card, or one of the business's own fields: only that is said anew, as an event in the timeline.
import { useTranslation } from 'react-i18next';
import { useOwnInputs, type CustomField } from '../../platform/fields';
import { typedOf, type Field, type FieldValues } from '../../platform/form/values';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import { useAnnounce } from '../../platform/shell/announce';
import { KEPT } from '../../platform/unsent/send';
import { useVocabulary } from '../../platform/vocabulary';
import { useCorrect, type Card } from '../calls';
import { CONTACT_POINTS, ownEditing, traitEditing, type Editing } from '../details';
import { useTraitWords } from './useTraitWords';
import { FactForm } from './FactForm';
import { useDraft } from './useDraft';

interface EditTraitProps {
  card: Card;
  name: string;
  /** What every card may say, as the server describes it. */
  described: Field[];
  own?: CustomField;
  /** What stands there at first, where the card says it elsewhere: a second phone number. */
  text?: string;
  note?: string;
  onClose: () => void;
}

export function EditTrait({ card, name, described, own, text, note, onClose }: EditTraitProps) {
  const inputOf = useOwnInputs();
  const traitWords = useTraitWords(described);
  const { timeZone } = useFormats();
  const editing = own ? ownEditing(card, own, inputOf(own), timeZone) : traitEditing(card, name, described, traitWords);
  if (!editing) return null;
  const begun = text === undefined ? editing.begun : { [name]: text };
  return <EditOne card={card} editing={editing} begun={begun} note={note} onClose={onClose} />;
}

interface EditOneProps {
  card: Card;
  editing: Editing;
  begun: FieldValues;
  note?: string;
  onClose: () => void;
}

function EditOne({ card, editing, begun, note, onClose }: EditOneProps) {
  const { t } = useTranslation('card');
  const { t: tp } = useTranslation('platform');
  const words = useVocabulary();
  const announce = useAnnounce();
  const pick = useBilingual();
  const correct = useCorrect(card.id);
  const draft = useDraft({ begun, onCard: editing.begun, seen: editing.seen });
  const { name, inputs } = editing;
  const save = () => {
    const about = {
      title: t('details.editTitle', { name: words.name(card) }),
      typed: typedOf(inputs, draft.typed, pick, tp('form.yes')),
      to: `/parties/${card.id}`,
    };
    correct.mutate(
      {
        traits: { [name]: editing.said(draft.typed) },
        seen: { [name]: draft.seen },
        idempotencyKey: draft.idempotencyKey,
        about,
      },
      {
        onSuccess: (answer) => {
          announce(answer === KEPT ? tp('unsent.kept') : t('details.saved'));
          onClose();
        },
      },
    );
  };
  return (
    <FactForm
      inputs={inputs}
      now={editing.begun}
      draft={{ ...draft, change: (field, value) => (correct.reset(), draft.change(field, value)) }}
      note={note ?? (CONTACT_POINTS.includes(name) && editing.seen !== null ? t('fact.formerStays') : undefined)}
      saving={correct.isPending}
      error={correct.error}
      onSave={save}
      onClose={onClose}
    />
  );
}
