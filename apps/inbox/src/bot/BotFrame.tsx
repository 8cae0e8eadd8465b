/** What the pages of the bot share: its name over them, and the way from one to the other. */
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { BOT_PAGES } from '../shell/places.ts';
import { useCurrentInView } from '../ui/use-current-in-view.ts';
import styles from './BotFrame.module.css';

export function BotFrame() {
  const nav = useCurrentInView(useRouterState({ select: ({ location }) => location.pathname }));
  return (
    <div className={styles.frame}>
      <nav ref={nav} className={styles.pages} aria-label="The bot">
        {BOT_PAGES.map(({ to, label }) => (
          <Link
            key={label}
            to={to}
            className={styles.page}
            activeOptions={{ exact: to === BOT_PAGES[0]?.to }}
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
