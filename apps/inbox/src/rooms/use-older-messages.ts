/** Fetches the pages above while one scrolls towards them, so that the end of the list is rarely seen. */
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
    const top = scroller.current?.scrollTop;
    if (placed.current && conversation?.hasOlder && !failure && top !== undefined && top < AHEAD) retry();
  };
  const latest = useRef(lookUp);
  useEffect(() => {
    latest.current = lookUp;
  });
  const oldest = conversation?.messages[0]?.seq;
  // Again for every page that has come: it may not have filled the screen.
  useEffect(() => {
    if (oldest !== undefined) latest.current();
  }, [oldest]);
  return { lookUp, failure, retry };
}
