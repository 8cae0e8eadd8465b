/** Short messages after a deed, with a way to undo it. They wait while the pointer or the focus is on them. */

export interface Toast {
  id: number;
  message: string;
  tone: 'plain' | 'failure';
  action?: { label: string; run: () => void } | undefined;
}

const STAY_MS = 6_000;
/** Longer, for there is something to read and to decide. */
const STAY_WITH_ACTION_MS = 10_000;
const MOST = 3;

/** The page's stack of toasts: the oldest gives way when there are too many. */
export class Toasts {
  #list: readonly Toast[] = [];
  #next = 1;
  #held = false;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly snapshot = (): readonly Toast[] => this.#list;

  /** Shows a message, and answers with what closes it before its time; `action` closes it when taken. */
  readonly show = (message: string, options: Partial<Pick<Toast, 'tone' | 'action'>> = {}): number => {
    const toast: Toast = { id: this.#next++, message, tone: options.tone ?? 'plain', action: options.action };
    for (const old of this.#list.slice(0, Math.max(0, this.#list.length - MOST + 1))) this.close(old.id);
    this.#set([...this.#list, toast]);
    if (!this.#held) this.#arm(toast);
    return toast.id;
  };

  readonly close = (id: number): void => {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#set(this.#list.filter((toast) => toast.id !== id));
  };

  /** While held nothing goes away by itself. */
  readonly hold = (held: boolean): void => {
    if (this.#held === held) return;
    this.#held = held;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    if (!held) for (const toast of this.#list) this.#arm(toast);
  };

  #arm(toast: Toast): void {
    this.#timers.set(
      toast.id,
      setTimeout(() => this.close(toast.id), toast.action ? STAY_WITH_ACTION_MS : STAY_MS),
    );
  }

  #set(list: readonly Toast[]): void {
    this.#list = list;
    for (const listener of this.#listeners) listener();
  }
}

export const toasts = new Toasts();
