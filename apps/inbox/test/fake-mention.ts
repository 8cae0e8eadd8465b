/** What a search finds in a room of the fake server: its newest message with one of the words, as it is. */
import type { Mention, Message } from '@parley/protocol';

export function mentionIn(messages: readonly Message[], words: readonly string[]): Mention[] {
  const places = ({ content }: Message) =>
    words.flatMap((word) => {
      const from = content.toLowerCase().indexOf(word);
      return from < 0 ? [] : [{ from, to: from + word.length }];
    });
  const said = messages.findLast((message) => places(message).length > 0);
  if (!said) return [];
  const { room, seq, author, role, content: text } = said;
  return [{ room, seq, author, role, text, marks: places(said) }];
}
