/**
 * The agents' search: first rooms whose contact has the words in name, email or consumer, newest visitor first; then rooms in
 * whose messages all the words were said at once, newest mention first. It reads hours, then days, then weeks from the newest
 * end, and stops when a page is full: what is found a million times costs no more than what is found fifty times.
 */
import type { fetchRooms, Mention, ParamsOf, ResultOf } from '@parley/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { cursorOf, type Place, placeOf } from '../core/place.ts';
import { roomName } from './channels.ts';
import { passageOf } from './passage.ts';
import { agentView, selectRooms } from './views.ts';
import { filter, newest } from './walk.ts';

type Params = ParamsOf<typeof fetchRooms> & { readonly query: string };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Milliseconds read in one go, newest first; then all the rest. A site of 10 million messages a year says 9,000 in the first. */
const SPANS = [8 * HOUR_MS, 4 * DAY_MS, 32 * DAY_MS, null];
/** Up to so much the index is asked by the hour, above by the day. */
const BY_HOUR_MS = DAY_MS;
/** Another node's clock may be ahead of ours. */
const AHEAD_MS = 300_000;
/** Where the index counts its days and hours from: as in `search_times` of the migrations. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
/** Words without three letters in a row are in no index: they are looked for in the contacts of so many newest rooms. */
const FIRST_ROOMS = 500;

/** Contacts come before mentions, on the pages too: a cursor begins with where it stands. */
type Phase = 'c' | 'm';

/** A room, and the `seq` of its newest mention; null where its contact was found. */
interface Found extends Place {
  readonly seq: number | null;
}

export async function searchRooms(
  db: Core['db'],
  actor: AgentActor,
  params: Params,
): Promise<ResultOf<typeof fetchRooms>> {
  const limit = params.limit ?? 50;
  const from = params.cursor ? placeOf(params.cursor.slice(1)) : null;
  const begun: Phase = params.cursor?.[0] === 'm' ? 'm' : 'c';
  const search = new Search(db, actor, params, await isOnlySite(db));
  const found: (Found & { phase: Phase })[] = [];
  for (const phase of ['c', 'm'] as const) {
    const wanted = limit + 1 - found.length;
    if (phase < begun || wanted <= 0) continue;
    const places = await search.read(phase, phase === begun ? from : null, wanted);
    for (const place of places) found.push({ ...place, phase });
  }
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  const ids = page.map(({ id }) => id);
  const rooms = sql`select * from rooms where site_id = ${actor.siteId} and id = any(${ids}::uuid[])`;
  const rows = ids.length > 0 ? await selectRooms(db, rooms, actor.accountId) : [];
  rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  const mentions = await mentionsOf(db, actor.siteId, params.query, page);
  return {
    rooms: rows.map(agentView),
    next: last ? last.phase + cursorOf(last) : null,
    mentions: rows.flatMap((row) => {
      const mention = mentions.get(row.id);
      return mention ? [{ room: roomName(row.site, row.key), ...mention }] : [];
    }),
  };
}

/** What was said in the rooms, each message by its key; by the room's id. */
async function mentionsOf(db: Core['db'], siteId: string, query: string, page: readonly Found[]) {
  const places = page.filter(({ seq }) => seq !== null);
  if (places.length === 0) return new Map<string, Omit<Mention, 'room'>>();
  const { rows } = await sql<Omit<Mention, 'room' | 'text' | 'marks'> & { room_id: string; content: string }>`
    select m.room_id, m.seq, m.author, m.role, m.content
    from unnest(${places.map(({ id }) => id)}::uuid[], ${places.map(({ seq }) => seq)}::integer[]) hit (room_id, seq)
    ${lookUp('messages', 'm', sql`o.site_id = ${siteId} and o.room_id = hit.room_id and o.seq = hit.seq`)}`.execute(db);
  return new Map(
    rows.map(({ room_id, content, ...said }) => [room_id, { ...said, ...passageOf(content, query) }] as const),
  );
}

