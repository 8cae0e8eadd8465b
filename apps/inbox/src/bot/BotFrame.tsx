/** What the pages of the bot share: its name over them, and the way from one to the other. */
import { Link, type LinkProps, Outlet } from '@tanstack/react-router';
import styles from './BotFrame.module.css';

const PAGES: { to: LinkProps['to']; label: string; exact: boolean }[] = [
  { to: '/settings/bot', label: 'Settings', exact: true },
  { to: '/settings/bot/playground', label: 'Playground', exact: false },
  { to: '/settings/bot/replay', label: 'Replay', exact: false },
  { to: '/settings/bot/costs', label: 'Costs', exact: false },
  { to: '/settings/bot/versions', label: 'Versions', exact: false },
];

export function BotFrame() {
  return (
    <div className={styles.frame}>
      <nav className={styles.pages} aria-label="The bot">
        {PAGES.map(({ to, label, exact }) => (
          <Link
            key={label}
            to={to}
            className={styles.page}
            activeOptions={{ exact }}
            activeProps={{ 'aria-current': 'page' }}
          >
            {label}
          </Link>
        ))}
      </nav>
      <Outlet />
    </div>
  );
}
