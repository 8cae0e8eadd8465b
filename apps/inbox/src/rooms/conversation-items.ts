/** A conversation as the rows of a list: days, events, bubbles in groups, what is unsent, what is being written. */
import type { Conversation, LiveRoom, Typist, Unsent } from '@parley/client/agent';
import type { Message } from '@parley/protocol';
import { sameDay } from '../ui/times.ts';

/** The place of a bubble among those of one author in a row. */
export interface Grouped {
  first: boolean;
  last: boolean;
}

export type ConversationItem =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string }
  | { kind: 'event'; key: string; message: Message }
  | ({ kind: 'message'; key: string; message: Message } & Grouped)
  | ({ kind: 'unsent'; key: string; unsent: Unsent } & Grouped)
  | { kind: 'answer'; key: string; author: string; text: string }
  | { kind: 'typing'; key: string; typists: readonly Typist[] };

/** A pause longer than this begins a new group. */
const GROUP_MS = 5 * 60_000;

/**
 * `unreadAfter`: above this `seq` the messages were new when the agent came; null when there is no line to draw.
 * A message keeps the key of its unsent self, so that it does not jump when it is acknowledged.
 */
export function conversationItems(
  { messages, unsent }: Pick<Conversation, 'messages' | 'unsent'>,
  live: LiveRoom,
  unreadAfter: number | null,
): ConversationItem[] {
  const items: ConversationItem[] = [];
  let before: Message | null = null;
  let drawn = unreadAfter === null;
  for (const message of messages) {
    // Told by the message that it changed.
    if (message.target) continue;
    // Whether a day begins with the oldest message that is here is not known until older ones are: a line that would go
    // again would move what is being read.
    if (before ? !sameDay(before.created, message.created) : message.seq === 1) {
      items.push({ kind: 'day', key: `day ${message.created.slice(0, 10)} ${message.seq}`, at: message.created });
    }
    if (!drawn && message.role !== 'agent' && message.seq > (unreadAfter as number)) {
      drawn = true;
      // Right at the beginning everything is new, which the line would not tell.
      if (before) items.push({ kind: 'unread', key: 'unread' });
    }
    const key = message.client_id ?? message.id;
    if (message.role === 'system') items.push({ kind: 'event', key, message });
    else {
      const first = !continues(before, message) || items.at(-1)?.kind !== 'message';
      const last = items.at(-1);
      if (!first && last?.kind === 'message') last.last = false;
      items.push({ kind: 'message', key, message, first, last: true });
    }
    before = message;
  }
  const known = new Set(messages.map((message) => message.client_id));
  const waiting = unsent.filter((each) => !known.has(each.client_id));
  for (const [index, each] of waiting.entries()) {
    const first = index === 0;
    items.push({ kind: 'unsent', key: each.client_id, unsent: each, first, last: index === waiting.length - 1 });
  }
  if (live.answer && !known.has(live.answer.id)) {
    items.push({ kind: 'answer', key: live.answer.id, author: live.answer.author, text: live.answer.text });
  }
  const typists = live.typing.filter(({ role }) => role !== 'bot' || !live.answer);
  if (typists.length > 0) items.push({ kind: 'typing', key: 'typing', typists });
  return items;
}

function continues(before: Message | null, message: Message): boolean {
  return (
    before !== null &&
    before.role === message.role &&
    before.author === message.author &&
    Date.parse(message.created) - Date.parse(before.created) < GROUP_MS
  );
}
