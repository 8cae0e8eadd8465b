/** Putting labels on a conversation and taking them off: shown at once, told in a word with the way back. */
import type { Label } from '@parley/protocol';
import { useCallback } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { LOCALE } from '../ui/locale.ts';
import { toasts } from '../ui/toasts.ts';

export interface LabelChange {
  add?: readonly Label[];
  remove?: readonly Label[];
}

const names = (labels: readonly Label[]) => list.format(labels.map(({ name }) => `“${name}”`));
const list = new Intl.ListFormat(LOCALE);
const idsOf = (labels: readonly Label[] = []) => labels.map(({ id }) => id);

/** "“VIP” put on, “Returns” taken off". */
const said = ({ add = [], remove = [] }: LabelChange): string => {
  const words = [add.length > 0 && `${names(add)} put on`, remove.length > 0 && `${names(remove)} taken off`];
  return words.filter(Boolean).join(', ');
};

export interface LabelRoom {
  /** Rejects with a sentence for the person. */
  change: (change: LabelChange) => Promise<void>;
  /** For after a change: what was done, undone with a click. */
  tell: (change: LabelChange) => void;
}

export function useLabelRoom(room: string): LabelRoom {
  const agent = useAgent();
  const change = useCallback(
    async ({ add, remove }: LabelChange) => {
      try {
        await agent.label(room, { add: idsOf(add), remove: idsOf(remove) });
      } catch (error) {
        throw new Error(`Labels not changed: ${failureWords(error)}`);
      }
    },
    [agent, room],
  );
  const tell = useCallback(
    (done: LabelChange) => {
      const undo = () =>
        change({ ...(done.remove && { add: done.remove }), ...(done.add && { remove: done.add }) }).catch(
          (error: Error) => toasts.show(error.message, { tone: 'failure' }),
        );
      if (said(done)) toasts.show(said(done), { action: { label: 'Undo', run: () => void undo() } });
    },
    [change],
  );
  return { change, tell };
}
