/** What an entry of the log that edits or redacts does to the message it is about. Pure; any order ends the same. */
import type { Message } from '@parley/protocol';

/** `message` as it is after `entry`, which is about it; the same object when that says nothing new. */
export function changedBy(message: Message, { event, text, seq, author: by, created: at }: Message): Message {
  if ((message.change?.seq ?? 0) >= seq) return message;
  if (event === 'edited' && text !== undefined) return { ...message, content: text, change: { seq, event, by, at } };
  if (event !== 'redacted') return message;
  const { id, room, seq: place, author, role, created, client_id } = message;
  return { id, room, seq: place, author, role, created, client_id, content: '', change: { seq, event, by, at } };
}

/** Of two states of one message the later. */
export const later = (known: Message, other: Message): Message =>
  (other.change?.seq ?? 0) > (known.change?.seq ?? 0) ? other : known;
