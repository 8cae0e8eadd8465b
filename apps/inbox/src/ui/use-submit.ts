/** A form's way to the server: busy while it runs, what failed and in which field when it did. */
import { CallError } from '@parley/client';
import { type FormEvent, useState } from 'react';

export interface Submission {
  busy: boolean;
  failure: unknown;
  /** What is wrong by field, as the server said it. */
  fields: Record<string, string>;
  onSubmit: (event: FormEvent) => void;
  forget: () => void;
}

/** `deed` may reject; then the form stays as it is and says why. A second submit while one runs is ignored. */
export function useSubmit(deed: () => Promise<void>): Submission {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await deed();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    failure,
    fields: (failure instanceof CallError && failure.fields) || {},
    onSubmit: (event) => void onSubmit(event),
    forget: () => setFailure(null),
  };
}
