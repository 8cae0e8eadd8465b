/**
 * The job that forgets a person. First, in one transaction, all that names it: from then on nobody finds it, and nobody writes to it.
 * Then the words of its rooms, some at a time. The request's row says how far it is and is moved in the same transactions, so
 * the job may run twice, end anywhere, and go on there.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import type { JobTask } from '../core/jobs.ts';
import { announceFrozen, ERASED_AT_ONCE, eraseMessages } from '../rooms/erase.ts';
import type { Draft } from '../rooms/transitions.ts';
import { announceForgotten, forgetVisitor } from '../visitors/forget.ts';
import { withdrawExports } from './export.ts';

export const ERASE_PERSON = 'erase_person';

const Payload = Type.Object({ site_id: Type.String(), request_id: Type.String() });
type Request = Static<typeof Payload>;

export const erasePerson: JobTask = async (core, payload, { attempt, maxAttempts, signal }) => {
  const request = Value.Parse(Payload, payload);
  try {
    await begin(core, request);
    do signal.throwIfAborted();
    while (await eraseSome(core, request));
  } catch (error) {
    if (attempt >= maxAttempts) await set(core.db, request, { state: 'failed', finished_at: new Date(core.now()) });
    throw error;
  }
};

/** Locked: two runs of one job take turns. */
const lock = (tx: Tx, { site_id, request_id }: Request) =>
  tx
    .selectFrom('privacy_requests as r')
    .innerJoin('sites as s', 's.id', 'r.site_id')
    .leftJoin('accounts as a', 'a.id', 'r.requested_by')
    .selectAll('r')
    .select(['s.slug', 'a.name as by'])
    .where('r.site_id', '=', site_id)
    .where('r.id', '=', request_id)
    .forUpdate('r')
    .executeTakeFirst();

const set = (db: Tx | Core['db'], { site_id, request_id }: Request, values: object) =>
  db
    .updateTable('privacy_requests')
    .set(values)
    .where('site_id', '=', site_id)
    .where('id', '=', request_id)
    .where('state', '<>', 'done')
    .execute();

async function begin(core: Core, request: Request): Promise<void> {
  const frozen = await core.db.transaction().execute(async (tx) => {
    const row = await lock(tx, request);
    if (!row || row.state === 'done') return null;
    await withdrawExports(tx, row.site_id, row.consumer, new Date(core.now()));
    const drafts: Draft[] = await forgetVisitor(core, tx, row.site_id, row.consumer);
    // Those of an earlier run are not the visitor's any more.
    const rooms = [...row.rooms, ...drafts.map((draft) => draft.row.key)];
    const heads = [...row.heads, ...drafts.map((draft) => draft.row.last_seq)];
    const total = heads.reduce((sum, head) => sum + head, 0);
    await set(tx, request, { state: 'running', rooms, heads, total });
    return { row, drafts };
  });
  if (!frozen) return;
  announceForgotten(core, frozen.row.site_id, frozen.row.consumer);
  announceFrozen(core, frozen.row.slug, frozen.drafts);
}

/** Answers whether there may be more to do. */
async function eraseSome(core: Core, request: Request): Promise<boolean> {
  const { more, announce } = await core.db.transaction().execute(async (tx) => {
    const row = await lock(tx, request);
    if (!row || row.state !== 'running') return { more: false };
    const { at_room, at_seq, rooms, heads } = row;
    const key = rooms[at_room];
    if (key === undefined) {
      await set(tx, request, { state: 'done', finished_at: new Date(core.now()) });
      return { more: false };
    }
    const to = Math.min(at_seq + ERASED_AT_ONCE, heads[at_room] as number);
    const batch = { after: at_seq, to, by: row.by ?? 'Visitor', visitorId: row.consumer };
    const place = { siteId: row.site_id, site: row.slug, key };
    const announce = to > at_seq ? await eraseMessages(core, tx, place, batch) : undefined;
    const next = to >= (heads[at_room] as number) ? { at_room: at_room + 1, at_seq: 0 } : { at_seq: to };
    await set(tx, request, { ...next, done: row.done + to - at_seq });
    return { more: true, announce };
  });
  announce?.();
  return more;
}
