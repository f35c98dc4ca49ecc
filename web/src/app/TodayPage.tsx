// Today needs two concepts: the list is team's, logging and closing are touchpoints. They are composed here.
import { Modal, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CLOSINGS } from '../card/shape';
import { eventTypesQuery, useReminder } from '../events/calls';
import { LogForm } from '../events/parts/LogForm';
import { useBilingual } from '../platform/i18n/i18n';
import { useAnnounce } from '../platform/shell/announce';
import { useProblemSentence } from '../platform/states/problemSentence';
import { useVocabulary } from '../platform/vocabulary';
import { TodayPage as Today } from '../team/pages/TodayPage';
import { isClosedByTouchpoint, isReminder, namedBy, useDecide, type Line, type View } from '../team/today';

/** What comes of a line is mostly one of these. */
const EVERY_DAY = ['call', 'message_sent', 'visit', 'note'];

interface Logging {
  line: Line;
  type: string;
  begun?: Record<string, string>;
  /** Given: it ends what the line is about. Otherwise the line is done when it is about nothing that stays open. */
  closed?: () => void;
}

interface TodayPageProps {
  view: View;
  onView: (view: View) => void;
  onOpen: (partyId: string) => void;
}

export function TodayPage({ view, onView, onOpen }: TodayPageProps) {
  const announce = useAnnounce();
  const sentence = useProblemSentence();
  const reminder = useReminder();
  const [logging, setLogging] = useState<Logging>();
  const lineAbout = useLineAbout();
  const onError = (error: unknown) => announce(sentence(error));
  const reminderOf = (line: Line, done: boolean) => ({
    partyId: line.party.id,
    number: line.number,
    text: line.text,
    day: line.due,
    exposure: line.exposure,
    done,
    about: lineAbout(line, done ? 'done' : 'reopened'),
  });
  return (
    <>
      <Today
        view={view}
        onView={onView}
        onOpen={(line) => onOpen(line.party.id)}
        onLog={(line) => setLogging({ line, type: 'call' })}
        onClose={(line, closed) => {
          if (isReminder(line)) {
            reminder.mutate(reminderOf(line, true), { onSuccess: closed, onError });
            return true;
          }
          if (!isClosedByTouchpoint(line)) return false;
          const [closing] = CLOSINGS[line.kind as 'complaint' | 'support' | 'promise'];
          setLogging({ line, type: closing!.type, begun: closing!.begun(line.number), closed });
          return true;
        }}
        onReopen={(line) => {
          if (isReminder(line)) reminder.mutate(reminderOf(line, false), { onError });
        }}
      />
      {logging && <LogDialog logging={logging} onLogging={setLogging} />}
    </>
  );
}

/** What a line of Today is called where something about it has to wait for a connection. */
function useLineAbout() {
  const { t } = useTranslation('team');
  const words = useVocabulary();
  return (line: Line, made: 'done' | 'reopened') => {
    const name = words.name(namedBy(line));
    return {
      title: made === 'done' ? t('today.made.done', { name }) : t('today.undone', { name }),
      typed: [],
      to: `/parties/${line.party.id}`,
    };
  };
}

function LogDialog({ logging, onLogging }: { logging: Logging; onLogging: (logging: Logging | undefined) => void }) {
  const { t: tp } = useTranslation('platform');
  const pick = useBilingual();
  const words = useVocabulary();
  const types = useQuery(eventTypesQuery);
  const decide = useDecide();
  const lineAbout = useLineAbout();
  const { line, closed } = logging;
  const type = types.data?.data.find((described) => described.type === logging.type);
  const everyDay = EVERY_DAY.flatMap((name) => types.data?.data.filter((described) => described.type === name) ?? []);
  const saved = () => {
    if (closed) closed();
    else if (!isClosedByTouchpoint(line) && !isReminder(line))
      decide.mutate({ line, decision: { act: 'done' }, about: lineAbout(line, 'done') });
  };
  return (
    <Modal
      opened
      onClose={() => onLogging(undefined)}
      title={words.name(namedBy(line))}
      closeButtonProps={{ 'aria-label': tp('close') }}
    >
      {!closed && (
        <SegmentedControl
          fullWidth
          mb="md"
          value={logging.type}
          onChange={(chosen) => onLogging({ ...logging, type: chosen })}
          data={everyDay.map(({ type: value, label }) => ({ value, label: pick(label) }))}
        />
      )}
      {type && (
        <LogForm
          key={type.type}
          partyId={line.party.id}
          name={words.name(namedBy(line))}
          type={type}
          envelope={types.data?.envelope.fields ?? []}
          begun={logging.begun}
          exposure={line.exposure ?? undefined}
          onSaved={saved}
          onClose={() => onLogging(undefined)}
        />
      )}
    </Modal>
  );
}
