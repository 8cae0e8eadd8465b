/** Writing rooms and messages inside a transaction: the row locks, the places in the order, the two bulk statements. */
import type { Role, RoomEventKind } from '@parley/protocol';
import { sql } from 'kysely';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import type { MessageMeta, MessageRow, RoomRow } from './tables.ts';
import type { Draft } from './transitions.ts';

export interface RoomKey {
  readonly siteId: string;
  readonly key: string;
}

/**
 * Locks the rooms in id order (so that two transactions never wait for each other in a circle) and returns them as they
 * are after the wait. A statement of its own: a CTE's snapshot would be older than the lock.
 */
export async function lockRooms(tx: Tx, wanted: readonly RoomKey[]): Promise<RoomRow[]> {
  const { rows } = await sql<RoomRow>`
    select r.* from rooms r
    join (select distinct * from unnest(${wanted.map((room) => room.siteId)}::uuid[], ${wanted.map((room) => room.key)}::text[])
      as w(site_id, key)) w using (site_id, key)
    order by r.site_id, r.id for update of r`.execute(tx);
  return rows;
}

/** Takes the room's next place. */
export function nextMessage(
  draft: Draft,
  from: {
    author: { id: string; name: string; role: Role };
    content: string;
    clientId: string | null;
    meta: MessageMeta | null;
  },
  at: Date,
): MessageRow {
  const { row } = draft;
  row.last_seq += 1;
  row.updated_at = at;
  return {
    site_id: row.site_id,
    room_id: row.id,
    seq: row.last_seq,
    id: uuidv7(at.getTime()),
    author_id: from.author.id,
    author: from.author.name,
    role: from.author.role,
    content: from.content,
    client_id: from.clientId,
    meta: from.meta,
    created_at: at,
  };
}

const WORDS: Record<RoomEventKind, (who: string) => string> = {
  person_requested: (who) => `${who} asked for a person`,
  agent_joined: (who) => `${who} joined`,
  handed_back: (who) => `${who} handed back to the assistant`,
  closed: (who) => `${who} closed the conversation`,
  reopened: (who) => `${who} reopened the conversation`,
  edited: (who) => `${who} edited a message`,
  redacted: (who) => `${who} deleted a message`,
};

export const eventWords = (event: RoomEventKind, who: string): string => WORDS[event](who);

/** The line by which the log tells a change of the room. */
export const eventMessage = (draft: Draft, event: RoomEventKind, who: string, at: Date): MessageRow =>
  nextMessage(
    draft,
    {
      author: { id: 'system', name: who, role: 'system' },
      content: eventWords(event, who),
      clientId: null,
      meta: { event },
    },
    at,
  );

/** Writes all drafts and messages: one statement each. */
export async function writeAll(
  tx: Tx,
  drafts: readonly Draft[],
  messages: readonly MessageRow[],
  at: Date,
): Promise<void> {
  if (messages.length > 0) {
    await tx
      .insertInto('messages')
      .values(messages.map((message) => ({ ...message, meta: message.meta && JSON.stringify(message.meta) }) as never))
      .execute();
  }
  const rows = drafts.map(({ row }) => row);
  if (rows.length === 0) return;
  await sql`
    update rooms r set last_seq = w.last_seq, version = w.version, status = w.status, owner_kind = w.owner_kind,
      owner_id = w.owner_id, owner_generation = w.owner_generation, waiting_since = w.waiting_since,
      updated_at = w.updated_at, closed_at = w.closed_at, touched_at = ${at.toISOString()}
    from json_to_recordset(${JSON.stringify(rows)}::json) as w(site_id uuid, id uuid, last_seq int, version int, status text,
      owner_kind text, owner_id uuid, owner_generation int, waiting_since timestamptz, updated_at timestamptz, closed_at timestamptz)
    where r.site_id = w.site_id and r.id = w.id`.execute(tx);
}
