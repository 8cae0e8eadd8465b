/** What one can do with a room as a whole: shown at once, undoable by its reverse, its failure told in the conversation. */
import type { RoomAction } from '@parley/client/agent';
import { useCallback, useRef, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { toasts } from '../ui/toasts.ts';

export interface RoomFailure {
  action: RoomAction;
  message: string;
}

export interface RoomActions {
  run: (action: RoomAction) => Promise<boolean>;
  failure: RoomFailure | null;
  forgetFailure: () => void;
}

const NOT_DONE: Record<RoomAction, string> = {
  take_over: 'Not taken over',
  hand_back: 'Not handed back',
  close_room: 'Not closed',
  reopen_room: 'Not opened again',
};
const DONE: Partial<Record<RoomAction, { words: string; reverse: RoomAction }>> = {
  hand_back: { words: 'Handed back to the bot', reverse: 'take_over' },
  close_room: { words: 'Conversation closed', reverse: 'reopen_room' },
};

/** `run` resolves to whether it was done; it never rejects. */
export function useRoomActions(room: string): RoomActions {
  const agent = useAgent();
  const [failure, setFailure] = useState<RoomFailure | null>(null);
  const told = useRef<number>(undefined);
  const run = useCallback(
    async (action: RoomAction) => {
      setFailure(null);
      // What it offers to undo is past.
      if (told.current !== undefined) toasts.close(told.current);
      try {
        await agent.act(action, room);
      } catch (error) {
        setFailure({ action, message: `${NOT_DONE[action]}: ${failureWords(error)}` });
        return false;
      }
      const done = DONE[action];
      if (done) {
        const undo = () =>
          agent
            .act(done.reverse, room)
            .catch((error: unknown) =>
              toasts.show(`${NOT_DONE[done.reverse]}: ${failureWords(error)}`, { tone: 'failure' }),
            );
        told.current = toasts.show(done.words, { action: { label: 'Undo', run: () => void undo() } });
      }
      return true;
    },
    [agent, room],
  );
  return { run, failure, forgetFailure: () => setFailure(null) };
}
