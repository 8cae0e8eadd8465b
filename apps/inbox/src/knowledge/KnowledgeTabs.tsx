/** The parts of knowledge, as links above each of them. */
import { Link } from '@tanstack/react-router';
import styles from './KnowledgeTabs.module.css';

export function KnowledgeTabs() {
  return (
    <nav className={styles.tabs} aria-label="Parts of knowledge">
      <Link to="/knowledge" search={{}} activeOptions={{ exact: true, includeSearch: false }} className={styles.tab}>
        Articles
      </Link>
      <Link to="/knowledge/sources" className={styles.tab}>
        Sources
      </Link>
      <Link to="/knowledge/questions" className={styles.tab}>
        Open questions
      </Link>
    </nav>
  );
}
