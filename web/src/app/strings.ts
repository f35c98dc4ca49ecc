// The strings of every concept, in both languages.
import backupsEn from '../backups/locales/en.json';
import backupsVi from '../backups/locales/vi.json';
import cardEn from '../card/locales/en.json';
import cardVi from '../card/locales/vi.json';
import eventsEn from '../events/locales/en.json';
import eventsVi from '../events/locales/vi.json';
import importsEn from '../imports/locales/en.json';
import importsVi from '../imports/locales/vi.json';
import partiesEn from '../parties/locales/en.json';
import partiesVi from '../parties/locales/vi.json';
import type { Strings } from '../platform/i18n/i18n';
import platformEn from '../platform/locales/en.json';
import platformVi from '../platform/locales/vi.json';
import teamEn from '../team/locales/en.json';
import teamVi from '../team/locales/vi.json';
import webhooksEn from '../webhooks/locales/en.json';
import webhooksVi from '../webhooks/locales/vi.json';

export const strings = {
  backups: { en: backupsEn, vi: backupsVi },
  card: { en: cardEn, vi: cardVi },
  events: { en: eventsEn, vi: eventsVi },
  imports: { en: importsEn, vi: importsVi },
  parties: { en: partiesEn, vi: partiesVi },
  platform: { en: platformEn, vi: platformVi },
  team: { en: teamEn, vi: teamVi },
  webhooks: { en: webhooksEn, vi: webhooksVi },
} satisfies Strings;
