/** Everything that a database holds, as text: what a dump of it would show whoever reads it. */
import { gunzipSync } from 'node:zlib';
import type pg from 'pg';

/** Every row of every table of ours and of the jobs' schema; packed bytes are unpacked. */
export async function dump(pool: pg.Pool): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<Record<string, unknown>>(`select * from ${name}`);
    for (const row of rows) lines.push(`${name} ${JSON.stringify(row, readable)}`);
  }
  return lines.join('\n');
}

/** As Node begins what it packs. The first two bytes alone begin one hash in 65,536 as well. */
const GZIP = Buffer.from('1f8b080000000000', 'hex');

function readable(_key: string, value: unknown): unknown {
  const bytes =
    typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer'
      ? Buffer.from((value as { data?: number[] }).data ?? [])
      : null;
  if (!bytes) return value;
  return bytes.subarray(0, GZIP.length).equals(GZIP) ? gunzipSync(bytes).toString() : bytes.toString('latin1');
}
