/**
 * The job that gathers everything about a person into two files, and what becomes of them after a day. The files grow in pieces, each
 * in the transaction that moves the request on, so the job may run twice, end anywhere, and go on there.
 */
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { addJobs, type JobTask } from '../core/jobs.ts';
import { roomBy } from '../rooms/named-room.ts';
import { visitorDescribed } from '../visitors/events.ts';
import {
  beginning,
  conversation,
  end,
  endOfConversation,
  messages,
  type Piece,
  type Section,
} from './export-content.ts';
import type { PrivacyRequestRow } from './tables.ts';

export const EXPORT_PERSON = 'export_person';
export const DROP_EXPORT = 'drop_export';

/** Messages in one transaction, and in one piece of a file. */
const AT_ONCE = 500;
/** Milliseconds that the files are kept, and a link works. */
export const KEPT_MS = 86_400_000;

const Payload = Type.Object({ site_id: Type.String(), request_id: Type.String() });
type Request = Static<typeof Payload>;

export const exportPerson: JobTask = async (core, payload, { attempt, maxAttempts, signal }) => {
  const request = Value.Parse(Payload, payload);
  try {
    do signal.throwIfAborted();
    while (await core.db.transaction().execute((tx) => goOn(core, tx, request)));
  } catch (error) {
    if (attempt >= maxAttempts) {
      const failed = { state: 'failed', finished_at: new Date(core.now()) } as const;
      await theRequest(core.db, request).where('state', '<>', 'done').set(failed).execute();
      await dropFiles(core.db, request);
    }
    throw error;
  }
};

/** The files go; that they were made stays known. */
export const dropExport: JobTask = async (core, payload) => dropFiles(core.db, Value.Parse(Payload, payload));

export async function dropFiles(db: Tx | Core['db'], { site_id, request_id }: Request): Promise<void> {
  for (const table of ['export_parts', 'export_links'] as const)
    await db.deleteFrom(table).where('site_id', '=', site_id).where('request_id', '=', request_id).execute();
}

/** Of somebody who is being forgotten: those that are there, and those that are being made. */
export async function withdrawExports(tx: Tx, siteId: string, consumer: string, at: Date): Promise<void> {
  const exports = await tx
    .updateTable('privacy_requests')
    .set(({ ref, fn }) => ({
      expires_at: null,
      state: sql<'done' | 'failed'>`case when state = 'done' then 'done' else 'failed' end`,
      finished_at: fn.coalesce(ref('finished_at'), sql<Date>`${at}`),
    }))
    .where('site_id', '=', siteId)
    .where('consumer', '=', consumer)
    .where('kind', '=', 'export')
    .returning('id')
    .execute();
  for (const { id } of exports) await dropFiles(tx, { site_id: siteId, request_id: id });
}

const theRequest = (db: Tx | Core['db'], { site_id, request_id }: Request) =>
  db.updateTable('privacy_requests').where('site_id', '=', site_id).where('id', '=', request_id);

/** One step; answers whether there are more. Locked: two runs of one job take turns. */
async function goOn(core: Core, tx: Tx, request: Request): Promise<boolean> {
  const row = await tx
    .selectFrom('privacy_requests as r')
    .innerJoin('sites as s', 's.id', 'r.site_id')
    .selectAll('r')
    .select('s.name as site')
    .where('r.site_id', '=', request.site_id)
    .where('r.id', '=', request.request_id)
    .forUpdate('r')
    .executeTakeFirst();
  if (!row || (row.state !== 'queued' && row.state !== 'running')) return false;
  if (row.state === 'queued') {
    await begin(core, tx, request, row);
    return true;
  }
  const { at_room, at_seq, rooms, heads } = row;
  const key = rooms[at_room];
  if (key === undefined) {
    const now = core.now();
    const expires_at = new Date(now + KEPT_MS);
    await add(tx, row, end);
    await theRequest(tx, request)
      .set({ state: 'done', finished_at: new Date(now), expires_at })
      .execute();
    const drop = { task: DROP_EXPORT, payload: request, key: `drop:${request.request_id}`, runAt: expires_at };
    await addJobs(tx, [drop]);
    return false;
  }
  const head = heads[at_room] as number;
  const to = Math.min(at_seq + AT_ONCE, head);
  await add(tx, row, await piece(tx, row, key, to));
  const next = to >= head ? { at_room: at_room + 1, at_seq: 0 } : { at_seq: to };
  await theRequest(tx, request)
    .set({ ...next, done: row.done + to - at_seq })
    .execute();
  return true;
}

async function begin(core: Core, tx: Tx, request: Request, row: PrivacyRequestRow & { site: string }): Promise<void> {
  const rooms = await tx
    .selectFrom('rooms')
    .select(['key', 'last_seq'])
    .where('site_id', '=', row.site_id)
    .where('visitor_id', '=', row.consumer)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const sections: Section[] = [];
  await core.events.emit(visitorDescribed, tx, {
    siteId: row.site_id,
    visitorId: row.consumer,
    add: (name, rows) => sections.push({ name, rows }),
  });
  await add(tx, row, beginning({ site: row.site, at: new Date(core.now()), sections }));
  const heads = rooms.map(({ last_seq }) => last_seq);
  const total = heads.reduce((sum, head) => sum + head, 0);
  await theRequest(tx, request)
    .set({ state: 'running', rooms: rooms.map(({ key }) => key), heads, total })
    .execute();
}

async function piece(
  tx: Tx,
  { site_id, at_room, at_seq, heads }: PrivacyRequestRow,
  key: string,
  to: number,
): Promise<Piece> {
  const room = await roomBy(tx, site_id, key);
  const rows = room
    ? await tx
        .selectFrom('messages')
        .selectAll()
        .where('site_id', '=', site_id)
        .where('room_id', '=', room.id)
        .where('seq', '>', at_seq)
        .where('seq', '<=', to)
        .orderBy('seq')
        .execute()
    : [];
  // A room that was removed meanwhile leaves its place empty, and the files well formed.
  const about = room ?? { key, status: 'closed' as const, created_at: new Date(0), closed_at: null };
  const parts = [
    ...(at_seq === 0 ? [conversation(about, at_room)] : []),
    messages(rows, at_seq === 0),
    ...(to >= (heads[at_room] as number) ? [endOfConversation] : []),
  ];
  return { json: parts.map(({ json }) => json).join(''), html: parts.map(({ html }) => html).join('') };
}

async function add(tx: Tx, { site_id, id }: PrivacyRequestRow, made: Piece): Promise<void> {
  const last = await tx
    .selectFrom('export_parts')
    .select(({ fn }) => fn.max('ordinal').as('ordinal'))
    .where('site_id', '=', site_id)
    .where('request_id', '=', id)
    .executeTakeFirst();
  const ordinal = (last?.ordinal ?? -1) + 1;
  await tx
    .insertInto('export_parts')
    .values(
      (['json', 'html'] as const).map((format) => ({
        site_id,
        request_id: id,
        format,
        ordinal,
        body: gzipSync(made[format]),
      })),
    )
    .execute();
}
