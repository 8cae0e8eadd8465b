/**
 * Every 9 seconds each socket hears where its rooms stand (P6): whatever announcement was lost, the reader finds out.
 * One query for all visitors' rooms of this node and one for each site with agents; a database that is away beats empty.
 */
import { CLOSE, HEARTBEAT_MS, type HeartbeatEvent } from '@parley/protocol';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { epochOf } from '../core/epoch.ts';
import type { ClientSocket } from '../core/sockets.ts';
import { roomName } from './channels.ts';

/** Agents hear of rooms that changed in the last minute: six lost beats, or a minute of clock difference, are forgiven. */
const LATELY = '60 seconds';
const MOST_ROOMS = 500;
/** A browser answers every ping by itself; one lost answer is forgiven, the second means that nobody is there. */
const DEAD_AFTER_MS = 2.5 * HEARTBEAT_MS;
/** An expired token may renew for so long before its socket is closed. */
const RENEW_GRACE_MS = 20_000;

interface Head {
  site: string;
  key: string;
  last_seq: number;
  version: number;
}

const frameOf = (heads: readonly Head[], epoch: string | undefined): string => {
  const event: HeartbeatEvent = { command: 'heartbeat', heads: {}, versions: {}, ...(epoch && { epoch }) };
  for (const { site, key, last_seq, version } of heads) {
    event.heads[roomName(site, key)] = last_seq;
    event.versions[roomName(site, key)] = version;
  }
  return JSON.stringify(event);
};

export function startHeartbeat(core: Core, everyMs = HEARTBEAT_MS): () => void {
  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    beat(core).finally(() => {
      running = false;
    });
  }, everyMs);
  return () => clearInterval(timer);
}

/** One beat: never rejects. */
export async function beat(core: Core): Promise<void> {
  const epoch = core.sockets.size > 0 ? await lookAtEpoch(core) : undefined;
  const inRoom: ClientSocket[] = [];
  const bySite = new Map<string, ClientSocket[]>();
  for (const socket of core.sockets.all()) {
    if (Date.now() - socket.heardAt > DEAD_AFTER_MS) {
      socket.terminate();
      continue;
    }
    if (socket.expiresAt + RENEW_GRACE_MS < core.now()) {
      socket.close(CLOSE.expired);
      continue;
    }
    socket.ping();
    const { actor } = socket;
    if (socket.room !== null) inRoom.push(socket);
    else if (actor.kind === 'agent') bySite.set(actor.siteId, [...(bySite.get(actor.siteId) ?? []), socket]);
    else socket.send(frameOf([], epoch));
  }
  await Promise.all([
    beatRooms(core, inRoom, epoch),
    ...[...bySite].map(([siteId, sockets]) => beatSite(core, siteId, sockets, epoch)),
  ]);
}

async function beatRooms(core: Core, sockets: readonly ClientSocket[], epoch: string | undefined): Promise<void> {
  if (sockets.length === 0) return;
  const asked = sockets.flatMap(({ actor, room }) =>
    actor.kind === 'nobody' || room === null ? [] : [{ site_id: actor.siteId, key: room.slice(room.indexOf(' ') + 1) }],
  );
  const heads = await query(
    core,
    sql<Head>`select s.slug as site, r.key, r.last_seq, r.version
      from json_to_recordset(${JSON.stringify(asked)}::json) as a(site_id uuid, key text)
      join rooms r using (site_id, key) join sites s on s.id = r.site_id`,
  );
  const byRoom = new Map(heads.map((head) => [roomName(head.site, head.key), head]));
  for (const socket of sockets) {
    const head = byRoom.get(socket.room as string);
    socket.send(frameOf(head ? [head] : [], epoch));
  }
}

async function beatSite(
  core: Core,
  siteId: string,
  sockets: readonly ClientSocket[],
  epoch: string | undefined,
): Promise<void> {
  const heads = await query(
    core,
    sql<Head>`select s.slug as site, r.key, r.last_seq, r.version from rooms r join sites s on s.id = r.site_id
      where r.site_id = ${siteId} and r.touched_at > now() - ${LATELY}::interval
      order by r.touched_at desc limit ${MOST_ROOMS}`,
  );
  const frame = frameOf(heads, epoch);
  for (const socket of sockets) socket.send(frame);
}

const lookAtEpoch = (core: Core): Promise<string | undefined> =>
  epochOf(core)
    .look()
    .catch(() => undefined);

async function query(core: Core, statement: ReturnType<typeof sql<Head>>): Promise<Head[]> {
  try {
    return (await statement.execute(core.db)).rows;
  } catch (error) {
    core.log.warn({ reason: (error as Error).message }, 'a heartbeat found no database');
    return [];
  }
}
