/**
 * Owns the schema's way forward: plain SQL files, applied once, in order, never changed after. Not Kysely's Migrator:
 * it knows neither checksums nor steps outside a transaction (CREATE INDEX CONCURRENTLY), and SQL can be read, copied
 * into psql and reviewed by people who know Postgres but not our builder.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client, Pool, PoolClient } from 'pg';
import { StartError } from './start-error.ts';

export const MIGRATIONS_DIR = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Any number no other program uses in this database. */
const LOCK = 7_245_301_884;
/** A migration that waits for a lock holds up everybody behind it: it gives up, is rolled back and tried again. */
const LOCK_TIMEOUT = '5s';
const ATTEMPTS = 5;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
  /**
   * The file's first line says `-- no-transaction`: each statement (they end with `;` at a line's end) stands alone, and all
   * of it must be safe to run again after half of it.
   */
  readonly inTransaction: boolean;
}

interface Options {
  folder?: string;
  log?: { info(text: string): void };
}

/**
 * Applies what is missing and returns the names it applied. Programs that start together take turns: one applies, the
 * others wait and find nothing to do. Throws a StartError when an applied file was changed or removed, or when the
 * database was migrated by a newer program; the database is then as it was.
 */
export async function migrate(pool: Pool, { folder = MIGRATIONS_DIR, log }: Options = {}): Promise<string[]> {
  const files = readMigrations(folder);
  const client = await pool.connect();
  try {
    // No limits while waiting for another program's turn; a session lock ends with its connection at the latest.
    await client.query('SET lock_timeout = 0; SET statement_timeout = 0');
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(
      `CREATE TABLE IF NOT EXISTS schema_migrations (
         name text PRIMARY KEY,
         checksum text NOT NULL,
         applied_at timestamptz NOT NULL DEFAULT now()
       )`,
    );
    const pending = compare(files, await applied(client));
    const [first, ...more] = pending;
    if (first) log?.info(`Migrating the database: ${more.length ? `${pending.length} migrations` : first.name}`);
    for (const file of pending) await apply(client, file);
    return pending.map((file) => file.name);
  } finally {
    // The session has settings and a lock of its own: it is not given back.
    client.release(true);
  }
}

/** The names still to be applied; throws as `migrate` does. For the readiness probe: it writes nothing. */
export async function migrationsPending(pool: Pool, { folder = MIGRATIONS_DIR }: Options = {}): Promise<string[]> {
  const { rows } = await pool.query("SELECT to_regclass('schema_migrations') IS NOT NULL AS known");
  const done = rows[0]?.known ? await applied(pool) : new Map<string, string>();
  return compare(readMigrations(folder), done).map((file) => file.name);
}

function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  const seen = new Set<string>();
  return names.sort().map((name) => {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1];
    if (!number) throw new StartError(`${join(folder, name)} is not named like 0001_what_it_does.sql.`);
    if (seen.has(number))
      throw new StartError(`Two migrations are numbered ${number}; give ${name} the next free number.`);
    seen.add(number);
    const sql = readFileSync(join(folder, name), 'utf8');
    const checksum = createHash('sha256').update(sql).digest('hex');
    return { name, sql, checksum, inTransaction: !/^-- no-transaction\b/.test(sql) };
  });
}

async function applied(client: Pool | PoolClient | Client): Promise<Map<string, string>> {
  const { rows } = await client.query('SELECT name, checksum FROM schema_migrations ORDER BY name');
  return new Map(rows.map((row: { name: string; checksum: string }) => [row.name, row.checksum]));
}

function compare(files: Migration[], done: Map<string, string>): Migration[] {
  const known = new Set(files.map((file) => file.name));
  const unknown = [...done.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new StartError(
      `This database was migrated by a newer Parley (${unknown.join(', ')}).\nStart that version or a later one; this one would damage the data.`,
    );
  }
  const changed = files.filter((file) => done.has(file.name) && done.get(file.name) !== file.checksum);
  if (changed.length > 0) {
    throw new StartError(
      `Migrations were changed after they had been applied: ${changed.map((file) => file.name).join(', ')}.\n` +
        'Restore the files and put the change into a new migration.',
    );
  }
  return files.filter((file) => !done.has(file.name));
}

async function apply(client: PoolClient, file: Migration): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(`SET lock_timeout = '${LOCK_TIMEOUT}'`);
      if (file.inTransaction) await client.query('BEGIN');
      // Several in one query would share a transaction all the same.
      for (const statement of file.inTransaction ? [file.sql] : file.sql.split(/(?<=;)\s*\n/))
        await client.query(statement);
      await client.query('INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)', [file.name, file.checksum]);
      if (file.inTransaction) await client.query('COMMIT');
      return;
    } catch (error) {
      if (file.inTransaction) await client.query('ROLLBACK').catch(() => undefined);
      const { code, message, position } = error as Error & { code?: string; position?: string };
      if (code === '55P03' && attempt < ATTEMPTS) continue;
      const line = position ? ` (line ${file.sql.slice(0, Number(position)).split('\n').length})` : '';
      throw new StartError(`The migration ${file.name} failed${line}: ${message}\nNothing after it was applied.`);
    }
  }
}
