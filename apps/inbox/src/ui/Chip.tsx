/** A small labelled state. Colour only repeats what the words say. */
import type { ReactNode } from 'react';
import styles from './Chip.module.css';
import { classNames } from './class-names.ts';

export type Tone = 'neutral' | 'accent' | 'green' | 'amber' | 'red';

export function Chip({ children, tone = 'neutral', icon }: { children: ReactNode; tone?: Tone; icon?: ReactNode }) {
  return (
    <span className={classNames(styles.chip, styles[tone])}>
      {icon}
      <span className={styles.words}>{children}</span>
    </span>
  );
}
