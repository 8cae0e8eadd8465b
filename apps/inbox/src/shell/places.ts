/** The places one can go to by name: the parts of the settings and the pages of the bot, as their own lines show them, and the rest. */
import type { Permission } from '@parley/protocol';
import type { LinkProps } from '@tanstack/react-router';

export interface Place {
  to: LinkProps['to'];
  label: string;
  /** Without it there is nothing to see. */
  needs?: Permission;
}

export const SETTINGS: { group: string; items: Place[] }[] = [
  {
    group: 'Your site',
    items: [
      { to: '/settings/installation', label: 'Installation' },
      { to: '/settings/appearance', label: 'Appearance' },
      { to: '/settings/identity', label: 'Identity' },
      { to: '/settings/blocked', label: 'Blocked' },
      { to: '/settings/team', label: 'Team' },
      { to: '/settings/teams', label: 'Teams' },
      { to: '/settings/labels', label: 'Labels' },
      { to: '/settings/tokens', label: 'Tokens' },
      { to: '/settings/privacy', label: 'Privacy' },
      { to: '/settings/retention', label: 'Data retention' },
      { to: '/settings/api-keys', label: 'API keys' },
      { to: '/settings/audit', label: 'Audit log', needs: 'read_audit' },
    ],
  },
  {
    group: 'The bot',
    items: [
      { to: '/settings/bot', label: 'Bot' },
      { to: '/settings/answers', label: 'Predefined answers' },
    ],
  },
  {
    group: 'You',
    items: [
      { to: '/settings/account', label: 'Your account' },
      { to: '/settings/two-step', label: 'Two-step sign-in' },
      { to: '/settings/browser', label: 'This browser' },
    ],
  },
];

/** Below the bot's settings, which are the first. */
export const BOT_PAGES: Place[] = [
  { to: '/settings/bot', label: 'Settings' },
  { to: '/settings/bot/playground', label: 'Playground' },
  { to: '/settings/bot/replay', label: 'Replay' },
  { to: '/settings/bot/costs', label: 'Costs' },
  { to: '/settings/bot/versions', label: 'Versions' },
];

const below = (name: string, places: Place[]): Place[] =>
  places.map((place) => ({ ...place, label: `${name}: ${place.label}` }));

export const PLACES: Place[] = [
  { to: '/inbox', label: 'Inbox' },
  { to: '/knowledge', label: 'Knowledge' },
  { to: '/knowledge/sources', label: 'Knowledge: Sources' },
  { to: '/knowledge/questions', label: 'Knowledge: Open questions' },
  ...below(
    'Settings',
    SETTINGS.flatMap(({ items }) => items),
  ),
  ...below('Bot', BOT_PAGES.slice(1)),
];

/** The keys that lead to some of them. */
export const PLACE_KEYS: Record<string, string> = {
  '/inbox': 'g i',
  '/knowledge': 'g k',
  '/settings/installation': 'g s',
};
