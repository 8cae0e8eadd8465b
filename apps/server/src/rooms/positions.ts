/**
 * How far each person has received and read: positions that only move forward. Gathered as the message log does it: while
 * one statement runs, the next gathers, one row a person and room.
 */
import type { markRead, ParamsOf, ResultOf } from '@parley/protocol';
import { sql } from 'kysely';
import { accountChannel } from '../accounts/channels.ts';
import { isGuest } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { isDatabaseAway, refuse } from '../core/errors.ts';
import { apart } from '../core/log-context.ts';
import { inSites } from '../core/site-scope.ts';
import { authorOf, ownKey, type Participant } from './access.ts';
import { everyoneIn, roomName, visitorChannel } from './channels.ts';
import { readEvent } from './lately-moved.ts';

/** Rows of one statement. */
const MAX_BATCH = 1_000;
/** Postgres' largest integer: any larger seq lies beyond every head just as well. */
const MAX_SEQ = 2_147_483_647;

interface Move {
  readonly actor: Participant;
  readonly key: string;
  read: number;
  delivered: number;
  readonly waiting: { readonly resolve: (now: Position) => void; readonly reject: (error: unknown) => void }[];
}

interface Position {
  readonly read: number;
  readonly delivered: number;
}
interface Row extends Position {
  readonly n: number;
  readonly old_read: number;
  readonly old_delivered: number;
  readonly read_at: Date;
}

const KEY = Symbol('positions');
const positions = (core: Core): Positions => core.state.get(KEY, () => new Positions(core));

export async function markReadVerb(
  core: Core,
  actor: Participant,
  params: ParamsOf<typeof markRead>,
): Promise<ResultOf<typeof markRead>> {
  const key = ownKey(actor, params.room);
  const { seq } = params;
  const now = await positions(core).move(actor, key, { read: seq, delivered: Math.max(seq, params.delivered ?? 0) });
  return { room: roomName(actor.site, key), seq: now.read, delivered: now.delivered };
}

class Positions {
  readonly #core: Core;
  #gathered = new Map<string, Move>();
  #busy = false;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Resolves with the position as it is after COMMIT. Refused: `room_not_found`. */
  move(actor: Participant, key: string, to: Position): Promise<Position> {
    return new Promise((resolve, reject) => {
      const id = `${actor.siteId} ${key} ${authorOf(actor).id}`;
      const known = this.#gathered.get(id) ?? { actor, key, read: 0, delivered: 0, waiting: [] };
      known.read = Math.min(Math.max(known.read, to.read), MAX_SEQ);
      known.delivered = Math.min(Math.max(known.delivered, to.delivered), MAX_SEQ);
      known.waiting.push({ resolve, reject });
      this.#gathered.set(id, known);
      if (!this.#busy) apart(() => void this.#drain());
    });
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    while (this.#gathered.size > 0) {
      const all = [...this.#gathered];
      this.#gathered = new Map(all.slice(MAX_BATCH));
      await this.#write(all.slice(0, MAX_BATCH).map(([, move]) => move));
    }
    this.#busy = false;
  }

  async #write(batch: readonly Move[]): Promise<void> {
    try {
      const siteIds = [...new Set(batch.map(({ actor }) => actor.siteId))];
      const written = await inSites({ siteIds }, () => write(this.#core, batch));
      const rows = new Map(written.map((row) => [row.n, row]));
      for (const [n, { actor, key, waiting }] of batch.entries()) {
        const row = rows.get(n);
        if (row) announce(this.#core, actor, key, row);
        for (const { resolve, reject } of waiting) {
          if (row) resolve(row);
          else reject(refuse('room_not_found'));
        }
      }
    } catch (error) {
      // A room that is removed at this moment must not fail its neighbours.
      if (batch.length > 1 && !isDatabaseAway(error)) for (const move of batch) await this.#write([move]);
      else for (const { waiting } of batch) for (const { reject } of waiting) reject(error);
    }
  }
}

/** One row for every move whose room exists: where the position was, and where it is. */
async function write(core: Core, batch: readonly Move[]): Promise<Row[]> {
  const moves = batch.map(({ actor, key, read, delivered }, n) => {
    return { n, site_id: actor.siteId, key, person: authorOf(actor).id, read, delivered };
  });
  const { rows } = await sql<Row>`
    with asked as (
      select w.n, w.person, r.site_id, r.id as room_id, least(w.read, r.last_seq) as read,
        least(w.delivered, r.last_seq) as delivered,
        coalesce(p.seq, 0) as old_read, coalesce(p.delivered, 0) as old_delivered, p.read_at
      from json_to_recordset(${JSON.stringify(moves)}::json)
        as w(n int, site_id uuid, key text, person uuid, read int, delivered int)
      join rooms r using (site_id, key)
      left join read_positions p on p.site_id = r.site_id and p.room_id = r.id and p.person = w.person
    ), moved as (
      insert into read_positions as p (site_id, room_id, person, seq, delivered)
      -- In one order, so that two nodes never wait for each other in a circle.
      select site_id, room_id, person, read, delivered from asked where delivered > 0 order by site_id, room_id, person
      on conflict (site_id, room_id, person) do update set seq = greatest(p.seq, excluded.seq),
        delivered = greatest(p.delivered, excluded.delivered), moved_at = now(),
        read_at = case when excluded.seq > p.seq then now() else p.read_at end
        where p.seq < excluded.seq or p.delivered < excluded.delivered
      returning p.site_id, p.room_id, p.person, p.seq, p.delivered, p.read_at
    )
    select a.n, a.old_read, a.old_delivered, coalesce(m.seq, a.old_read) as read,
      coalesce(m.delivered, a.old_delivered) as delivered, coalesce(m.read_at, a.read_at) as read_at
    from asked a left join moved m using (site_id, room_id, person)`.execute(core.db);
  return rows;
}

function announce(core: Core, actor: Participant, key: string, row: Row): void {
  if (row.read === row.old_read && row.delivered === row.old_delivered) return;
  // An agent's position is that agent's own business among the agents; the visitor learns that somebody read.
  const channels = isGuest(actor)
    ? everyoneIn(actor.siteId, key)
    : [visitorChannel(actor.siteId, key), accountChannel(actor.accountId)];
  core.bus.publish({
    site: actor.siteId,
    channels,
    frame: JSON.stringify(readEvent(roomName(actor.site, key), authorOf(actor).role, row)),
  });
}
