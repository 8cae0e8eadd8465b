/** Reading pages of rooms' logs, those of many readers in one statement, as JSON that Postgres writes. */
import type { fetchMessages, Message, ParamsOf } from '@parley/protocol';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { Gather } from '../core/gather.ts';
import { prepared } from '../core/prepared.ts';
import { roomName } from './channels.ts';
import type { MessageMeta } from './tables.ts';

export interface PageAsked {
  readonly siteId: string;
  /** The site's slug. */
  readonly site: string;
  readonly key: string;
  readonly params: Omit<ParamsOf<typeof fetchMessages>, 'room'>;
}

export interface Page {
  readonly head: number;
  /** Ascending. */
  readonly messages: Message[];
}

const KEY = Symbol('pages of the log');
const MOST_SEQ = 2_147_483_647;

/** Null: there is no such room. */
export const readPage = (core: Core, asked: PageAsked): Promise<Page | null> =>
  core.state.get(KEY, () => new Gather((all: readonly PageAsked[]) => readPages(core, all))).ask(asked);

/** Places have no gaps, so that each page is a range of them, known from the head that the same statement reads. */
async function readPages(core: Core, all: readonly PageAsked[]): Promise<(Page | null)[]> {
  const asked = all.map(({ siteId, key, params: { after, before, around, limit = 50 } }, n) => ({
    n,
    site_id: siteId,
    key,
    after: place(after),
    before: place(before),
    around: place(around),
    size: limit,
  }));
  const statement = sql<{ n: number; head: number; messages: LogRow[] | null }>`
    select a.n, a.last_seq as head, (
      select json_agg(m) from (
        select id, seq, author, role, content, created_at as created, client_id, meta from messages m
        where m.site_id = a.site_id and m.room_id = a.id and m.seq > a.from_seq
          and m.seq <= a.from_seq + a.size and m.seq < coalesce(a.before, ${MOST_SEQ}::bigint)
        order by m.seq) m) as messages
    from (
      select a.n, a.site_id, a.size, a.before, r.id, r.last_seq, case
          when a.around is not null then greatest(0, least(a.around - (a.size + 1) / 2, r.last_seq - a.size))
          when a.after is not null then a.after
          else greatest(0, least(coalesce(a.before, ${MOST_SEQ}::bigint) - 1, r.last_seq) - a.size) end as from_seq
      from json_to_recordset(${JSON.stringify(asked)}::json)
        as a(n int, site_id uuid, key text, after bigint, before bigint, around bigint, size int)
      join lateral (select * from rooms r where r.site_id = a.site_id and r.key = a.key offset 0) r on true) a`;
  const pages: (Page | null)[] = all.map(() => null);
  for (const { n, head, messages } of await prepared(core, statement)) {
    const { site, key } = all[n] as PageAsked;
    const room = roomName(site, key);
    pages[n] = { head, messages: (messages ?? []).map((message) => wireMessage(message, room)) };
  }
  return pages;
}

/** As Postgres writes a row in JSON. */
type LogRow = Omit<Message, 'room'> & { meta: MessageMeta | null };

function wireMessage({ meta, created, ...message }: LogRow, room: string): Message {
  return { ...message, room, created: new Date(created).toISOString(), ...meta };
}

/** No room has a place beyond what its column holds. */
const place = (seq: number | undefined): number | undefined => (seq === undefined ? seq : Math.min(seq, MOST_SEQ));
