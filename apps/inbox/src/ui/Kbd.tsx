/** A key of the keyboard, as printed on it. */
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './Kbd.module.css';

/** `quiet` takes the colour of the words around it, for use inside buttons; it is hidden from screen readers there. */
export function Kbd({ children, quiet = false }: { children: ReactNode; quiet?: boolean }) {
  return (
    <kbd className={classNames(styles.kbd, quiet && styles.quiet)} aria-hidden={quiet || undefined}>
      {children}
    </kbd>
  );
}
