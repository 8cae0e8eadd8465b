/** Blocking, seeing whom it would meet, listing and lifting. */
import type {
  Block,
  blockAddresses,
  blockVisitor,
  listBlocks,
  ParamsOf,
  previewBlock,
  ResultOf,
  unblock,
} from '@parley/protocol';
import { sql } from 'kysely';
import { type AgentActor, may } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { isId } from '../core/place.ts';
import { type HereData, visitorsHere } from '../rooms/who-is-here.ts';
import { blocksChanged } from './events.ts';
import { announceBlock } from './keep-out.ts';
import { isWithin, type Range, readRange } from './ranges.ts';

const HOUR_MS = 3_600_000;
/** Of one site: each is compared with everybody who comes. */
const MOST_BLOCKS = 1_000;

interface Why {
  readonly reason?: string | undefined;
  readonly hours?: number | undefined;
}

export async function blockVisitorVerb(
  core: Core,
  actor: AgentActor,
  { consumer, ...why }: ParamsOf<typeof blockVisitor>,
  call: Call,
): Promise<ResultOf<typeof blockVisitor>> {
  if (!isId(consumer)) throw refuse('not_found');
  const { siteId } = actor;
  const after: (() => void)[] = [];
  const id = await core.db.transaction().execute(async (tx) => {
    // Held, so that it is not forgotten meanwhile.
    const visitor = await tx
      .selectFrom('visitors')
      .select('id')
      .where('site_id', '=', siteId)
      .where('id', '=', consumer)
      .forKeyShare()
      .executeTakeFirst();
    if (!visitor) throw refuse('not_found');
    const id = await put(core, tx, actor, { visitor_id: consumer, addresses: null }, why);
    await core.events.emit(blocksChanged, tx, { siteId, visitorId: consumer, after });
    const subject = { kind: 'visitor', id: consumer };
    await core.events.emit(audited, tx, deedOf(actor, call, 'visitor_blocked', { subject }));
    return id;
  });
  announceBlock(core, { site_id: siteId, visitor_id: consumer, addresses: null });
  for (const act of after) act();
  return { block: await view(core, siteId, id) };
}

export async function blockAddressesVerb(
  core: Core,
  actor: AgentActor,
  { addresses, consumer, ...why }: ParamsOf<typeof blockAddresses>,
  call: Call,
): Promise<ResultOf<typeof blockAddresses>> {
  const { siteId } = actor;
  const range = rangeOf(core, siteId, { addresses, consumer });
  if (!range.single && !may(actor, 'manage_site')) throw refuse('forbidden');
  const id = await core.db.transaction().execute(async (tx) => {
    const id = await put(core, tx, actor, { visitor_id: null, addresses: range.text }, why);
    await core.events.emit(audited, tx, deedOf(actor, call, 'addresses_blocked', { subject: { kind: 'block', id } }));
    return id;
  });
  announceBlock(core, { site_id: siteId, visitor_id: null, addresses: range.text });
  return { block: await view(core, siteId, id) };
}

