/** Looks at the database: reachable, of a version we know, set up to lose nothing, with room for the nodes, and migrated. */
import type { Pool } from 'pg';
import { migrationsPending } from '../core/migrate.ts';
import { howToAllow, siteLockRole, unlockedTables } from '../core/site-lock.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** Connections of one node with all roles: 20 for requests, 10 for jobs, and a few for listening and starting. */
const PER_NODE = 33;
const OLDEST = 15;
const NEWEST = 18;

interface Facts {
  version: number;
  fsync: string;
  full_page_writes: string;
  synchronous_commit: string;
  autovacuum: string;
  max_connections: number;
  used: number;
  nodes: number;
  clock: number;
}

/** The first finding says whether there is a database at all; only then come the others. */
export async function lookAtDatabase(pool: Pool): Promise<Finding[]> {
  let facts: Facts;
  const asked = Date.now();
  try {
    const { rows } = await pool.query<Facts>(
      `select current_setting('server_version_num')::int / 10000 as version,
         current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
         current_setting('synchronous_commit') as synchronous_commit, current_setting('autovacuum') as autovacuum,
         current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as max_connections,
         (select count(*) from pg_stat_activity where backend_type = 'client backend') as used,
         (select count(distinct application_name) from pg_stat_activity where application_name ~ '^parley-[0-9a-f]{6}$') as nodes,
         (extract(epoch from clock_timestamp()) * 1000)::float8 as clock`,
    );
    facts = rows[0] as Facts;
  } catch (error) {
    return [
      fail(
        'database',
        `it cannot be reached: ${(error as Error).message}`,
        'Start Postgres, or mend DATABASE_URL (host, port, user, password, database) and whatever firewall stands between.',
      ),
    ];
  }
  const middle = (asked + Date.now()) / 2;
  return [
    version(facts),
    durability(facts),
    connections(facts),
    await extensions(pool),
    await siteLock(pool),
    await migrations(pool),
    clock(facts.clock - middle),
    facts.autovacuum === 'on'
      ? ok('autovacuum', 'on')
      : warn('autovacuum', 'off: tables grow and plans go stale', 'Set autovacuum = on and reload Postgres.'),
  ];
}

const version = (facts: Facts): Finding =>
  facts.version >= OLDEST && facts.version <= NEWEST
    ? ok('database', `PostgreSQL ${facts.version} answers`)
    : fail(
        'database',
        `PostgreSQL ${facts.version} answers, and only ${OLDEST} to ${NEWEST} are known to work`,
        `Move to PostgreSQL ${NEWEST}.`,
      );

function durability({ fsync, full_page_writes, synchronous_commit }: Facts): Finding {
  const settings = `fsync ${fsync}, full_page_writes ${full_page_writes}, synchronous_commit ${synchronous_commit}`;
  if (fsync === 'on' && full_page_writes === 'on' && synchronous_commit !== 'off') return ok('durability', settings);
  return fail(
    'durability',
    `${settings}: acknowledged messages may be lost by a power cut`,
    'Set fsync = on, full_page_writes = on and synchronous_commit = on, for this database and role too, and reload Postgres.',
  );
}

function connections({ max_connections, used, nodes }: Facts): Finding {
  const wanted = Math.max(nodes, 1) * PER_NODE;
  const said = `${used} of ${max_connections} in use; ${nodes} running ${nodes === 1 ? 'node' : 'nodes'}, at most ${PER_NODE} each`;
  if (wanted <= max_connections) return ok('connections', said);
  return warn(
    'connections',
    said,
    `Set max_connections to ${wanted + PER_NODE} or more (room for one node more, while one is replaced) and restart Postgres.`,
  );
}

async function siteLock(pool: Pool): Promise<Finding> {
  const role = await siteLockRole(pool);
  const open = await unlockedTables(pool);
  if (role && open.length > 0)
    return warn('sites locked', `no policy holds ${open.join(', ')}`, 'Start Parley anew: it makes them.');
  if (role) return ok('sites locked', role);
  return warn(
    'sites locked',
    'no: what people ask for runs as the owner of the tables',
    `As a superuser: ${await howToAllow(pool)} Then start Parley anew.`,
  );
}

async function extensions(pool: Pool): Promise<Finding> {
  const wanted = ['pg_trgm', 'unaccent', 'citext'];
  const { rows } = await pool.query<{ extname: string }>('select extname from pg_extension');
  const missing = wanted.filter((name) => !rows.some(({ extname }) => extname === name));
  if (missing.length === 0) return ok('extensions', wanted.join(', '));
  return fail(
    'extensions',
    `missing: ${missing.join(', ')}`,
    `As the database's owner: ${missing.map((name) => `create extension ${name};`).join(' ')} (the packages are part of postgresql-contrib).`,
  );
}

async function migrations(pool: Pool): Promise<Finding> {
  try {
    const pending = await migrationsPending(pool);
    if (pending.length === 0) return ok('migrations', 'all are done');
    return fail(
      'migrations',
      `not done: ${pending.join(', ')}`,
      'Start Parley (this version) once: it migrates first.',
    );
  } catch (error) {
    return fail(
      'migrations',
      (error as Error).message,
      'Run the version that the database was migrated by, or a later one.',
    );
  }
}

function clock(differenceMs: number): Finding {
  const seconds = Math.abs(differenceMs / 1000);
  const said = `${seconds.toFixed(1)} s between this machine's and the database's`;
  if (seconds < 2) return ok('clocks', said);
  const fix = 'Run NTP (chrony, systemd-timesyncd) on both machines.';
  return seconds < 30 ? warn('clocks', said, fix) : fail('clocks', said, fix);
}
