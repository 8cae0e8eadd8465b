/** The places one can go to by name. */
import type { LinkProps } from '@tanstack/react-router';

export const PLACES = [
  { label: 'Inbox', to: '/inbox', keys: 'g i' },
  { label: 'Knowledge', to: '/knowledge', keys: 'g k' },
  { label: 'Knowledge: Sources', to: '/knowledge/sources', keys: undefined },
  { label: 'Settings: Installation', to: '/settings/installation', keys: 'g s' },
  { label: 'Settings: Appearance', to: '/settings/appearance', keys: undefined },
  { label: 'Settings: Bot', to: '/settings/bot', keys: undefined },
  { label: 'Settings: Predefined answers', to: '/settings/answers', keys: undefined },
  { label: 'Settings: Team', to: '/settings/team', keys: undefined },
  { label: 'Settings: Teams', to: '/settings/teams', keys: undefined },
  { label: 'Settings: Labels', to: '/settings/labels', keys: undefined },
  { label: 'Settings: Tokens', to: '/settings/tokens', keys: undefined },
  { label: 'Settings: Data retention', to: '/settings/retention', keys: undefined },
  { label: 'Settings: Two-step sign-in', to: '/settings/two-step', keys: undefined },
  { label: 'Settings: This browser', to: '/settings/browser', keys: undefined },
] as const satisfies { label: string; to: LinkProps['to']; keys: string | undefined }[];
