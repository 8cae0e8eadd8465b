/** Reading pages of rooms' logs, those of many readers in one statement, as JSON that Postgres writes. */
import type { fetchMessages, ParamsOf } from '@parley/protocol';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { Gather } from '../core/gather.ts';
import { prepared } from '../core/prepared.ts';
import { roomName } from './channels.ts';

export interface PageAsked {
  readonly siteId: string;
  /** The site's slug. */
  readonly site: string;
  readonly key: string;
  readonly params: Omit<ParamsOf<typeof fetchMessages>, 'room'>;
}

export interface Page {
  readonly head: number;
  /** The messages as they go over the wire, ascending, with commas between them: nobody here has to read them. */
  readonly messages: string;
}

const KEY = Symbol('pages of the log');
const MOST_SEQ = 2_147_483_647;

const siteOf = ({ siteId }: PageAsked): string => siteId;

/** Null: there is no such room. */
export const readPage = (core: Core, asked: PageAsked): Promise<Page | null> =>
  core.state.get(KEY, () => new Gather((all: readonly PageAsked[]) => readPages(core, all), { siteOf })).ask(asked);

/** Places have no gaps, so that each page is a range of them, known from the head that the same statement reads. */
async function readPages(core: Core, all: readonly PageAsked[]): Promise<(Page | null)[]> {
  const asked = all.map(({ siteId, site, key, params: { after, before, around, limit = 50 } }, n) => ({
    n,
    site_id: siteId,
    key,
    room: roomName(site, key),
    after: place(after),
    before: place(before),
    around: place(around),
    size: limit,
  }));
  const statement = sql<{ n: number; head: number; messages: string | null }>`
    select a.n, a.last_seq as head, (
      select string_agg(left(row_to_json((select w from (select m.id, a.room, m.seq, m.author, m.role, m.content,
          to_char(m.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created, m.client_id) w))::text, -1)
        || coalesce(',' || substr(nullif(m.meta, '{}')::text, 2), '}'), ',')
      from (
        select * from messages m
        where m.site_id = a.site_id and m.room_id = a.id and m.seq > a.from_seq
          and m.seq <= a.from_seq + a.size and m.seq < coalesce(a.before, ${MOST_SEQ}::bigint)
        order by m.seq) m) as messages
    from (
      select a.n, a.site_id, a.room, a.size, a.before, r.id, r.last_seq, case
          when a.around is not null then greatest(0, least(a.around - (a.size + 1) / 2, r.last_seq - a.size))
          when a.after is not null then a.after
          else greatest(0, least(coalesce(a.before, ${MOST_SEQ}::bigint) - 1, r.last_seq) - a.size) end as from_seq
      from json_to_recordset(${JSON.stringify(asked)}::json)
        as a(n int, site_id uuid, key text, room text, after bigint, before bigint, around bigint, size int)
      join lateral (select * from rooms r where r.site_id = a.site_id and r.key = a.key offset 0) r on true) a`;
  const pages: (Page | null)[] = all.map(() => null);
  for (const { n, head, messages } of await prepared(core, statement)) pages[n] = { head, messages: messages ?? '' };
  return pages;
}

/** No room has a place beyond what its column holds. */
const place = (seq: number | undefined): number | undefined => (seq === undefined ? seq : Math.min(seq, MOST_SEQ));
