/** Scopes in the words of the inbox, in the order in which they are offered. */
import type { Scope } from '@parley/protocol';

export const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  read_rooms: 'Read conversations',
  write_messages: 'Write messages',
  manage_rooms: 'Close and hand back',
  read_knowledge: 'Read articles',
  manage_knowledge: 'Change articles',
  read_bot: 'Read the bot’s settings',
  manage_bot: 'Change the bot and its answers',
  read_site: 'Read the site’s settings',
};
