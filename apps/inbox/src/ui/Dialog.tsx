/** Windows over the page: focus stays inside, Esc closes, focus goes back. Loaded when first opened. */
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './Button.tsx';
import { classNames } from './class-names.ts';
import styles from './Dialog.module.css';

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** Hides the title from the eye, not from screen readers. */
  bare?: boolean;
  width?: 'small' | 'medium';
  /** Near the top instead of the middle, for what grows while one types. */
  high?: boolean;
  children: ReactNode;
}

export function Dialog({ open, onClose, title, bare = false, width = 'small', high = false, children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.scrim} />
        <Base.Viewport className={classNames(styles.viewport, high && styles.high)}>
          <Base.Popup className={classNames(styles.popup, styles[width])}>
            <div className={bare ? 'visually-hidden' : styles.head}>
              <Base.Title className={styles.title}>{title}</Base.Title>
              {bare ? null : (
                <IconButton label="Close" tip={false} onClick={onClose}>
                  <X aria-hidden="true" />
                </IconButton>
              )}
            </div>
            {children}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
