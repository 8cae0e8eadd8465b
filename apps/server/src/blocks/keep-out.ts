/** Keeping the blocked away: from every call and handshake, and off the sockets that they have open on any node. */
import { CLOSE } from '@parley/protocol';
import { sql } from 'kysely';
import { type Guest, isGuest } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { Gather } from '../core/gather.ts';
import { prepared } from '../core/prepared.ts';
import { EVERY_MS } from '../core/rounds.ts';
import { isWithin, plainAddress } from './ranges.ts';

/** Blocks that are looked at again: more than a round, and what a slow database takes. */
const LATELY = '15 seconds';
const BLOCKED = 'blocked';

interface Coming {
  readonly siteId: string;
  /** Null: nobody yet. */
  readonly visitorId: string | null;
  readonly ip: string;
}

const KEY = Symbol('whether they are blocked');
const siteOf = ({ siteId }: Coming): string => siteId;

/** Refuses `blocked`. */
export async function requireUnblocked(core: Core, coming: Coming): Promise<void> {
  const asked = core.state.get(KEY, () => new Gather((all: readonly Coming[]) => areBlocked(core, all), { siteOf }));
  if (await asked.ask(coming)) throw refuse('blocked');
}

/** The same within a transaction, which must not wait for another connection. Refuses when any of them is blocked. */
export async function requireUnblockedIn(tx: Tx, comings: readonly Coming[]): Promise<void> {
  if ((await blockedOf(comings).execute(tx)).rows.length > 0) throw refuse('blocked');
}

async function areBlocked(core: Core, all: readonly Coming[]): Promise<boolean[]> {
  const found = new Set((await prepared(core, blockedOf(all))).map(({ n }) => n));
  return all.map((_, n) => found.has(n));
}

function blockedOf(all: readonly Coming[]) {
  const asked = all.map(({ siteId, visitorId, ip }, n) => ({
    n,
    site_id: siteId,
    visitor_id: visitorId,
    ip: plainAddress(ip),
  }));
  return sql<{ n: number }>`
    select distinct a.n from json_to_recordset(${JSON.stringify(asked)}::json)
      as a(n int, site_id uuid, visitor_id uuid, ip inet)
    join blocks b on b.site_id = a.site_id and (b.visitor_id = a.visitor_id or b.addresses >>= a.ip)
    where b.ends_at is null or b.ends_at > now()`;
}

export const keepsOut = (core: Core, { siteId, visitorId }: Guest, ip: string): Promise<void> =>
  requireUnblocked(core, { siteId, visitorId, ip });

interface Blocked {
  readonly site_id: string;
  readonly visitor_id: string | null;
  readonly addresses: string | null;
}

/** Agents' sockets stay, wherever they come from. */
function close(core: Core, blocks: readonly Blocked[]): void {
  if (blocks.length === 0) return;
  for (const socket of core.sockets.all()) {
    const { actor, ip } = socket;
    if (!isGuest(actor) || socket.sentAway) continue;
    const meets = ({ site_id, visitor_id, addresses }: Blocked) =>
      site_id === actor.siteId && (addresses === null ? visitor_id === actor.visitorId : isWithin(ip, addresses));
    if (blocks.some(meets)) socket.close(CLOSE.blocked);
  }
}

/** To be called after COMMIT. */
export function announceBlock(core: Core, block: Blocked): void {
  const { site_id, visitor_id, addresses } = block;
  core.bus.publish({ site: site_id, channels: [], note: { name: BLOCKED, data: { site_id, visitor_id, addresses } } });
}

/** To be called once, before anything is served. */
export function hearOfBlocks(core: Core): void {
  core.bus.subscribe(({ note }) => {
    if (note?.name === BLOCKED) close(core, [note.data as Blocked]);
  });
}

/** Finds what the bus has lost. */
export function startLooking(core: Core, everyMs = EVERY_MS): () => void {
  const look = async () => {
    const { rows } = await sql<Blocked>`
      select site_id, visitor_id, addresses::text from blocks
      where changed_at > now() - ${LATELY}::interval and (ends_at is null or ends_at > now())`.execute(core.db);
    close(core, rows);
  };
  const timer = setInterval(() => {
    look().catch((error: Error) => core.log.warn({ reason: error.message }, 'blocks could not be looked at'));
  }, everyMs);
  return () => clearInterval(timer);
}