async function isOnlySite(db: Core['db']): Promise<boolean> {
  const { rows } = await sql`select from sites limit 2`.execute(db);
  return rows.length < 2;
}

class Search {
  readonly #db: Core['db'];
  readonly #actor: AgentActor;
  readonly #params: Params;
  readonly #onlySite: boolean;
  /** On the row `v`: name or email have the words. */
  readonly #inContact: RawBuilder<unknown>;
  /** On the row `v`: the id begins as the words do. Null where it cannot. */
  readonly #isConsumer: RawBuilder<unknown> | null;
  readonly #words: RawBuilder<unknown>;

  constructor(db: Core['db'], actor: AgentActor, params: Params, onlySite: boolean) {
    this.#db = db;
    this.#actor = actor;
    this.#params = params;
    this.#onlySite = onlySite;
    const part = `%${params.query.replace(/[\\%_]/g, '\\$&')}%`;
    this.#inContact = sql`((v.name is not null or v.email is not null)
      and coalesce(v.name, '') || ' ' || coalesce(v.email, '') ilike ${part})`;
    const ids = consumersOf(params.query);
    this.#isConsumer = ids && sql`v.id between ${ids.first}::uuid and ${ids.last}::uuid`;
    this.#words = sql`plainto_tsquery('simple', ${params.query})`;
  }

  /** The first `limit` rooms below `place`. */
  async read(phase: Phase, place: Place | null, limit: number): Promise<Found[]> {
    const found = new Map<string, Found>();
    let to = place?.at.getTime() ?? Date.now() + AHEAD_MS;
    for (const span of this.#spans(phase)) {
      const from = span === null ? null : to - span;
      const hits = phase === 'c' ? this.#contacts(from, to) : this.#mentions(from, to, place);
      const below = place ? sql`and (hit.at, r.id) < (${place.at}::timestamptz, ${place.id}::uuid)` : sql``;
      const { status } = this.#params;
      const { rows } = await sql<Found>`
        select r.id, hit.at, hit.seq from (${hits}) hit
        ${lookUp('rooms', 'r', sql`o.site_id = ${this.#actor.siteId} and o.id = hit.room_id`)}
        where ${filter(this.#actor, this.#params)} ${status ? sql`and r.status = ${status}` : sql``} ${below}
        order by hit.at desc, r.id desc limit ${limit}`.execute(this.#db);
      // A room's newest mention counts, and newer ones were read before.
      for (const row of rows) if (!found.has(row.id)) found.set(row.id, row);
      if (found.size >= limit || from === null) break;
      to = from;
    }
    return [...found.values()].slice(0, limit);
  }

  /** A consumer, or words that no index has, are looked up at once. */
  #spans(phase: Phase): readonly (number | null)[] {
    return phase === 'c' && (this.#isConsumer || !this.#isIndexed) ? [null] : SPANS;
  }

  get #isIndexed(): boolean {
    return /[\p{L}\p{N}]{3}/u.test(this.#params.query);
  }

  /** Rooms of visitors who came first between the times. */
  #contacts(from: number | null, to: number): RawBuilder<unknown> {
    const { siteId } = this.#actor;
    const at = sql`date_trunc('milliseconds', v.created_at) as at`;
    if (!this.#isIndexed) {
      return sql`select n.id as room_id, ${at}, null::integer as seq from (${newest(this.#actor, this.#params, null, FIRST_ROOMS)}) n
        ${lookUp('visitors', 'v', sql`o.site_id = n.site_id and o.id = n.visitor_id`)}
        where ${this.#inContact}`;
    }
    const byId = this.#isConsumer
      ? sql`union select v.id, ${at} from visitors v where v.site_id = ${siteId} and ${this.#isConsumer}`
      : sql``;
    return sql`
      select r.id as room_id, v.at, null::integer as seq from (
        select v.id, ${at} from visitors v
        where ${this.#times(sql`search_times(v.site_id, v.created_at)`, from, to)} and ${this.#inContact}
          and v.site_id = ${siteId} and ${within(sql`v.created_at`, from, to)} ${byId}
        order by at desc limit 1000) v
      ${lookUp('rooms', 'r', sql`o.site_id = ${siteId} and o.visitor_id = v.id`)}`;
  }

  /** Rooms with a mention between the times, and no newer one; those of matching contacts were shown before. */
  #mentions(from: number | null, to: number, place: Place | null): RawBuilder<unknown> {
    const { siteId } = this.#actor;
    const isContact = this.#isConsumer ? sql`(${this.#inContact} or ${this.#isConsumer})` : this.#inContact;
    const notNewer = place
      ? sql`and not exists (
          select from messages n where n.site_id = ${siteId} and n.room_id = m.room_id
            and n.created_at > m.at + interval '1 millisecond' and to_tsvector('simple', n.content) @@ ${this.#words})`
      : sql``;
    return sql`
      select m.room_id, m.at, m.seq from (
        select m.room_id, date_trunc('milliseconds', max(m.created_at)) as at, max(m.seq) as seq
        from messages m
        where ${this.#times(sql`search_times(m.site_id, m.created_at)`, from, to)}
          and to_tsvector('simple', m.content) @@ ${this.#words}
          and m.site_id = ${siteId} and ${within(sql`m.created_at`, from, to)}
        group by m.room_id) m
      ${lookUp('rooms', 'r', sql`o.site_id = ${siteId} and o.id = m.room_id`)}
      left ${lookUp('visitors', 'v', sql`o.site_id = ${siteId} and o.id = r.visitor_id`)}
      where ${isContact} is not true ${notNewer}`;
  }

  /**
   * The index's keys for the hours or days from one time to another, or for the site as a whole. Where there is only one site
   * the last would be all there is: asking for it makes ten thousand hits ten times as slow.
   */
  #times(column: RawBuilder<unknown>, from: number | null, to: number): RawBuilder<unknown> {
    const { siteId } = this.#actor;
    if (from === null)
      return this.#onlySite ? sql`true` : sql`${column} && array[uuid_hash_extended(${siteId}::uuid, 0)]`;
    const byHour = to - from <= BY_HOUR_MS;
    const unit = byHour ? HOUR_MS : DAY_MS;
    const [first, last] = [Math.floor((from - EPOCH_MS) / unit), Math.floor((to - EPOCH_MS) / unit)];
    const units = Array.from({ length: last - first + 1 }, (_, i) => (byHour ? -(first + i) : first + i));
    const keys = units.map((n) => sql`uuid_hash_extended(${siteId}::uuid, ${n})`);
    return sql`${column} && array[${sql.join(keys)}]`;
  }
}

/** A join by index for each row: hits are few, which the planner cannot know of words, and would read the whole table for. */
const lookUp = (table: string, name: string, where: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`join lateral (select o.* from ${sql.table(table)} o where ${where} offset 0) ${sql.ref(name)} on true`;

const within = (column: RawBuilder<unknown>, from: number | null, to: number): RawBuilder<unknown> =>
  sql`${column} < ${new Date(to + 1)} ${from === null ? sql`` : sql`and ${column} >= ${new Date(from)}`}`;

/** The visitors' ids that begin as the words do, if these can be the beginning of one: eight or more of its characters. */
function consumersOf(query: string): { first: string; last: string } | null {
  const id = query.toLowerCase().replace(/~\d+$/, '');
  const blank = '00000000-0000-0000-0000-000000000000';
  if (id.length < 8 || id.length > blank.length) return null;
  const filled = (digit: string) => id + blank.slice(id.length).replaceAll('0', digit);
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(filled('0'))) return null;
  return { first: filled('0'), last: filled('f') };
}
