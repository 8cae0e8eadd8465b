/** How far a message of the site has come: committed, on the visitor's device, seen. */
import type { AgentRoom, Message } from '@parley/protocol';

export interface Receipt {
  state: 'sent' | 'delivered' | 'seen';
  /** ISO 8601: when. Known for the newest that was seen, which therefore says it even inside a group. */
  at: string | null;
}

type Positions = Pick<AgentRoom, 'visitor_read' | 'visitor_read_at' | 'visitor_delivered'>;

/** Gives every message its receipt; the visitor's own have none. */
export function receiptsOf(room: Positions | undefined, messages: readonly Message[]) {
  const { visitor_read: read = 0, visitor_read_at: at = null, visitor_delivered: delivered = 0 } = room ?? {};
  const ours = ({ role }: Message) => role === 'agent' || role === 'bot';
  const newestSeen = messages.findLast((message) => ours(message) && message.seq <= read)?.seq;
  return (message: Message): Receipt | null => {
    if (!ours(message)) return null;
    if (message.seq <= read) return { state: 'seen', at: message.seq === newestSeen ? at : null };
    return { state: message.seq <= delivered ? 'delivered' : 'sent', at: null };
  };
}

export const sameReceipt = (a: Receipt | null, b: Receipt | null): boolean => a?.state === b?.state && a?.at === b?.at;
