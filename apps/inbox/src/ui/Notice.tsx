/** A sentence that belongs to the part of the screen it stands in: information, a warning, a failure. */
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './Notice.module.css';

export function Notice({
  tone,
  children,
  action,
}: {
  tone: 'neutral' | 'amber' | 'red' | 'green';
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={classNames(styles.notice, styles[tone])} role={tone === 'red' ? 'alert' : 'status'}>
      <div className={styles.words}>{children}</div>
      {action}
    </div>
  );
}
