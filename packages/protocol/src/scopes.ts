/** The one table of scopes: which commands each opens to an API key. What stands in no row no key may do. */
import type { CommandName } from './commands.ts';
import type { Scope } from './keys.ts';

export const SCOPES: Readonly<Record<Scope, readonly CommandName[]>> = {
  /** The sockets too, and all events. */
  read_rooms: ['fetch_rooms', 'fetch_room', 'count_rooms', 'fetch_messages', 'list_teams', 'list_labels'],
  write_messages: ['new_message', 'edit_message', 'redact_message', 'mark_read', 'typing'],
  manage_rooms: ['hand_back', 'close_room', 'label_room'],
  read_knowledge: ['list_articles', 'get_article', 'list_sources', 'get_import_report'],
  manage_knowledge: [
    'list_articles',
    'get_article',
    'create_article',
    'update_article',
    'delete_article',
    'detach_article',
    'list_sources',
    'create_source',
    'upload_file',
    'update_source',
    'delete_source',
    'start_import',
    'pause_import',
    'resume_import',
    'cancel_import',
    'retry_import',
    'get_import_report',
  ],
  read_bot: ['get_bot', 'get_bot_draft', 'list_bot_versions', 'get_bot_version', 'list_answers'],
  manage_bot: [
    'get_bot',
    'update_bot',
    'get_bot_draft',
    'save_bot_draft',
    'publish_bot',
    'list_bot_versions',
    'get_bot_version',
    'roll_back_bot',
    'list_answers',
    'create_answer',
    'update_answer',
    'delete_answer',
  ],
  read_site: ['get_site'],
};

/** The scopes that open a command, in the table's order; none: no key may call it. */
export const scopesFor = (name: string): Scope[] =>
  (Object.keys(SCOPES) as Scope[]).filter((scope) => (SCOPES[scope] as readonly string[]).includes(name));

/** Whether a key of these scopes may call the command. Renewing itself on an open socket every key may. */
export const keyMay = (scopes: ReadonlySet<Scope>, name: string): boolean =>
  name === 'authenticate' || scopesFor(name).some((scope) => scopes.has(scope));
