/** The way between the parts of the product, and one's own menu. On a phone it is the bar at the bottom. */
import { Link, type LinkProps, useNavigate } from '@tanstack/react-router';
import { BookOpen, Inbox, Keyboard, LogOut, Search, Settings, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { failureWords } from '../accounts/http.ts';
import { session } from '../accounts/session.ts';
import { useAgentStore, useMe } from '../accounts/use-session.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { IconButton } from '../ui/Button.tsx';
import { Logo } from '../ui/Logo.tsx';
import { Menu } from '../ui/Menu.tsx';
import { toasts } from '../ui/toasts.ts';
import { countNeeding } from './attention.ts';
import { preferences, type Theme, usePreferences } from './preferences.ts';
import styles from './Rail.module.css';

const ROLES = { owner: 'Owner', admin: 'Admin', agent: 'Agent' };

export function Rail({ onPalette, onKeyList }: { onPalette: () => void; onKeyList: () => void }) {
  const me = useMe();
  const { theme } = usePreferences();
  const navigate = useNavigate();
  const needing = useAgentStore((agent) =>
    countNeeding(agent.counts, agent.list('mine').rooms, { me: me.id, teams: agent.teams }),
  );
  const signOut = () =>
    session.signOut().catch((error: unknown) =>
      toasts.show(`Not signed out: ${failureWords(error)}`, {
        tone: 'failure',
        action: { label: 'Try again', run: signOut },
      }),
    );
  return (
    <nav className={styles.rail} aria-label="Parts of Parley">
      <span className={styles.logo}>
        <Logo named={false} />
      </span>
      <Item to="/inbox" label="Inbox" icon={<Inbox />} badge={needing} />
      <Item to="/knowledge" label="Knowledge" icon={<BookOpen />} />
      <Item to="/settings" label="Settings" icon={<Settings />} />
      <span className={styles.space} />
      <IconButton label="Search and commands" tipSide="right" className={styles.command} onClick={onPalette}>
        <Search aria-hidden="true" />
      </IconButton>
      <Menu
        label={`${me.name}: account and theme`}
        side="right"
        className={styles.me}
        items={[
          {
            kind: 'words',
            content: (
              <>
                <strong className={styles.name}>{me.name}</strong>
                {ROLES[me.role]} · {me.site_name}
              </>
            ),
          },
          { kind: 'line' },
          {
            kind: 'action',
            label: 'Your account',
            icon: <UserRound aria-hidden="true" />,
            onSelect: () => void navigate({ to: '/settings/account' }),
          },
          {
            kind: 'choice',
            label: 'Theme',
            value: theme,
            options: [
              { value: 'system', label: 'As the system' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ],
            onChange: (value) => preferences.change({ theme: value as Theme }),
          },
          { kind: 'line' },
          {
            kind: 'action',
            label: 'List of keys',
            shortcut: '?',
            icon: <Keyboard aria-hidden="true" />,
            onSelect: onKeyList,
          },
          { kind: 'action', label: 'Sign out', icon: <LogOut aria-hidden="true" />, onSelect: () => void signOut() },
        ]}
      >
        <Avatar name={me.name} photo={me.photo} />
      </Menu>
    </nav>
  );
}

function Item({ to, label, icon, badge = 0 }: { to: LinkProps['to']; label: string; icon: ReactNode; badge?: number }) {
  return (
    <Link
      to={to}
      className={styles.item}
      activeProps={{ 'aria-current': 'page' }}
      data-tip={label}
      data-tip-side="right"
    >
      <span aria-hidden="true" className={styles.icon}>
        {icon}
        {badge > 0 ? <span className={styles.badge}>{badge > 99 ? '99+' : badge}</span> : null}
      </span>
      <span className={styles.label}>{label}</span>
      {badge > 0 ? <span className="visually-hidden">, {badge} waiting for a person</span> : null}
    </Link>
  );
}
