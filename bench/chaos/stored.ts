/** What lies in the database, past every relay: where rooms stand, and at the end all of it, for the checker. */
import type { Stored, StoredMessage, StoredRoom } from './checker.ts';
import type { Installation } from './installation.ts';
import { stateOf } from './journal.ts';

export interface Due {
  readonly heads: Record<string, number>;
  readonly versions: Record<string, number>;
}

export async function headsOf(on: Installation): Promise<Due> {
  const rows = await on.query<{ room: string; last_seq: number; version: number }>(
    `select s.slug || ' ' || r.key as room, r.last_seq, r.version from rooms r join sites s on s.id = r.site_id`,
  );
  return {
    heads: Object.fromEntries(rows.map(({ room, last_seq }) => [room, last_seq])),
    versions: Object.fromEntries(rows.map(({ room, version }) => [room, version])),
  };
}

interface RoomRow {
  room: string;
  last_seq: number;
  version: number;
  owner: string;
  owner_id: string | null;
  status: string;
  labels: string[];
}

export async function readStored(on: Installation): Promise<Stored> {
  const rooms = await on.query<RoomRow>(
    `select s.slug || ' ' || r.key as room, r.last_seq, r.version, r.owner_kind as owner, r.owner_id, r.status,
       array(select l.label_id::text from room_labels l where l.site_id = r.site_id and l.room_id = r.id) as labels
     from rooms r join sites s on s.id = r.site_id`,
  );
  const stored = new Map<string, StoredRoom & { messages: StoredMessage[] }>();
  for (const { room, last_seq: lastSeq, version, owner, owner_id, status, labels } of rooms)
    stored.set(room, { lastSeq, version, labels, state: stateOf(owner, owner_id, status, labels), messages: [] });
  const rows = await on.query<StoredMessage & { room: string }>(
    `select s.slug || ' ' || r.key as room, m.seq, m.id, m.role, m.author_id as "authorId", m.content, m.client_id as "clientId", m.meta->>'event' as event
     from messages m join rooms r on r.site_id = m.site_id and r.id = m.room_id
     join sites s on s.id = m.site_id order by m.room_id, m.seq`,
  );
  for (const { room, ...message } of rows) stored.get(room)?.messages.push(message);
  return stored;
}
