import { useTranslation } from 'react-i18next';
import { useFormats } from '../../platform/format/useFormats';
import { Shown } from '../../platform/shell/Shown';

/** A link to sign in with, and until when it works. */
export function LinkShown({ link }: { link: { path: string; expires_at: string } }) {
  const { t } = useTranslation('team');
  const formats = useFormats();
  return (
    <Shown label={t('users.address')} text={window.location.origin + link.path}>
      {t('users.once', { until: formats.dateTime(link.expires_at) })}
    </Shown>
  );
}
