/** What is told of a message, against what is known of it. Pure; any order ends the same. */
import type { Message } from '@parley/protocol';

/**
 * `known` after `told`: another state of the same message, or the entry of the log that edits, redacts or erases it. The same object
 * when that says nothing new.
 */
export function changedBy(known: Message, told: Message): Message {
  const { event, text, target, seq, author: by, created: at } = told;
  if ((known.change?.seq ?? 0) >= (target ? seq : (told.change?.seq ?? 0))) return known;
  if (!target) return told;
  const change = { seq, event: event as 'edited' | 'redacted', by, at };
  // A later entry has the text.
  if (event === 'edited') return text === undefined ? known : { ...known, content: text, change };
  const { id, room, seq: place, author, role, created, client_id } = known;
  return { id, room, seq: place, author, role, created, client_id, content: '', change };
}
