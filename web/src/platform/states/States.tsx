// What a page shows when it has nothing, waits, failed, or may not be seen. Each says what happened and a way on.
import { Button, Skeleton } from '@mantine/core';
import { CircleAlert, Lock, SearchX, WifiOff, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/problem';
import { useProblemSentence } from './problemSentence';
import classes from './States.module.css';

interface MessageProps {
  Icon: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** An alert is read out at once; an empty list is no alert. */
  alert?: boolean;
}

export function Message({ Icon, title, children, action, alert }: MessageProps) {
  return (
    <div className={classes.message} role={alert ? 'alert' : undefined}>
      <span className={classes.sign} aria-hidden>
        <Icon size={22} strokeWidth={1.7} />
      </span>
      <p className={classes.title}>{title}</p>
      {children && <div className={classes.text}>{children}</div>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}

export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation('platform');
  const sentence = useProblemSentence();
  const again = retry && (
    <Button variant="default" onClick={retry}>
      {t('state.retry')}
    </Button>
  );
  if (error instanceof Problem && error.isLost)
    return (
      <Message alert Icon={WifiOff} title={t('state.lost')} action={again}>
        {t('state.lostText')}
      </Message>
    );
  if (error instanceof Problem && error.status === 403)
    return (
      <Message alert Icon={Lock} title={t('state.forbidden')}>
        {t('state.forbiddenText')}
      </Message>
    );
  if (error instanceof Problem && error.status === 404)
    return (
      <Message alert Icon={SearchX} title={t('state.gone')}>
        {t('state.goneText')}
      </Message>
    );
  return (
    <Message alert Icon={CircleAlert} title={t('state.failed')} action={again}>
      {sentence(error)}
    </Message>
  );
}

/** Grey lines in the place of rows that are on their way. */
export function LoadingRows({ rows, height = 48 }: { rows: number; height?: number }) {
  const { t } = useTranslation('platform');
  return (
    <div className={classes.rows} role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={classes.row} style={{ height }}>
          <Skeleton circle height={30} />
          <Skeleton height={11} width={`${38 - ((index * 7) % 17)}%`} radius="sm" />
          <Skeleton height={11} width="14%" radius="sm" ml="auto" />
        </div>
      ))}
    </div>
  );
}
