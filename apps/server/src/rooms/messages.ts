/** Reading the log, and the two commands on it: `fetch_messages` and `new_message`. */
import {
  type fetchMessages,
  MAX_CONTENT_LENGTH,
  type newMessage,
  type ParamsOf,
  type ResultOf,
} from '@parley/protocol';
import { sql } from 'kysely';
import { asText } from '../core/answer-text.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { authorOf, findRoom, ownKey, type Participant } from './access.ts';
import { roomName } from './channels.ts';
import { messageLog } from './message-log.ts';
import type { MessageRow } from './tables.ts';
import { messageView, onTheWire } from './views.ts';

/** Of a row of `messages`: its author or an admin has taken it back. */
export const isRedacted = sql<boolean>`(meta->'change'->>'event' = 'redacted')`;

export interface Window {
  readonly siteId: string;
  readonly roomId: string;
  /** Exclusive. */
  readonly after?: number;
  readonly before?: number;
  readonly limit: number;
}

/** Ascending by seq: the first `limit` after `after`, else the last `limit` (before `before`). */
export async function readMessages(db: Core['db'], window: Window): Promise<MessageRow[]> {
  const { siteId, roomId, after, before, limit } = window;
  let query = db.selectFrom('messages').selectAll().where('site_id', '=', siteId).where('room_id', '=', roomId);
  if (after !== undefined) query = query.where('seq', '>', after);
  if (before !== undefined) query = query.where('seq', '<', before);
  const rows = await query
    .orderBy('seq', after === undefined ? 'desc' : 'asc')
    .limit(limit)
    .execute();
  return after === undefined ? rows.reverse() : rows;
}

/** Places have no gaps: the page around one is a page after another. */
function bounds(
  { after, before, around, limit = 50 }: ParamsOf<typeof fetchMessages>,
  head: number,
): Pick<Window, 'after' | 'before' | 'limit'> {
  if (around !== undefined) {
    if (after !== undefined || before !== undefined) throw refuse('invalid', { fields: { around: 'stands alone' } });
    return { after: Math.max(0, Math.min(around - Math.ceil(limit / 2), head - limit)), limit };
  }
  return { limit, ...(after !== undefined && { after }), ...(before !== undefined && { before }) };
}

export async function fetchMessagesVerb(
  core: Core,
  actor: Participant,
  params: ParamsOf<typeof fetchMessages>,
): Promise<ResultOf<typeof fetchMessages>> {
  const key = ownKey(actor, params.room);
  const room = await findRoom(core, actor.siteId, key);
  const name = roomName(actor.site, key);
  // A visitor may look into its room before the first message has made it.
  if (!room && actor.kind === 'visitor') return { room: name, messages: [], head: 0 };
  if (!room) throw refuse('room_not_found');
  const rows = await readMessages(core.db, { siteId: actor.siteId, roomId: room.id, ...bounds(params, room.last_seq) });
  // The log may have grown between the two reads: the head is never below what is sent.
  const head = Math.max(room.last_seq, rows.at(-1)?.seq ?? 0);
  return { room: name, messages: rows.map((row) => messageView(row, actor.site, key)), head };
}

/** Refuses `empty` and `too_long`. */
export function requireContent(content: string): void {
  if (content.trim() === '') throw refuse('empty');
  if (content.length > MAX_CONTENT_LENGTH) throw refuse('too_long');
}

export async function newMessageVerb(
  core: Core,
  actor: Participant,
  params: ParamsOf<typeof newMessage>,
  call: Call,
): Promise<ResultOf<typeof newMessage>> {
  const key = ownKey(actor, params.room);
  const { content, client_id } = params.message;
  requireContent(content);
  const { message } = await messageLog(core).append({
    siteId: actor.siteId,
    site: actor.site,
    key,
    author: authorOf(actor),
    content,
    clientId: client_id ?? null,
    ...(actor.kind === 'visitor' && { createFor: actor.visitorId }),
    ...(call.socket && { origin: call.socket.id }),
  });
  const { view, text } = onTheWire(message, actor.site, key);
  return asText({ message: view }, `"message":${text}`);
}
