/** The frame of the settings: their parts on the left, one of them open. */
import type { Permission } from '@parley/protocol';
import { Link, type LinkProps, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useMe } from '../accounts/use-session.ts';
import { Queries } from '../shell/Queries.tsx';
import { useTitle } from '../shell/use-title.ts';
import styles from './SettingsScreen.module.css';

interface Part {
  to: LinkProps['to'];
  label: string;
  /** Without it there is nothing to see. */
  needs?: Permission;
}

const PARTS: { group: string; items: Part[] }[] = [
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

export function SettingsScreen() {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const current = PARTS.flatMap(({ items }) => items).find(({ to }) => `${path}/`.startsWith(`${to}/`));
  const me = useMe();
  const nav = useRef<HTMLElement>(null);
  // On a phone the parts stand in one line that is wider than the screen.
  useEffect(() => {
    nav.current?.querySelector(`[href="${current?.to}"]`)?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [current?.to]);
  useTitle(current ? `${current.label} · Settings` : 'Settings');
  return (
    <Queries>
      <div className={styles.screen}>
        <nav ref={nav} className={styles.nav} aria-label="Settings">
          <h1 className={styles.title}>Settings</h1>
          {PARTS.map(({ group, items }) => (
            <div key={group} className={styles.group}>
              <h2 className={styles.groupName}>{group}</h2>
              {items
                .filter(({ needs }) => !needs || me.permissions.includes(needs))
                .map(({ to, label }) => (
                  <Link key={label} to={to} className={styles.link} activeProps={{ 'aria-current': 'page' }}>
                    {label}
                  </Link>
                ))}
            </div>
          ))}
        </nav>
        <div className={styles.page}>
          <Outlet />
        </div>
      </div>
    </Queries>
  );
}
