// Makes a missing or misspelt key a type error, in any concept.
import type backups from '../../backups/locales/en.json';
import type card from '../../card/locales/en.json';
import type events from '../../events/locales/en.json';
import type imports from '../../imports/locales/en.json';
import type parties from '../../parties/locales/en.json';
import type platform from '../locales/en.json';
import type team from '../../team/locales/en.json';
import type webhooks from '../../webhooks/locales/en.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'platform';
    resources: {
      backups: typeof backups;
      card: typeof card;
      events: typeof events;
      imports: typeof imports;
      parties: typeof parties;
      platform: typeof platform;
      team: typeof team;
      webhooks: typeof webhooks;
    };
  }
}
