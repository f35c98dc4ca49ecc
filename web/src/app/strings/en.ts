// The strings of every concept in English; the shape that the other language must have too.
import backups from '../../backups/locales/en.json';
import card from '../../card/locales/en.json';
import events from '../../events/locales/en.json';
import imports from '../../imports/locales/en.json';
import parties from '../../parties/locales/en.json';
import platform from '../../platform/locales/en.json';
import team from '../../team/locales/en.json';
import webhooks from '../../webhooks/locales/en.json';

export const strings = { backups, card, events, imports, parties, platform, team, webhooks };
export type Strings = Record<keyof typeof strings, object>;
