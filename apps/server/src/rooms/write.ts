/** Writing rooms and messages inside a transaction: the row locks, the places in the order, the bulk statements. */
import type { Role, RoomEventKind } from '@parley/protocol';
import { CompiledQuery } from 'kysely';
import { intArray, textArray, timeArray, uuidArray } from '../core/arrays.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import type { Backend, Run, Statement } from '../core/writer.ts';
import { eventWords } from './event-words.ts';
import type { MessageMeta, MessageRow, RoomRow } from './tables.ts';
import { changed, type Draft } from './transitions.ts';

export interface RoomKey {
  readonly siteId: string;
  readonly key: string;
}

/** Runs the statements of this file in any transaction. */
export const runIn =
  (tx: Tx): Run =>
  async <Row>({ text }: { text: string }, values: readonly unknown[]) =>
    (await tx.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows;

/** Site and key as one name. */
export const placeKey = (room: RoomKey): string => `${room.siteId} ${room.key}`;

const LOCK = {
  name: 'lock_rooms',
  text: `select r.* from unnest($1::uuid[], $2::text[]) as w(site_id, key) join rooms r using (site_id, key)
    order by r.site_id, r.id for no key update of r`,
};

const TAKE = { name: 'take_rooms', text: `${LOCK.text} skip locked` };
const THERE = {
  name: 'rooms_there',
  text: `select r.site_id, r.key from unnest($1::uuid[], $2::text[]) as w(site_id, key) join rooms r using (site_id, key)`,
};

/**
 * Locks the rooms in id order (so that two transactions never wait for each other in a circle) and returns them as they
 * are after the wait. A statement of its own: a CTE's snapshot would be older than the lock.
 */
export const lockRooms = (run: Run, wanted: readonly RoomKey[]): Promise<RoomRow[]> =>
  run<RoomRow>(LOCK, places(wanted));

/** The same without a wait: rooms that another transaction holds are missing in the answer, as are those that do not exist. */
export const takeRooms = (run: Run, wanted: readonly RoomKey[]): Promise<RoomRow[]> =>
  run<RoomRow>(TAKE, places(wanted));

/** Which of the rooms exist, whoever holds them. */
export const roomsThere = (run: Run, wanted: readonly RoomKey[]): Promise<{ site_id: string; key: string }[]> =>
  run(THERE, places(wanted));

function places(wanted: readonly RoomKey[]): Buffer[] {
  const rooms = [...new Map(wanted.map((room) => [placeKey(room), room])).values()];
  return [uuidArray(rooms.map(({ siteId }) => siteId)), textArray(rooms.map(({ key }) => key))];
}

const CREATE = {
  name: 'create_rooms',
  text: `insert into rooms (site_id, id, key, visitor_id, created_at, updated_at)
    select w.*, $5::timestamptz, $5::timestamptz
    from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[]) as w
    on conflict (site_id, key) do nothing returning *`,
};

/** Makes the rooms; those that another transaction made meanwhile are missing in the answer. */
export async function createRooms(
  run: Run,
  rooms: readonly (RoomKey & { readonly visitorId: string })[],
  at: Date,
): Promise<RoomRow[]> {
  // In key order: two transactions that make the same rooms wait in line, not in a circle.
  const sorted = [...rooms].sort((a, b) => (placeKey(a) < placeKey(b) ? -1 : 1));
  return run<RoomRow>(CREATE, [
    uuidArray(sorted.map(({ siteId }) => siteId)),
    uuidArray(sorted.map(() => uuidv7(at.getTime()))),
    textArray(sorted.map(({ key }) => key)),
    uuidArray(sorted.map(({ visitorId }) => visitorId)),
    at.toISOString(),
  ]);
}

/** A room was to be made for a visitor who was forgotten a moment ago. */
export const isVisitorGone = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'rooms_site_id_visitor_id_fkey';

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

/** What else such a line says: to whom something was done, and what clients may read beside the words. */
export interface LineMore extends Pick<MessageMeta, 'goes_on' | 'team' | 'hand_over' | 'opens_at'> {
  readonly whom?: string;
  /** A sentence after the line's own words. */
  readonly also?: string;
}

/** The line by which the log tells a change of the room. */
export const eventMessage = (
  draft: Draft,
  event: RoomEventKind,
  who: string,
  at: Date,
  { whom, also, ...more }: LineMore = {},
): MessageRow =>
  nextMessage(
    draft,
    {
      author: { id: 'system', name: who, role: 'system' },
      content: [eventWords(event, who, whom, more.hand_over), also].filter(Boolean).join('. '),
      clientId: null,
      meta: { event, ...more },
    },
    at,
  );

// `touched_at` is by the database's clock, as whoever asks for what was touched lately goes by it too: a node's may be wrong.
const CHANGE = {
  name: 'change_rooms',
  text: `with changed as (
      update rooms r set last_seq = w.last_seq, version = w.version, status = w.status, owner_kind = w.owner_kind,
        owner_id = w.owner_id, owner_generation = w.owner_generation, waiting_since = w.waiting_since,
        closed_at = w.closed_at, team_id = w.team_id, hand_over = w.hand_over, updated_at = w.updated_at, touched_at = now()
      from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::int[], $6::timestamptz[], $8::int[], $9::text[], $10::text[],
        $11::uuid[], $12::int[], $13::timestamptz[], $14::timestamptz[], $15::uuid[], $16::text[])
        as w(site_id, id, was_seq, was_version, last_seq, updated_at, version, status, owner_kind, owner_id, owner_generation,
          waiting_since, closed_at, team_id, hand_over)
      where r.site_id = w.site_id and r.id = w.id and r.last_seq = w.was_seq and r.version = w.was_version
      returning 1)
    select 1 / (count(*) = $7::int)::int from changed`,
};
// Rooms that change in their place alone, and the messages of all.
const WRITE = {
  name: 'write_messages',
  text: `with advanced as (
      update rooms r set last_seq = w.last_seq, updated_at = w.updated_at, touched_at = now()
      from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::int[], $6::timestamptz[])
        as w(site_id, id, was_seq, was_version, last_seq, updated_at)
      where r.site_id = w.site_id and r.id = w.id and r.last_seq = w.was_seq and r.version = w.was_version
      returning 1),
    written as (
      insert into messages (site_id, room_id, seq, id, author_id, author, role, content, client_id, meta, created_at)
      select w.site_id, w.room_id, w.seq, w.id, w.author_id, w.author, w.role, w.content, w.client_id, w.meta::jsonb,
        $8::timestamptz
      from unnest($9::uuid[], $10::uuid[], $11::int[], $12::uuid[], $13::text[], $14::text[], $15::text[], $16::text[],
        $17::text[], $18::text[])
        as w(site_id, room_id, seq, id, author_id, author, role, content, client_id, meta))
    select 1 / (count(*) = $7::int)::int from advanced`,
};

/** The room as `writeAll` left it. */
export const asWritten = ({ row }: Draft, at: Date): RoomRow => ({ ...row, touched_at: at });

/**
 * The statements that write the drafts, each with at least one message, and the messages: one, and another where
 * rooms changed beyond their place. They fail, and with them the transaction, where a room is not as its draft began: so a
 * draft of a locked row always passes, and one from memory only while nobody else has written there.
 */
export function writing(
  drafts: readonly Draft[],
  messages: readonly MessageRow[],
  at: Date,
): { statement: Statement; values: unknown[] }[] {
  if (messages.length === 0) return [];
  // In id order, as the locks are.
  const sorted = [...drafts].sort((a, b) => (a.row.site_id + a.row.id < b.row.site_id + b.row.id ? -1 : 1));
  const { moved = [], same = [] } = Object.groupBy(sorted, (draft) => (changed(draft) ? 'moved' : 'same'));
  const write = {
    statement: WRITE,
    values: [
      ...placed(same),
      at.toISOString(),
      uuidArray(messages.map((message) => message.site_id)),
      uuidArray(messages.map((message) => message.room_id)),
      intArray(messages.map((message) => message.seq)),
      uuidArray(messages.map((message) => message.id)),
      textArray(messages.map((message) => message.author_id)),
      textArray(messages.map((message) => message.author)),
      textArray(messages.map((message) => message.role)),
      textArray(messages.map((message) => message.content)),
      textArray(messages.map((message) => message.client_id)),
      textArray(messages.map((message) => message.meta && JSON.stringify(message.meta))),
    ],
  };
  return moved.length > 0 ? [changing(moved), write] : [write];
}

function changing(moved: readonly Draft[]): { statement: Statement; values: unknown[] } {
  const rows = moved.map(({ row }) => row);
  return {
    statement: CHANGE,
    values: [
      ...placed(moved),
      intArray(rows.map((row) => row.version)),
      textArray(rows.map((row) => row.status)),
      textArray(rows.map((row) => row.owner_kind)),
      uuidArray(rows.map((row) => row.owner_id)),
      intArray(rows.map((row) => row.owner_generation)),
      timeArray(rows.map((row) => row.waiting_since)),
      timeArray(rows.map((row) => row.closed_at)),
      uuidArray(rows.map((row) => row.team_id)),
      textArray(rows.map((row) => row.hand_over)),
    ],
  };
}

/** What both statements begin with: where the rooms stood, and where they stand. */
const placed = (rooms: readonly Draft[]): unknown[] => [
  uuidArray(rooms.map(({ row }) => row.site_id)),
  uuidArray(rooms.map(({ row }) => row.id)),
  intArray(rooms.map(({ before }) => before.last_seq)),
  intArray(rooms.map(({ before }) => before.version)),
  intArray(rooms.map(({ row }) => row.last_seq)),
  timeArray(rooms.map(({ row }) => row.updated_at)),
  rooms.length,
];

/** Runs what `writing` says. */
export async function writeAll(run: Run, ...what: Parameters<typeof writing>): Promise<void> {
  await Promise.all(writing(...what).map(({ statement, values }) => run(statement, values)));
}

// Row by row, by force (`limit`): a planner that takes the log for empty would walk through all of it for each batch.
// And client_id is said not to be null, or the partial index is not taken.
const KNOWN = {
  name: 'known_messages',
  text: `select m.* from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as a(site_id, key, author_id, client_id)
    join rooms r using (site_id, key)
    cross join lateral (
      select * from messages m
      where m.site_id = r.site_id and m.room_id = r.id and m.author_id = a.author_id and m.client_id = a.client_id
        and m.client_id is not null
      limit 1) m`,
};

/** What the log holds under these client_ids already. To be asked under the rooms' locks. */
export async function knownMessages(
  run: Run,
  asked: readonly (RoomKey & { readonly authorId: string; readonly clientId: string })[],
): Promise<MessageRow[]> {
  if (asked.length === 0) return [];
  return run<MessageRow>(KNOWN, [
    uuidArray(asked.map(({ siteId }) => siteId)),
    textArray(asked.map(({ key }) => key)),
    textArray(asked.map(({ authorId }) => authorId)),
    textArray(asked.map(({ clientId }) => clientId)),
  ]);
}

const RUNNING = {
  name: 'backend_running',
  text: 'select 1 from pg_stat_activity where pid = $1 and extract(epoch from backend_start) = $2::numeric',
};
const STORED = {
  name: 'message_stored',
  text: 'select id from messages where site_id = $1 and room_id = $2 and seq = $3',
};

/** Whether this very message is in the log; `null` while the server's process that wrote it still runs. */
export async function isStored(run: Run, message: MessageRow, key: string, backend: Backend): Promise<boolean | null> {
  const [running, , found] = await Promise.all([
    run(RUNNING, [backend.pid, backend.since]),
    // Whoever still writes this room is waited for.
    lockRooms(run, [{ siteId: message.site_id, key }]),
    run<{ id: string }>(STORED, [message.site_id, message.room_id, message.seq]),
  ]);
  return running.length > 0 ? null : found[0]?.id === message.id;
}
