/** A link that looks like the page's main button. */
import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import styles from './Button.module.css';
import { classNames } from './class-names.ts';

function Anchor({ className, children, ...rest }: ComponentProps<'a'>) {
  return (
    <a {...rest} className={classNames(styles.button, styles.primary, styles.medium, className)}>
      {children}
    </a>
  );
}

export const LinkButton = createLink(Anchor);
