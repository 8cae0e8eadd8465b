/** A small turning ring for a control at work. Never put over content: content has skeletons. */
import styles from './Spinner.module.css';

export function Spinner() {
  return <span className={styles.spinner} aria-hidden="true" />;
}
