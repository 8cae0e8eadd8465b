/**
 * Every 9 seconds each socket hears where its rooms stand (P6): whatever announcement was lost, the reader finds out.
 * One query for all visitors' rooms of this node, one for each site with agents, one for all their teams and one for their labels,
 * one for all positions that moved lately; a database that is away beats empty.
 */
import { CLOSE, HEARTBEAT_MS, type HeartbeatEvent, type PresentIn } from '@parley/protocol';
import { sql } from 'kysely';
import { type Actor, isGuest, NOBODY } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { epochOf } from '../core/epoch.ts';
import { type ClientSocket, DEAD_AFTER_MS } from '../core/sockets.ts';
import { labelsStates } from '../labels/look-up.ts';
import { teamsStates } from '../teams/look-up.ts';
import { roomName } from './channels.ts';
import { eventOf, latelyMoved, type Moved } from './lately-moved.ts';
import { presenceLately } from './presence-news.ts';
import { peopleOnline, presenceIn } from './who-is-here.ts';

/** Agents hear of rooms that changed in the last minute: six lost beats, or a minute of clock difference, are forgiven. */
const LATELY = '60 seconds';
const MOST_ROOMS = 500;
/** An expired token may renew for so long before its socket is closed. */
const RENEW_GRACE_MS = 20_000;

interface Head {
  site: string;
  key: string;
  last_seq: number;
  version: number;
}

/** What a beat says beside where the rooms stand. */
interface Said {
  readonly epoch: string | undefined;
  readonly moved: readonly Moved[];
  /** To agents. */
  readonly presence?: readonly PresentIn[];
  /** To visitors. */
  readonly online?: boolean;
  /** To agents who hear the whole site. */
  readonly teams?: string | undefined;
  readonly labels?: string | undefined;
}

const frameOf = (heads: readonly Head[], { epoch, moved, presence = [], online, teams, labels }: Said): string => {
  const event: HeartbeatEvent = {
    command: 'heartbeat',
    heads: {},
    versions: {},
    ...(epoch && { epoch }),
    ...(moved.length > 0 && { positions: moved.slice(0, MOST_ROOMS).map(eventOf) }),
    ...(presence.length > 0 && { presence: [...presence] }),
    ...(online !== undefined && { people_online: online }),
    ...(teams !== undefined && { teams }),
    ...(labels !== undefined && { labels }),
  };
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
    else socket.send(frameOf([], { epoch, moved: [] }));
  }
  const sites = new Set([...bySite.keys(), ...inRoom.flatMap(({ actor }) => siteOf(actor))]);
  const moved = orNothing(core, latelyMoved(core.db, [...sites]));
  const teams = statesOf(core, teamsStates, [...bySite.keys()]);
  const labels = statesOf(core, labelsStates, [...bySite.keys()]);
  await Promise.all([
    beatRooms(core, inRoom, epoch, moved),
    ...[...bySite].map(([siteId, sockets]) => beatSite(core, siteId, sockets, { epoch, moved, teams, labels })),
  ]);
}

const siteOf = (actor: Actor): string[] => (actor.kind === 'nobody' ? [] : [actor.siteId]);

/** The visitors' positions, and those that are the agent's own. */
const forAgent = (moved: readonly Moved[], actor: Actor): readonly Moved[] =>
  moved.filter(({ visitor, person }) => visitor || (actor.kind === 'agent' && person === actor.accountId));

async function beatRooms(
  core: Core,
  sockets: readonly ClientSocket[],
  epoch: string | undefined,
  moving: Promise<readonly Moved[]>,
): Promise<void> {
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
  const movedIn = Map.groupBy(await moving, ({ site, key }) => roomName(site, key));
  const online = new Map<string, boolean>();
  for (const { actor } of sockets) {
    if (isGuest(actor) && !online.has(actor.siteId)) online.set(actor.siteId, peopleOnline(core, actor.siteId));
  }
  for (const socket of sockets) {
    const head = byRoom.get(socket.room as string);
    const here = movedIn.get(socket.room as string) ?? [];
    const { actor } = socket;
    if (actor.kind === 'nobody') continue;
    const about = isGuest(actor)
      ? { moved: here, online: online.get(actor.siteId) ?? false }
      : { moved: forAgent(here, actor), presence: presenceOf(core, actor.siteId, head) };
    socket.send(frameOf(head ? [head] : [], { epoch, ...about }));
  }
}

async function beatSite(
  core: Core,
  siteId: string,
  sockets: readonly ClientSocket[],
  all: { epoch: string | undefined; moved: Promise<readonly Moved[]>; teams: Promise<States>; labels: Promise<States> },
): Promise<void> {
  const heads = await query(
    core,
    sql<Head>`select s.slug as site, r.key, r.last_seq, r.version from rooms r join sites s on s.id = r.site_id
      where r.site_id = ${siteId} and r.touched_at > now() - ${LATELY}::interval
        and r.touched_minute >= minute_of(now() - ${LATELY}::interval)
      order by r.touched_at desc limit ${MOST_ROOMS}`,
  );
  const here = (await all.moved).filter(({ site_id }) => site_id === siteId);
  const own = new Set(here.map(({ person }) => person));
  // Serialised once for all who have moved nothing themselves.
  const presence = presenceLately(core, siteId);
  const { epoch } = all;
  const lists = { teams: (await all.teams).get(siteId), labels: (await all.labels).get(siteId) };
  const frame = frameOf(heads, { epoch, moved: forAgent(here, NOBODY), presence, ...lists });
  for (const socket of sockets) {
    const { actor } = socket;
    const moves = actor.kind === 'agent' && own.has(actor.accountId);
    socket.send(moves ? frameOf(heads, { epoch, moved: forAgent(here, actor), presence, ...lists }) : frame);
  }
}

const presenceOf = (core: Core, siteId: string, head: Head | undefined): PresentIn[] =>
  head ? [{ room: roomName(head.site, head.key), ...presenceIn(core, siteId, head.key) }] : [];

/** What of a site's lists answers otherwise than before, by site. */
type States = ReadonlyMap<string, string>;

async function statesOf(core: Core, look: typeof teamsStates, siteIds: readonly string[]): Promise<States> {
  if (siteIds.length === 0) return new Map();
  return new Map(
    await orNothing(
      core,
      look(core, siteIds).then((states) => [...states]),
    ),
  );
}

const lookAtEpoch = (core: Core): Promise<string | undefined> =>
  epochOf(core)
    .look()
    .catch(() => undefined);

const query = (core: Core, statement: ReturnType<typeof sql<Head>>): Promise<Head[]> =>
  orNothing(
    core,
    statement.execute(core.db).then(({ rows }) => rows),
  );

async function orNothing<Row>(core: Core, rows: Promise<Row[]>): Promise<Row[]> {
  try {
    return await rows;
  } catch (error) {
    core.log.warn({ reason: (error as Error).message }, 'a heartbeat found no database');
    return [];
  }
}
