/** Where the line "New messages" stands: above what came before one looked, for as long as one stays. */
import type { AgentRoom } from '@parley/protocol';
import { useEffect, useRef, useState } from 'react';

/**
 * The `seq` below the line, or null without one. Set when the conversation is first seen, and again when the page goes out of
 * sight; taken away by one's own answer.
 */
export function useUnreadLine(room: AgentRoom | undefined, loaded: boolean, me: string): number | null {
  const [line, setLine] = useState<number | null>(null);
  const [looked, setLooked] = useState(false);
  if (!looked && room?.read !== undefined && loaded) {
    setLooked(true);
    if (room.read > 0 && (room.unread ?? 0) > 0) setLine(room.read);
  }
  const latest = useRef(room);
  useEffect(() => {
    latest.current = room;
  });
  useEffect(() => {
    const onChange = () => {
      if (document.visibilityState === 'hidden' && latest.current) setLine(latest.current.head);
    };
    document.addEventListener('visibilitychange', onChange);
    return () => document.removeEventListener('visibilitychange', onChange);
  }, []);
  const last = room?.messages.at(-1);
  const answered = line !== null && last?.role === 'agent' && last.author === me && last.seq > line;
  return answered ? null : line;
}
