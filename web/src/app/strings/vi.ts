// The strings of every concept in Vietnamese.
import backups from '../../backups/locales/vi.json';
import card from '../../card/locales/vi.json';
import events from '../../events/locales/vi.json';
import imports from '../../imports/locales/vi.json';
import parties from '../../parties/locales/vi.json';
import platform from '../../platform/locales/vi.json';
import team from '../../team/locales/vi.json';
import webhooks from '../../webhooks/locales/vi.json';
import type { Strings } from './en';

export const strings: Strings = { backups, card, events, imports, parties, platform, team, webhooks };
