/** Reading the log, and the two commands on it: `fetch_messages` and `new_message`. */

import { createHmac } from 'node:crypto';
import {
  type fetchMessages,
  MAX_CONTENT_LENGTH,
  type Message,
  type newMessage,
  type ParamsOf,
  type ResultOf,
} from '@parley/protocol';
import { isBlank } from '@parley/protocol/blank';
import { sql } from 'kysely';
import { isGuest } from '../core/actor.ts';
import { addressBlock } from '../core/address.ts';
import { asText } from '../core/answer-text.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { authorOf, ownKey, type Participant } from './access.ts';
import { roomName } from './channels.ts';
import { requireConsent } from './consent.ts';
import { messageLog } from './message-log.ts';
import { readPage } from './read-log.ts';
import type { MessageRow } from './tables.ts';
import { onTheWire } from './views.ts';

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

export async function fetchMessagesVerb(
  core: Core,
  actor: Participant,
  params: ParamsOf<typeof fetchMessages>,
): Promise<ResultOf<typeof fetchMessages>> {
  const key = ownKey(actor, params.room);
  const { after, before, around } = params;
  if (around !== undefined && (after !== undefined || before !== undefined)) {
    throw refuse('invalid', { fields: { around: 'stands alone' } });
  }
  const { siteId, site } = actor;
  const page = await readPage(core, { siteId, site, key, params });
  const room = roomName(site, key);
  if (page) {
    const { head, messages: text } = page;
    const answer = {
      room,
      get messages() {
        return JSON.parse(`[${text}]`) as Message[];
      },
      head,
    };
    return asText(answer, `"room":${JSON.stringify(room)},"messages":[${text}],"head":${head}`);
  }
  // A visitor may look into its room before the first message has made it.
  if (isGuest(actor)) return { room, messages: [], head: 0 };
  throw refuse('room_not_found');
}

/** Refuses `empty` and `too_long`. */
export function requireContent(content: string): void {
  if (isBlank(content)) throw refuse('empty');
  if (content.length > MAX_CONTENT_LENGTH) throw refuse('too_long');
}

/** Tells one network from another, and nobody which it is. */
export const networkOf = (core: Core, ip: string): string =>
  createHmac('sha256', core.config.secret).update(addressBlock(ip)).digest('base64url').slice(0, 16);

export async function newMessageVerb(
  core: Core,
  actor: Participant,
  params: ParamsOf<typeof newMessage>,
  call: Call,
): Promise<ResultOf<typeof newMessage>> {
  const key = ownKey(actor, params.room);
  const { content, client_id } = params.message;
  requireContent(content);
  if (actor.kind !== 'agent' && actor.consent === null) await requireConsent(core, actor);
  const { message } = await messageLog(core).append({
    siteId: actor.siteId,
    site: actor.site,
    key,
    author: authorOf(actor),
    content,
    clientId: client_id ?? null,
    ...(isGuest(actor) && { createFor: actor.visitorId, from: networkOf(core, call.ip) }),
    ...(actor.kind === 'agent' && actor.key && { aside: true }),
    ...(actor.kind === 'user' && { accountId: actor.accountId }),
    ...(call.socket && { origin: call.socket.id }),
  });
  const { view, text } = onTheWire(message, actor.site, key);
  return asText({ message: view }, `"message":${text}`);
}
