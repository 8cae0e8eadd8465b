/** Hands key presses to the screen that answers for them: the one mounted last that knows the action. */
import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { HeldKeys } from './held-keys.ts';
import { isTyping, KEYS, type KeyAction, matchKeys, mayAct, PREFIX_MS } from './keys.ts';
import { preferences } from './preferences.ts';

export type KeyHandlers = Partial<Record<KeyAction, (() => void) | undefined>>;
type Entry = { current: KeyHandlers };

class Keyboard {
  readonly #entries = new Set<Entry>();

  add(entry: Entry): () => void {
    this.#entries.add(entry);
    return () => this.#entries.delete(entry);
  }

  handler(action: KeyAction): (() => void) | undefined {
    for (const entry of [...this.#entries].reverse()) if (entry.current[action]) return entry.current[action];
    return undefined;
  }
}

const Context = createContext(new Keyboard());

export function KeyboardProvider({ children }: { children: ReactNode }) {
  const keyboard = useMemo(() => new Keyboard(), []);
  useEffect(() => {
    const held = new HeldKeys();
    let prefix: string | null = null;
    let forget: ReturnType<typeof setTimeout> | undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const target = event.target instanceof Element ? event.target : null;
      // Windows and menus have their own keys.
      if (target?.closest('[role="dialog"], [role="alertdialog"], [role="menu"]')) return;
      const match = matchKeys(event, prefix);
      prefix = null;
      clearTimeout(forget);
      if (!match) return;
      const typing = isTyping(target);
      if ('prefix' in match) {
        if (typing || !preferences.snapshot().singleKeys) return;
        prefix = match.prefix;
        forget = setTimeout(() => {
          prefix = null;
        }, PREFIX_MS);
        return;
      }
      if (!mayAct(match.action, typing, preferences.snapshot().singleKeys)) return;
      // Enter belongs to the control that has the focus.
      if (match.action === 'open' && target?.closest('a, button, input, summary')) return;
      const handler = keyboard.handler(match.action);
      if (!handler) return;
      event.preventDefault();
      if ('types' in KEYS[match.action]) held.hold();
      handler();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => {
      held.release();
      clearTimeout(forget);
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [keyboard]);
  return <Context value={keyboard}>{children}</Context>;
}

/** Answers for these actions while mounted; `undefined` leaves one to the screens below. */
export function useKeys(handlers: KeyHandlers): void {
  const keyboard = useContext(Context);
  const entry = useRef(handlers);
  // With the paint, not after it: a key pressed at what is seen must not do what was right a moment ago.
  useLayoutEffect(() => {
    entry.current = handlers;
  });
  useEffect(() => keyboard.add(entry), [keyboard]);
}

/** The way for menus and the palette to do what a key would do now; null where nobody answers. */
export function useKeyHandler(): (action: KeyAction) => (() => void) | undefined {
  const keyboard = useContext(Context);
  return (action) => keyboard.handler(action);
}
