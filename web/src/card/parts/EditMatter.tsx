// Corrects what is no trait: a key date, a role, a relation, a permission. It is told anew as a touchpoint, with what was
// told last in the inputs.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../platform/api/client';
import { propertiesOf, typedOf } from '../../platform/form/values';
import { useFormats } from '../../platform/format/useFormats';
import { useBilingual } from '../../platform/i18n/i18n';
import { useSession } from '../../platform/session';
import { useAnnounce } from '../../platform/shell/announce';
import { KEPT } from '../../platform/unsent/send';
import { useTell } from '../calls';
import type { MatterEditing } from '../matters';
import { FactForm } from './FactForm';
import { useDraft } from './useDraft';

interface EditMatterProps {
  editing: MatterEditing;
  /** For who waits to send it. */
  title: string;
  onClose: () => void;
}

export function EditMatter({ editing, title, onClose }: EditMatterProps) {
  const { t } = useTranslation('card');
  const { t: tp } = useTranslation('platform');
  const { timeZone } = useFormats();
  const { business } = useSession();
  const announce = useAnnounce();
  const pick = useBilingual();
  const tell = useTell(editing.partyId);
  const draft = useDraft({ begun: editing.begun, onCard: editing.begun, seen: editing.seen });
  const [endingKey] = useState(newIdempotencyKey);
  const { inputs, fixed, ending } = editing;
  const done = {
    onSuccess: (answer: unknown) => {
      announce(answer === KEPT ? tp('unsent.kept') : t('details.saved'));
      onClose();
    },
  };
  const typed = typedOf(inputs, draft.typed, pick, tp('form.yes'));
  const about = { title, typed, to: `/parties/${editing.partyId}` };
  const save = () =>
    tell.mutate(
      {
        type: editing.type,
        seen: draft.seen,
        properties: { ...propertiesOf(inputs, draft.typed, { timeZone, currency: business.currency }), ...fixed },
        idempotencyKey: draft.idempotencyKey,
        about,
      },
      done,
    );
  return (
    <FactForm
      inputs={inputs}
      now={editing.begun}
      draft={{ ...draft, change: (field, value) => (tell.reset(), draft.change(field, value)) }}
      saving={tell.isPending}
      error={tell.error}
      onSave={save}
      onClose={onClose}
      further={
        ending && (
          <Button
            size="compact-md"
            variant="subtle"
            color="gray"
            disabled={tell.isPending}
            onClick={() =>
              tell.mutate(
                {
                  type: ending.type,
                  seen: draft.seen,
                  properties: ending.properties,
                  idempotencyKey: endingKey,
                  about: { ...about, title: `${title} · ${ending.label}`, typed: [] },
                },
                done,
              )
            }
          >
            {ending.label}
          </Button>
        )
      }
    />
  );
}