/** Blocked already: the reason and the end are what is said now. */
async function put(
  core: Core,
  tx: Tx,
  { siteId, accountId }: AgentActor,
  what: { visitor_id: string | null; addresses: string | null },
  { reason = '', hours }: Why,
): Promise<string> {
  const now = core.now();
  await sql`select from sites where id = ${siteId} for no key update`.execute(tx);
  await tx.deleteFrom('blocks').where('site_id', '=', siteId).where('ends_at', '<=', new Date(now)).execute();
  const { count } = await tx
    .selectFrom('blocks')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('site_id', '=', siteId)
    .executeTakeFirstOrThrow();
  if (count >= MOST_BLOCKS) throw refuse('invalid', { fields: { block: `there are ${MOST_BLOCKS}: lift some first` } });
  const said = {
    reason: reason.trim(),
    created_by: accountId,
    ends_at: hours === undefined ? null : new Date(now + hours * HOUR_MS),
  };
  const { id } = await tx
    .insertInto('blocks')
    .values({ site_id: siteId, id: uuidv7(now), ...what, ...said })
    .onConflict((conflict) =>
      conflict
        .columns(what.visitor_id === null ? ['site_id', 'addresses'] : ['site_id', 'visitor_id'])
        .doUpdateSet({ ...said, changed_at: sql<Date>`now()` }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** What was written, or where the visitor is connected from. Refuses `invalid` and `not_found`. */
function rangeOf(
  core: Core,
  siteId: string,
  { addresses, consumer }: { addresses?: string | undefined; consumer?: string | undefined },
): Range {
  if ((addresses === undefined) === (consumer === undefined))
    throw refuse('invalid', { fields: { addresses: 'say either these or `consumer`' } });
  const range = readRange(addresses ?? addressOf(core, siteId, consumer as string));
  if (!range) throw refuse('invalid', { fields: { addresses: 'give one such as 203.0.113.7 or 203.0.113.0/24' } });
  if (range.tooWide)
    throw refuse('invalid', { fields: { addresses: 'too many at once: at most a /16, of IPv6 a /32' } });
  return range;
}

/** Visitors who are connected, to any node that tells of them, and from where. No address is kept longer than that. */
const connected = (core: Core, siteId: string): { consumer: string; ip: string }[] =>
  core.presence.members(visitorsHere(siteId)).flatMap(({ member, data }) => {
    const { ip } = data as HereData;
    return ip === undefined ? [] : [{ consumer: member.replace(/~\d+$/, ''), ip }];
  });

function addressOf(core: Core, siteId: string, consumer: string): string {
  const found = connected(core, siteId).find((each) => each.consumer === consumer);
  if (!found) throw refuse('not_found');
  return found.ip;
}

export async function previewBlockVerb(
  core: Core,
  { siteId }: AgentActor,
  which: ParamsOf<typeof previewBlock>,
  { ip }: Call,
): Promise<ResultOf<typeof previewBlock>> {
  const { text: addresses } = rangeOf(core, siteId, which);
  const met = connected(core, siteId).filter((each) => isWithin(each.ip, addresses));
  const here = new Set(met.map(({ consumer }) => consumer)).size;
  return { addresses, here, includes_you: isWithin(ip, addresses) };
}

const inForce = (core: Core, siteId: string) =>
  core.db
    .selectFrom('blocks as b')
    .leftJoin('visitors as v', (join) => join.onRef('v.site_id', '=', 'b.site_id').onRef('v.id', '=', 'b.visitor_id'))
    .leftJoin('accounts as a', 'a.id', 'b.created_by')
    .select(['b.id', 'b.visitor_id', 'b.reason', 'b.created_at', 'b.ends_at', 'a.name as by'])
    .select(sql<string | null>`b.addresses::text`.as('addresses'))
    .select((eb) => eb.fn.coalesce('v.name', 'v.email').as('name'))
    .where('b.site_id', '=', siteId)
    .where((eb) => eb.or([eb('b.ends_at', 'is', null), eb('b.ends_at', '>', new Date(core.now()))]))
    .orderBy('b.created_at', 'desc')
    .orderBy('b.id', 'desc');

type Row = Awaited<ReturnType<ReturnType<typeof inForce>['executeTakeFirstOrThrow']>>;

const asBlock = (row: Row): Block => ({
  id: row.id,
  consumer: row.visitor_id,
  addresses: row.addresses,
  name: row.name,
  reason: row.reason,
  by: row.by,
  created: row.created_at.toISOString(),
  ends: row.ends_at?.toISOString() ?? null,
});

async function view(core: Core, siteId: string, id: string): Promise<Block> {
  const row = await inForce(core, siteId).where('b.id', '=', id).executeTakeFirst();
  if (!row) throw refuse('not_found');
  return asBlock(row);
}

export async function listBlocksVerb(core: Core, { siteId }: AgentActor): Promise<ResultOf<typeof listBlocks>> {
  return { blocks: (await inForce(core, siteId).execute()).map(asBlock) };
}

export async function unblockVerb(
  core: Core,
  actor: AgentActor,
  { block }: ParamsOf<typeof unblock>,
  call: Call,
): Promise<ResultOf<typeof unblock>> {
  if (!isId(block)) throw refuse('not_found');
  const { siteId } = actor;
  const after: (() => void)[] = [];
  await core.db.transaction().execute(async (tx) => {
    const gone = await tx
      .deleteFrom('blocks')
      .where('site_id', '=', siteId)
      .where('id', '=', block)
      .returning('visitor_id')
      .executeTakeFirst();
    if (!gone) throw refuse('not_found');
    const { visitor_id: visitorId } = gone;
    if (visitorId) await core.events.emit(blocksChanged, tx, { siteId, visitorId, after });
    const subject = visitorId ? { kind: 'visitor', id: visitorId } : { kind: 'block', id: block };
    await core.events.emit(audited, tx, deedOf(actor, call, 'block_lifted', { subject }));
  });
  for (const act of after) act();
  return {};
}
