/** A label: a dot in its colour, and its name. The colour only repeats what the name says. */
import type { Label } from '@parley/protocol';
import styles from './LabelName.module.css';

export const LabelDot = ({ color }: Pick<Label, 'color'>) => (
  <span className={styles.dot} data-color={color} aria-hidden="true" />
);

export const LabelName = ({ color, name }: Pick<Label, 'color' | 'name'>) => (
  <span className={styles.label}>
    <LabelDot color={color} />
    <span className={styles.name}>{name}</span>
  </span>
);
