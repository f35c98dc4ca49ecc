// What is typed over a fact that others may change meanwhile: what nobody has typed over follows the card, and where both
// change it, both are shown until somebody decides.
import { useState } from 'react';
import { newIdempotencyKey } from '../../platform/api/client';
import type { FieldValue, FieldValues } from '../../platform/form/values';
import { isContested, isSame, typedOver, type Acknowledged } from '../details';

interface Now<Seen> {
  /** What stands in the inputs at first. */
  begun: FieldValues;
  /** What the card says now, in the inputs and as the server is told that it was seen. */
  onCard: FieldValues;
  seen: Seen;
}

export function useDraft<Seen>(now: Now<Seen>) {
  const [touched, setTouched] = useState<FieldValues>({});
  const [acknowledged, setAcknowledged] = useState<Acknowledged<Seen>>();
  const [idempotencyKey, setIdempotencyKey] = useState(newIdempotencyKey);
  const typed = typedOver(now.begun, touched);
  // Another content is another change.
  const renamed = () => setIdempotencyKey(newIdempotencyKey());
  const acknowledge = () => setAcknowledged({ seen: now.seen });
  return {
    typed,
    idempotencyKey,
    unchanged: isSame(typed, now.begun),
    contested: isContested(now, typed, acknowledged),
    seen: acknowledged === undefined ? now.seen : acknowledged.seen,
    change: (name: string, value: FieldValue) => {
      if (acknowledged === undefined) acknowledge();
      setTouched((before) => ({ ...before, [name]: value }));
      renamed();
    },
    keepMine: () => {
      acknowledge();
      renamed();
    },
    takeTheirs: () => {
      setTouched({});
      setAcknowledged(undefined);
      renamed();
    },
  };
}

export type Draft = ReturnType<typeof useDraft<unknown>>;
