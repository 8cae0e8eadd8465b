/** Fills a migrated, empty database with a site that has been busy for long: all rows are made by Postgres itself. */
import type { Core } from '../../../apps/server/src/core/core.ts';

export interface Size {
  readonly rooms: number;
  readonly messages: number;
}

export interface Filled {
  readonly siteId: string;
  readonly accounts: readonly string[];
}

export const SITE = 'acme';
/** Agents among whom the rooms that people answer are divided. */
const AGENTS = 5;
/** Days over which the rooms are spread, evenly: a bigger site has more of them in each hour. */
const DAYS = 180;
/** Of the rooms one in ten is open. */
const OPEN = 0.1;
const GROWING = ['visitors', 'visitor_tokens', 'rooms', 'messages', 'read_positions'];

/** A word that stands in one message of the whole site, in one of a thousand, and in one of twenty. */
export const WORDS = { once: 'parcel0000777', seldom: 'umbrella', often: 'refund' } as const;

/** Indexes are made after the rows, foreign keys are not checked: the rows are right by construction. */
export async function fill(pool: Core['database']['pool'], { rooms, messages }: Size): Promise<Filled> {
  const client = await pool.connect();
  const run = (text: string, values: unknown[] = []) => client.query(text, values);
  try {
    await run(`set statement_timeout = 0`);
    await run(`set lock_timeout = 0`);
    await run(`set idle_in_transaction_session_timeout = 0`);
    await run(`set maintenance_work_mem = '1GB'`);
    await run(`set work_mem = '256MB'`);
    await run(`set synchronous_commit = off`);
    await run(`set session_replication_role = replica`);
    const later = await dropIndexes(run);

    const { rows: sites } = await run(`insert into sites (id, slug, name) values (uuidv7(), $1, 'Acme') returning id`, [
      SITE,
    ]);
    const siteId = (sites[0] as { id: string }).id;
    const { rows: accounts } = await run(
      `with a as (
        insert into accounts (id, email, username, name, password_hash)
        select uuidv7(), 'agent' || n || '@team.test', 'agent' || n, 'Agent ' || n, 'none' from generate_series(1, $2) n
        returning id),
      m as (insert into memberships (site_id, account_id, role) select $1, id, 'agent' from a)
      select id from a`,
      [siteId, AGENTS],
    );
    const ids = (accounts as { id: string }[]).map(({ id }) => id);

    // One row a room, in the order of time.
    await run(
      `create temporary table made as
      select i, now() - (($1 - i) / $1::float8) * $2 * interval '1 day' as at,
        uuidv7(-((($1 - i) / $1::float8) * $2 * interval '1 day')) as room_id,
        uuidv7(-((($1 - i) / $1::float8) * $2 * interval '1 day')) as visitor_id,
        random() as luck, random() as chance, ($3::uuid[])[1 + (i % ${AGENTS})] as agent
      from generate_series(1, $1::int) i`,
      [rooms, DAYS, ids],
    );
    await run(
      `insert into visitors (site_id, id, name, email, page, language, created_at, seen_at)
      select $1, visitor_id,
        case when chance < 0.3 then (array['Kim','Ana','Noor','Jan','Mia','Tom','Eva','Luis','Ida','Max'])[1 + i % 10] || ' ' ||
          substr(md5((i % 5000)::text), 1, 7) end,
        case when chance < 0.3 then 'mail' || i || '@' || substr(md5((i % 300)::text), 1, 6) || '.test' end,
        'https://shop.acme.test/p/' || i % 900, 'en', at, at
      from made`,
      [siteId],
    );
    await run(
      `insert into visitor_tokens (site_id, token_hash, visitor_id, purpose, expires_at)
      select $1, sha256(convert_to(visitor_id::text, 'UTF8')), visitor_id, 'session', now() + interval '1 year' from made`,
      [siteId],
    );
    await run(
      `insert into rooms (site_id, id, key, visitor_id, status, last_seq, version, owner_kind, owner_id, owner_generation,
        waiting_since, created_at, updated_at, touched_at, closed_at)
      select $1, room_id, visitor_id::text, visitor_id, case when luck < $2 then 'open' else 'closed' end, $3, 2,
        kind, case when kind = 'agent' then agent end, 2, case when kind = 'queue' and luck < $2 then at end,
        at - interval '1 hour', at, at, case when luck >= $2 then at end
      from (select *, case when chance < 0.4 then 'bot' when chance < 0.7 then 'queue' else 'agent' end as kind from made) m`,
      [siteId, OPEN, Math.round(messages / rooms)],
    );
    await run(
      `insert into read_positions (site_id, room_id, person, seq) select $1, room_id, visitor_id, $2 from made`,
      [siteId, Math.round(messages / rooms) - 1],
    );
    await run(sentences);
    await run(
      `insert into messages (site_id, room_id, seq, id, author_id, author, role, content, client_id, created_at)
      select $1, m.room_id, q, uuidv7(m.at - now()),
        case when q % 2 = 1 then m.visitor_id::text else 'bot' end, case when q % 2 = 1 then 'Visitor' else 'Assistant' end,
        case when q % 2 = 1 then 'visitor' else 'bot' end,
        s.text || case when (m.i * 10 + q) % 10 = 1 then ' parcel' || lpad(m.i::text, 7, '0') else '' end,
        case when q % 2 = 1 then 'c' || m.i || '-' || q end, m.at - ($2 - q) * interval '20 seconds'
      from made m cross join generate_series(1, $2::int) q
      join sentences s on s.n = (hashint4(m.i * 31 + q) & 1048575) % 5000
      order by m.i, q`,
      [siteId, Math.round(messages / rooms)],
    );
    await run(`drop table made, sentences`);
    for (const index of later) await run(index);
    await run(`vacuum (analyze)`);
    return { siteId, accounts: ids };
  } finally {
    // Its settings are its own.
    client.release(true);
  }
}

/** Five thousand sentences of ordinary words, of which "refund" is in one of twenty and "umbrella" in one of a thousand. */
const sentences = `
  create temporary table sentences as
  select n, 'I would like to know ' || (array['when','how','whether','why','where'])[1 + n % 5] || ' my ' ||
    (array['order','tent','jacket','boots','invoice','stove','rope'])[1 + n % 7] || ' ' ||
    (array['arrives','ships','fits','leaks','broke','counts'])[1 + n % 6] || ' with ' || substr(md5((n % 700)::text), 1, 6) ||
    case when n % 20 = 0 then ' and get a refund' else '' end || case when n % 1000 = 7 then ' for the umbrella' else '' end as text
  from generate_series(0, 4999) n`;

/** Drops what no constraint needs, and answers with how to make it again. */
async function dropIndexes(
  run: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>,
): Promise<readonly string[]> {
  const { rows } = await run(
    `select c.relname as name, pg_get_indexdef(c.oid) as made from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = any($1::regclass[]) and not exists (select from pg_constraint k where k.conindid = c.oid)`,
    [GROWING],
  );
  const found = rows as { name: string; made: string }[];
  for (const { name } of found) await run(`drop index ${name}`);
  return found.map(({ made }) => made);
}
