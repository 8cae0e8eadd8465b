/** Fetches the pages above and, further up in a room, below while one scrolls towards them, so that their ends are rarely seen. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent, useAgentStore } from '../accounts/use-session.ts';

/** Asked for when so little is left above, in pixels. */
const AHEAD = 600;

export interface OlderMessages {
  /** Call after every scroll. */
  lookUp: () => void;
  failure: string | null;
  retry: () => void;
}

/** `placed`: the list stands where it should and its position means something. */
export function useOlderMessages(
  room: string,
  scroller: RefObject<HTMLElement | null>,
  placed: RefObject<boolean>,
): OlderMessages {
  const agent = useAgent();
  const conversation = useAgentStore((store) => store.conversation(room));
  const [failure, setFailure] = useState<string | null>(null);
  const retry = () => {
    setFailure(null);
    agent.loadOlder(room).catch((error: unknown) => setFailure(failureWords(error)));
  };
  const lookUp = () => {
    if (!placed.current || !scroller.current) return;
    const { scrollTop, scrollHeight, clientHeight } = scroller.current;
    if (conversation?.hasOlder && !failure && scrollTop < AHEAD) retry();
    // Asked again with the next scroll when it could not be fetched.
    if (conversation?.hasNewer && scrollHeight - scrollTop - clientHeight < AHEAD)
      agent.loadNewer(room).catch(() => {});
  };
  const latest = useRef(lookUp);
  useEffect(() => {
    latest.current = lookUp;
  });
  const oldest = conversation?.messages[0]?.seq;
  const newest = conversation?.messages.at(-1)?.seq;
  // Again for every page that has come: it may not have filled the screen.
  useEffect(() => {
    if (oldest !== undefined) latest.current();
  }, [oldest, newest]);
  return { lookUp, failure, retry };
}
