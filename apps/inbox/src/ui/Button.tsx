/** Buttons: words, or an icon with a name. A disabled button can carry its reason, and stays reachable to tell it. */
import { type ComponentProps, type ReactNode, useId } from 'react';
import styles from './Button.module.css';
import { classNames } from './class-names.ts';
import { Kbd } from './Kbd.tsx';
import { Spinner } from './Spinner.tsx';

type Variant = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  children: ReactNode;
  variant?: Variant;
  size?: 'small' | 'medium';
  /** The key that does the same, shown beside the words. */
  shortcut?: string | undefined;
  /** True while the work is under way: pressed again it does nothing. */
  busy?: boolean;
  /** Why it cannot be used now. Read aloud and shown as a tip. */
  blocked?: string | undefined;
}

export function Button({
  children,
  variant = 'secondary',
  size = 'medium',
  shortcut,
  busy = false,
  blocked,
  className,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const idle = busy || blocked !== undefined;
  const reason = useId();
  const button = (
    <button
      {...rest}
      type={type}
      aria-disabled={idle || undefined}
      aria-busy={busy || undefined}
      data-tip={blocked}
      aria-describedby={blocked ? reason : rest['aria-describedby']}
      className={classNames(styles.button, styles[variant], styles[size], className)}
      onClick={(event) => {
        if (idle) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <Spinner /> : null}
      {children}
      {shortcut ? <Kbd quiet>{shortcut}</Kbd> : null}
    </button>
  );
  if (!blocked) return button;
  return (
    <>
      {button}
      <span id={reason} hidden>
        {blocked}
      </span>
    </>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  /** The name of the button, and its tip. */
  label: string;
  children: ReactNode;
  tipSide?: 'top' | 'right' | 'bottom' | 'left';
  /** Shown in the tip. */
  shortcut?: string;
  /** False for what needs no explaining, such as the cross of a window. */
  tip?: boolean;
}

export function IconButton({
  label,
  children,
  tipSide = 'bottom',
  shortcut,
  tip = true,
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      data-tip={tip ? (shortcut ? `${label}  ${shortcut}` : label) : undefined}
      data-tip-side={tipSide}
      className={classNames(styles.icon, className)}
    >
      {children}
    </button>
  );
}
