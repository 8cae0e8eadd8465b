/** An address that leads nowhere. */
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../ui/EmptyState.tsx';
import styles from './Shell.module.css';

export function NotFound() {
  return (
    <main className={styles.alone}>
      <EmptyState heading title="There is nothing at this address">
        <Link to="/inbox" className={styles.link}>
          Go to the inbox
        </Link>
      </EmptyState>
    </main>
  );
}
