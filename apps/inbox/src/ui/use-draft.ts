/** What a form is being changed to, beside what it was. */
import { useState } from 'react';

export interface Draft<Value> {
  value: Value;
  change: (change: Partial<Value>) => void;
  dirty: boolean;
  reset: () => void;
}

/** `saved` may change under the form: fields that were not touched follow it. `begun`: what somebody else has written in it already. */
export function useDraft<Value extends object>(saved: Value, begun: Partial<Value> = {}): Draft<Value> {
  const [changes, setChanges] = useState<Partial<Value>>(begun);
  const value = { ...saved, ...changes };
  const dirty = (Object.keys(changes) as (keyof Value)[]).some(
    (key) => JSON.stringify(changes[key]) !== JSON.stringify(saved[key]),
  );
  return {
    value,
    change: (change) => setChanges((before) => ({ ...before, ...change })),
    dirty,
    reset: () => setChanges({}),
  };
}
