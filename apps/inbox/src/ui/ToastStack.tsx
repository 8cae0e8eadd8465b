/** Draws the toasts, at the bottom above everything, and announces them politely. Tells the page how much room they take. */
import { X } from 'lucide-react';
import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { classNames } from './class-names.ts';
import styles from './ToastStack.module.css';
import { toasts } from './toasts.ts';

/** As in the style sheet. */
const GAP_PX = 8;

export function ToastStack() {
  const list = useSyncExternalStore(toasts.subscribe, toasts.snapshot);
  const stack = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const height = entry?.contentRect.height ?? 0;
      document.documentElement.style.setProperty('--toasts', height > 0 ? `${height + GAP_PX}px` : '0px');
    });
    if (stack.current) observer.observe(stack.current);
    return () => observer.disconnect();
  }, []);
  return (
    // Watching over what is inside, not acting itself.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={stack}
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
