/** How far a request is, for eyes and for screen readers. */
import type { PrivacyRequest } from '@parley/protocol';
import styles from './Progress.module.css';

export function Progress({ label, request }: { label: string; request: PrivacyRequest }) {
  const { done, total, state } = request;
  const known = state !== 'queued' && total > 0;
  return (
    <div className={styles.progress}>
      <progress aria-label={label} className={styles.bar} {...(known && { value: done, max: total })} />
      <output className={styles.words}>
        {known ? `${done.toLocaleString()} of ${total.toLocaleString()} messages` : 'Waiting to begin…'}
      </output>
    </div>
  );
}
