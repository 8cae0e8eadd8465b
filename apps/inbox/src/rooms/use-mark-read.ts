/** What stands at the end of a conversation in front of the agent's eyes is read. */
import { useEffect } from 'react';
import { useAgent } from '../accounts/use-session.ts';

/** `last`: the newest `seq` that is shown; `read` makes it look again when the server knows less than this. */
export function useMarkRead(room: string, atEnd: boolean, last: number | undefined, read: number | undefined): void {
  const agent = useAgent();
  useEffect(() => {
    const see = () => {
      if (atEnd && last !== undefined && document.visibilityState === 'visible' && document.hasFocus())
        agent.markRead(room);
    };
    see();
    window.addEventListener('focus', see);
    document.addEventListener('visibilitychange', see);
    return () => {
      window.removeEventListener('focus', see);
      document.removeEventListener('visibilitychange', see);
    };
  }, [agent, room, atEnd, last, read]);
}
