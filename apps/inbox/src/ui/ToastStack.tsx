/** Draws the toasts, at the bottom above everything, and announces them politely. */
import { X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { classNames } from './class-names.ts';
import styles from './ToastStack.module.css';
import { toasts } from './toasts.ts';

export function ToastStack() {
  const list = useSyncExternalStore(toasts.subscribe, toasts.snapshot);
  return (
    // Watching over what is inside, not acting itself.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      aria-label="Notifications"
      className={styles.stack}
      onPointerEnter={() => toasts.hold(true)}
      onPointerLeave={() => toasts.hold(false)}
      onFocus={() => toasts.hold(true)}
      onBlur={() => toasts.hold(false)}
    >
      <div aria-live="polite" className={styles.list}>
        {list.map((toast) => (
          <div key={toast.id} className={classNames(styles.toast, toast.tone === 'failure' && styles.failure)}>
            <p className={styles.message}>{toast.message}</p>
            {toast.action ? (
              <button
                type="button"
                className={styles.action}
                onClick={() => {
                  toasts.close(toast.id);
                  toast.action?.run();
                }}
              >
                {toast.action.label}
              </button>
            ) : null}
            <button type="button" className={styles.close} aria-label="Dismiss" onClick={() => toasts.close(toast.id)}>
              <X aria-hidden="true" />
            </button>
          </div>
        ))}
      </div>
    </section>
  );
}
