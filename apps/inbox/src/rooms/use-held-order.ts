/** Holds a list's order while a hand is on it, and lets go when the hand is gone or at rest. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type HeldView, viewOf } from './held-list.ts';

/** After the last key in the list; after the pointer's last movement over it; after the pointer left it. */
export const REST_MS = { key: 4_000, pointer: 8_000, gone: 500 } as const;

export interface HeldOrder extends HeldView {
  /** The hand is here: hold for so long from now. */
  touch: (rest: keyof typeof REST_MS) => void;
  letGo: () => void;
}

/** `mayLetGo` is asked when the hand has rested: false (scrolled away from the top) holds on. */
export function useHeldOrder(live: readonly string[], mayLetGo: () => boolean): HeldOrder {
  const [held, setHeld] = useState<readonly string[] | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef({ live, mayLetGo });
  useLayoutEffect(() => {
    latest.current = { live, mayLetGo };
  });

  const letGo = useCallback(() => {
    clearTimeout(timer.current);
    setHeld(null);
  }, []);
  const touch = useCallback(
    (rest: keyof typeof REST_MS) => {
      clearTimeout(timer.current);
      if (latest.current.live.length > 0) setHeld((before) => before ?? latest.current.live);
      const wait = () => {
        timer.current = setTimeout(() => (latest.current.mayLetGo() ? letGo() : wait()), REST_MS[rest]);
      };
      wait();
    },
    [letGo],
  );
  useEffect(() => () => clearTimeout(timer.current), []);

  return { ...viewOf(live, held), touch, letGo };
}
