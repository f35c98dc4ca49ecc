// What waits to be sent, and what was sent and not accepted: a bar over the page, and behind it each with what was typed.
import { Button, Group, Modal, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { CircleAlert, Clock3 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/problem';
import { useFormats } from '../format/useFormats';
import { Refusal } from '../states/Refusal';
import { isOutrun, sendAgain, throwAway, useUnsent } from './send';
import type { Unsent } from './unsent';
import classes from './Waiting.module.css';

export function Waiting() {
  const { t } = useTranslation('platform');
  const unsent = useUnsent();
  const [shown, setShown] = useState(false);
  const refused = unsent.filter(({ refusal }) => refusal).length;
  const waiting = unsent.length - refused;
  return (
    <div role="status" aria-live="polite">
      {unsent.length > 0 && (
        <div className={classes.bar} data-refused={refused > 0}>
          {refused > 0 ? <CircleAlert size={15} aria-hidden /> : <Clock3 size={15} aria-hidden />}
          <span>
            {[
              refused > 0 && t('unsent.refused', { count: refused }),
              waiting > 0 && t('unsent.waiting', { count: waiting }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <button type="button" onClick={() => setShown(true)}>
            {t('unsent.show')}
          </button>
        </div>
      )}
      {shown && unsent.length > 0 && <WaitingDialog unsent={unsent} onClose={() => setShown(false)} />}
    </div>
  );
}

function WaitingDialog({ unsent, onClose }: { unsent: Unsent[]; onClose: () => void }) {
  const { t } = useTranslation('platform');
  return (
    <Modal opened onClose={onClose} title={t('unsent.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('unsent.explain')}
      </Text>
      <ul className={classes.list}>
        {unsent.map((each) => (
          <WaitingItem key={each.name} unsent={each} onClose={onClose} />
        ))}
      </ul>
    </Modal>
  );
}

function WaitingItem({ unsent, onClose }: { unsent: Unsent; onClose: () => void }) {
  const { t } = useTranslation('platform');
  const formats = useFormats();
  const [sure, setSure] = useState(false);
  const { about, refusal, keptAt } = unsent;
  return (
    <li className={classes.item} data-unsent={refusal ? 'refused' : 'waiting'}>
      <div className={classes.head}>
        <strong>{about.title}</strong>
        <span>{formats.dateTime(new Date(keptAt).toISOString())}</span>
      </div>
      <dl className={classes.typed}>
        {about.typed.map(({ label, value }, index) => (
          <div key={index}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {refusal ? <Refusal error={new Problem(refusal)} /> : <p className={classes.state}>{t('unsent.state')}</p>}
      <Group gap="xs" mt="xs">
        {about.to && (
          <Button
            size="compact-sm"
            variant="default"
            renderRoot={(props) => <Link to={about.to} {...props} onClick={onClose} />}
          >
            {t('unsent.open')}
          </Button>
        )}
        {refusal && (
          <Button size="compact-sm" variant="default" onClick={() => sendAgain(unsent)}>
            {t(isOutrun(unsent) ? 'unsent.overwrite' : 'unsent.again')}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant={sure ? 'filled' : 'subtle'}
          color={sure ? 'red' : 'gray'}
          onClick={() => (sure ? throwAway(unsent) : setSure(true))}
        >
          {t(sure ? 'unsent.sure' : 'unsent.discard')}
        </Button>
      </Group>
    </li>
  );
}
