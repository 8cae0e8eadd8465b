/** The frame of the settings: their parts on the left, one of them open. */
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useMe } from '../accounts/use-session.ts';
import { SETTINGS } from '../shell/places.ts';
import { Queries } from '../shell/Queries.tsx';
import { useTitle } from '../shell/use-title.ts';
import { useCurrentInView } from '../ui/use-current-in-view.ts';
import styles from './SettingsScreen.module.css';

export function SettingsScreen() {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const current = SETTINGS.flatMap(({ items }) => items).find(({ to }) => `${path}/`.startsWith(`${to}/`));
  const me = useMe();
  const nav = useCurrentInView(current?.to);
  useTitle(current ? `${current.label} · Settings` : 'Settings');
  return (
    <Queries>
      <div className={styles.screen}>
        <nav ref={nav} className={styles.nav} aria-label="Settings">
          <h1 className={styles.title}>Settings</h1>
          {SETTINGS.map(({ group, items }) => (
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
