/** How far something is, for eyes and for screen readers. Without numbers it only says that something goes on. */
import styles from './ProgressBar.module.css';

export interface ProgressBarProps {
  label: string;
  /** Of `max`; null: not known yet. */
  value: number | null;
  max: number;
  words: string;
}

export function ProgressBar({ label, value, max, words }: ProgressBarProps) {
  return (
    <div className={styles.progress}>
      <progress aria-label={label} className={styles.bar} {...(value !== null && { value, max })} />
      <output className={styles.words}>{words}</output>
    </div>
  );
}
