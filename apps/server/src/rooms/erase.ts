/**
 * Taking every word out of a room whose visitor is forgotten. First the room is frozen: from then on nothing is written there.
 * Then its messages are emptied, some at a time, each time with one entry of the log that says how far: whoever was away resumes
 * to it, and `seq` stays whole. Refuses a room that was not frozen.
 */
import type { MessageChange } from '@parley/protocol';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { announce } from './announce.ts';
import { eventWords } from './event-words.ts';
import { messagesAppended, roomsChanged } from './events.ts';
import type { Place } from './ownership.ts';
import type { MessageRow } from './tables.ts';
import { type Draft, draftOf, frozen } from './transitions.ts';
import { lockRooms, nextMessage, runIn, writeAll } from './write.ts';

/** Messages in one transaction: 40 ms, for which the room is held. */
export const ERASED_AT_ONCE = 1_000;

/** What a visitor is called where its name does not matter. */
const NOBODY = 'Visitor';

/** Closes all rooms of a visitor for ever, and forgets their labels and how far it has read. To be announced after COMMIT by `announceFrozen`. */
export async function freezeRooms(core: Core, tx: Tx, siteId: string, visitorId: string): Promise<Draft[]> {
  const found = await tx
    .selectFrom('rooms')
    .select('key')
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .execute();
  const rows = await lockRooms(
    runIn(tx),
    found.map(({ key }) => ({ siteId, key })),
  );
  const at = new Date(core.now());
  const drafts = rows.map(draftOf);
  for (const draft of drafts) {
    frozen(draft, at);
    const { row } = draft;
    const { visitor_id, erased_at, status, closed_at, waiting_since, owner_generation, version } = row;
    await tx
      .updateTable('rooms')
      .set({ visitor_id, erased_at, status, closed_at, waiting_since, owner_generation, version })
      .set({ touched_at: sql<Date>`now()` })
      .where('site_id', '=', siteId)
      .where('id', '=', row.id)
      .execute();
  }
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) {
    for (const table of ['room_labels', 'refused_labels'] as const)
      await tx.deleteFrom(table).where('site_id', '=', siteId).where('room_id', 'in', ids).execute();
    await tx
      .deleteFrom('read_positions')
      .where('site_id', '=', siteId)
      .where('room_id', 'in', ids)
      .where('person', '=', visitorId)
      .execute();
  }
  await core.events.emit(
    roomsChanged,
    tx,
    drafts.map(({ before, row }) => ({ before, after: row })),
  );
  return drafts;
}

/** Ends a streaming answer and shows the closed rooms. */
export const announceFrozen = (core: Core, site: string, drafts: readonly Draft[]): void =>
  announce(core, { drafts: new Map(drafts.map((draft) => [draft, { site, created: false }])), messages: [] });

export interface Batch {
  /** Emptied are the messages above this place, up to `to`. */
  readonly after: number;
  readonly to: number;
  /** Who wished it, by name. */
  readonly by: string;
  /** The visitor's id, under which some were stored. */
  readonly visitorId: string;
}

/** To be called after COMMIT. */
export type Announce = () => void;

/** Empties the messages of a batch, whoever wrote them: an answer says as much of a person as a question. */
export async function eraseMessages(core: Core, tx: Tx, place: Place, batch: Batch): Promise<Announce> {
  const at = new Date(core.now());
  const [row] = await lockRooms(runIn(tx), [place]);
  // Removed meanwhile by the clean-up: there is nothing left of it.
  if (!row) return () => {};
  if (!row.erased_at) throw new Error('only a frozen room may be erased');
  const draft = draftOf(row);
  const { after, to, by, visitorId } = batch;
  const author = { id: 'system', name: by, role: 'system' as const };
  const meta = { event: 'erased' as const, target: to };
  const line: MessageRow = nextMessage(draft, { author, content: eventWords('erased', by), clientId: null, meta }, at);
  // Nothing new was said: the lists' order stays.
  draft.row.updated_at = row.updated_at;
  draft.row.version += 1;
  const change: MessageChange = { seq: line.seq, event: 'redacted', by, at: at.toISOString() };
  const words = Object.fromEntries(
    (['person_requested', 'edited', 'redacted'] as const).map((event) => [event, eventWords(event, NOBODY)]),
  );
  const theirs = sql`(role = 'visitor' or author_id = ${visitorId} or meta->>'event' is not distinct from 'person_requested')`;
  await sql`
    update messages set
      author = case when ${theirs} then ${NOBODY} else author end,
      author_id = case when not ${theirs} then author_id when role = 'system' then 'system' else 'visitor' end,
      client_id = case when ${theirs} then null else client_id end,
      content = case when role <> 'system' then ''
        when ${theirs} then coalesce(${JSON.stringify(words)}::jsonb ->> (meta->>'event'), content) else content end,
      meta = case when role = 'system' then meta - 'text' else jsonb_build_object('change', ${JSON.stringify(change)}::jsonb) end
    where site_id = ${row.site_id} and room_id = ${row.id} and seq > ${after} and seq <= ${to}`.execute(tx);
  await writeAll(runIn(tx), [draft], [line], at);
  await core.events.emit(messagesAppended, tx, [{ message: line, room: draft.row, site: place.site }]);
  return () =>
    announce(core, {
      drafts: new Map([[draft, { site: place.site, created: false }]]),
      messages: [{ message: line, draft, site: place.site, origin: undefined }],
    });
}
