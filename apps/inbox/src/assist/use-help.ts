/** One wish of the model at a time: whether it is on its way, and how it failed, until something else is wished or written. */
import { CallError } from '@parley/client/agent';
import { type RefObject, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { isTyping } from '../shell/keys.ts';
import type { Failure } from './HelpFailure.tsx';

export interface Help {
  busy: boolean;
  failure: Failure | null;
  forget: () => void;
  /** Runs `work`. What it throws is said after `wish`, with a way to try the same again while the composer's text is the same. Never rejects. */
  ask: (wish: string, work: () => Promise<void>) => Promise<void>;
}

export function useHelp(area: RefObject<HTMLTextAreaElement | null>): Help {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const forget = () => setFailure(null);
  const ask = async (wish: string, work: () => Promise<void>): Promise<void> => {
    const before = area.current?.value;
    // The button that was pressed goes away.
    const toText = () => !isTyping(document.activeElement) && area.current?.focus();
    setBusy(true);
    forget();
    try {
      await work();
    } catch (error) {
      const mayHelp = (!(error instanceof CallError) || error.retry) && area.current?.value === before;
      const again = () => {
        toText();
        void ask(wish, work);
      };
      setFailure({ words: `${wish}: ${failureWords(error)}`, again: mayHelp ? again : undefined });
      toText();
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, forget, ask };
}
