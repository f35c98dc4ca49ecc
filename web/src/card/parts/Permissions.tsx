// By which channels and for what they may be written to or called.
import { MessageCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { spaced } from '../../platform/vocabulary';
import type { Card } from '../calls';
import { CardLine, CardPart, lines } from './CardPart';

interface PermissionsProps {
  card: Card;
  onSet: (logging: { type: string; begun?: Record<string, string> }) => void;
}

export function Permissions({ card, onSet }: PermissionsProps) {
  const { t, i18n } = useTranslation('card');
  const formats = useFormats();
  const word = (code: string) =>
    i18n.exists(`permissions.${code}`, { ns: 'card' }) ? String(t(`permissions.${code}` as never)) : spaced(code);
  return (
    <CardPart
      title={t('permissions.title')}
      addLabel={t('permissions.add')}
      onAdd={() => onSet({ type: 'permission_given' })}
    >
      {card.permissions.length === 0 && <p className="quiet">{t('permissions.none')}</p>}
      <ul className={lines}>
        {card.permissions.map(({ channel, purpose, since, text }) => (
          <CardLine
            key={`${channel}.${purpose}`}
            mark={<MessageCircle size={15} aria-hidden />}
            main={`${word(channel)} · ${word(purpose)}`}
            detail={[t('permissions.since', { day: formats.date(since) }), text].filter(Boolean).join(' · ')}
          />
        ))}
      </ul>
    </CardPart>
  );
}
