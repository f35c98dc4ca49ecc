// By which channels and for what they may be contacted, and may not.
import { Ban, MessageCircle, MessageCircleX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../platform/form/values';
import { useFormats } from '../../platform/format/useFormats';
import { useVocabulary } from '../../platform/vocabulary';
import type { Card } from '../calls';
import { permissionEditing } from '../matters';
import { refusedChannels } from '../shape';
import { CardLine, CardPart, lines } from './CardPart';
import { EditMatter } from './EditMatter';
import { FactButton, FactPanel, useFact } from './Fact';

interface PermissionsProps {
  card: Card;
  fieldsOf: (type: string) => Field[];
  onSet: (logging: { type: string; begun?: Record<string, string> }) => void;
}

export function Permissions({ card, fieldsOf, onSet }: PermissionsProps) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const words = useVocabulary();
  const refused = refusedChannels(card.withdrawn_permissions);
  return (
    <CardPart
      title={t('permissions.title')}
      addLabel={t('permissions.add')}
      onAdd={() => onSet({ type: 'permission_given' })}
    >
      {card.permissions.length === 0 && !card.contact_stopped_at && <p className="quiet">{t('permissions.none')}</p>}
      <ul className={lines}>
        {card.contact_stopped_at && (
          <CardLine
            near
            mark={<Ban size={15} aria-hidden />}
            main={<strong>{t('permissions.stopped')}</strong>}
            detail={t('permissions.stoppedDetail', { day: formats.date(card.contact_stopped_at) })}
          />
        )}
        {card.permissions.map((permission) => (
          <PermissionLine
            key={`${permission.channel}.${permission.purpose}`}
            card={card}
            permission={permission}
            fieldsOf={fieldsOf}
          />
        ))}
      </ul>
      {refused.length > 0 && (
        <>
          <p className="quiet">{t('permissions.refused')}</p>
          <ul className={lines}>
            {refused.map(({ channel, purposes, since }) => (
              <CardLine
                key={channel}
                past
                mark={<MessageCircleX size={15} aria-hidden />}
                main={`${words.channel(channel)} · ${purposes.map(words.purpose).join(', ')}`}
                detail={t('permissions.refusedSince', { day: formats.date(since) })}
              />
            ))}
          </ul>
        </>
      )}
    </CardPart>
  );
}

interface PermissionLineProps {
  card: Card;
  permission: Card['permissions'][number];
  fieldsOf: PermissionsProps['fieldsOf'];
}

function PermissionLine({ card, permission, fieldsOf }: PermissionLineProps) {
  const { t } = useTranslation('card');
  const formats = useFormats();
  const words = useVocabulary();
  const fact = useFact();
  const { channel, purpose, since, text } = permission;
  const name = `${words.channel(channel)} · ${words.purpose(purpose)}`;
  return (
    <CardLine
      mark={<MessageCircle size={15} aria-hidden />}
      main={name}
      detail={[t('permissions.since', { day: formats.date(since) }), text].filter(Boolean).join(' · ')}
      button={<FactButton fact={fact} name={name} />}
      panel={
        fact.opened && (
          <FactPanel
            fact={fact}
            name={name}
            card={card}
            of={{ matter: 'permission', number: `${channel}:${purpose}` }}
            form={(latest) => (
              <EditMatter
                editing={permissionEditing(
                  card.id,
                  permission,
                  latest,
                  fieldsOf('permission_given'),
                  t('permissions.withdraw'),
                )}
                title={`${name} · ${words.name(card)}`}
                onClose={fact.close}
              />
            )}
          />
        )
      }
    />
  );
}
