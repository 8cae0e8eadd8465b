/**
 * The second lock on tenancy: row-level security. Verbs run as a role that owns nothing and sees of each table the rows of the
 * sites alone that its transaction was told (`core/locked-client.ts`), so that a forgotten WHERE finds nothing. Keeps that role,
 * its rights and the policies in order, of tables that a migration has just made too. docs/decisions has why it is so.
 */
import type { Pool, PoolClient } from 'pg';
import { isLockHeld } from './errors.ts';

/** Any number no other program uses in this database; migrations have their own. */
const LOCK = 7_245_301_885;
const PREFIX = 'parley_app_';
const INSUFFICIENT_PRIVILEGE = '42501';
/** How long a table's other users are made to wait behind us, and how often we come again. */
const LOCK_TIMEOUT = '3s';
const ATTEMPTS = 20;

/** What a transaction was told, read once for each statement. Nothing told: nothing seen. */
const SITES = `(select nullif(current_setting('parley.sites', true), '')::uuid[])::uuid[]`;
const ACCOUNT = `(select nullif(current_setting('parley.account', true), '')::uuid)`;

/** Of an account as much as of a site: one sees one's own, wherever. */
const OF_ACCOUNTS = ['memberships', 'sessions', 'users'];
/** Whoever belongs to several sites sees all of them by name. */
const OWN_SITES = ['memberships', 'users']
  .map((of) => `exists (select from ${of} o where o.site_id = id and o.account_id = ${ACCOUNT})`)
  .join(' or ');

/** What happens to one's account all its teams' logs take, and show oneself alone. */
const OF_OWN_DEEDS = `drop policy if exists of_own_deeds on audit_log;
  drop policy if exists of_own_teams on audit_log;
  create policy of_own_deeds on audit_log for select using (actor_id = ${ACCOUNT} or subject_id = ${ACCOUNT}::text);
  create policy of_own_teams on audit_log for insert with check (
    exists (select from memberships o where o.site_id = audit_log.site_id and o.account_id = ${ACCOUNT}));`;

interface Log {
  warn(text: string): void;
}

/** The role that verbs run as; null, and a warning, where this program's own may not make it and nobody else has. */
export async function keepSiteLock(pool: Pool, log: Log): Promise<string | null> {
  const client = await pool.connect();
  try {
    await client.query('set lock_timeout = 0; set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(`set lock_timeout = '${LOCK_TIMEOUT}'`);
    const role = (await siteLockRole(client)) ?? (await makeRole(client));
    // Whether we may become it shows by trying.
    await client.query(`select set_config('role', $1, false)`, [role]);
    await client.query('reset role');
    await protect(client);
    await grant(client, role);
    return role;
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    if (code !== INSUFFICIENT_PRIVILEGE) throw error;
    log.warn(
      `The second lock on tenancy is off (${message}). Have a superuser run: ${await howToAllow(pool)} Then start again; docs/operators.md has more.`,
    );
    return null;
  } finally {
    // Its settings and its lock go with it.
    client.release(true);
  }
}

/** The role that this database's tables are granted to, and that this program may become; null: none. */
export async function siteLockRole(db: Pick<Pool, 'query'>): Promise<string | null> {
  const { rows } = await db.query<{ name: string }>(
    `select r.rolname as name from pg_class c, aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
     where c.oid = to_regclass('rooms') and starts_with(r.rolname, $1) and pg_has_role(current_user, r.oid, 'MEMBER')
       and not r.rolsuper and not r.rolbypassrls limit 1`,
    [PREFIX],
  );
  return rows[0]?.name ?? null;
}

interface Named {
  readonly name: string;
  readonly quoted: string;
  readonly user: string;
  readonly is: boolean;
  /** It may see all, whatever the policies say. */
  readonly above: boolean;
  readonly version: number;
}

async function named(db: Pick<Pool, 'query'>): Promise<Named> {
  const { rows } = await db.query<Named>(
    `select n.name, quote_ident(n.name) as quoted, quote_ident(current_user) as user,
       exists (select from pg_roles where rolname = n.name) as is,
       exists (select from pg_roles where rolname = n.name and (rolsuper or rolbypassrls)) as above, current_setting('server_version_num')::int as version
     from (select left($1 || current_database(), 63) as name) n`,
    [PREFIX],
  );
  return rows[0] as Named;
}

/** What somebody with the right to does where this program's own user may not make the role. */
export async function howToAllow(db: Pick<Pool, 'query'>): Promise<string> {
  const { quoted, user, is } = await named(db);
  return `${is ? '' : `create role ${quoted} nologin; `}grant ${quoted} to ${user};`;
}

async function makeRole(client: PoolClient): Promise<string> {
  const { name, quoted, is, above, version } = await named(client);
  if (above) await client.query(`alter role ${quoted} nosuperuser nobypassrls`);
  if (is) return name;
  await client.query(`create role ${quoted} nologin nosuperuser nobypassrls nocreatedb nocreaterole`);
  // Who makes a role may give it away, from 16 on to itself too, and has to.
  await client.query(`grant ${quoted} to current_user ${version >= 160_000 ? 'with inherit false, set true' : ''}`);
  return name;
}

interface Table {
  readonly name: string;
  /** Which site a row is of. */
  readonly column: string;
  readonly locked: boolean;
  readonly forced: boolean;
  /** Whether its owner is the database's, or above all policies. */
  readonly seen: boolean;
}

async function tablesOfSites(db: Pick<Pool, 'query'>): Promise<Table[]> {
  const { rows } = await db.query<Table>(
    `select quote_ident(c.relname) as name, a.attname as column, c.relforcerowsecurity as forced,
       pg_has_role(c.relowner, 'pg_database_owner', 'USAGE') as seen,
       c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'of_the_site') as locked
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not a.attisdropped
       and (a.attname = 'site_id' or (c.relname = 'sites' and a.attname = 'id'))`,
  );
  return rows;
}

/** Tables that have lost their policies, or never had them. */
export const unlockedTables = async (db: Pick<Pool, 'query'>): Promise<string[]> =>
  (await tablesOfSites(db)).filter(({ locked }) => !locked).map(({ name }) => name);

/**
 * Every table with a `site_id`, and the sites themselves. Forced, the policies would bind their owner too: one of them lets
 * the database's owner see all, by the name that it has in every database. Where the tables are somebody else's nothing is forced.
 */
async function protect(client: PoolClient): Promise<void> {
  for (const { name, column, locked, forced, seen } of await tablesOfSites(client)) {
    if (!locked) await alter(client, `${policiesOf(name, column)}; alter table ${name} enable row level security`);
    if (forced !== seen) await alter(client, force(name, seen));
  }
}

function policiesOf(name: string, column: string): string {
  const own = OF_ACCOUNTS.includes(name) ? ` or account_id = ${ACCOUNT}` : name === 'sites' ? ` or ${OWN_SITES}` : '';
  return `drop policy if exists of_the_site on ${name};
    drop policy if exists of_the_owner on ${name};
    ${name === 'audit_log' ? OF_OWN_DEEDS : ''}
    create policy of_the_site on ${name} using (${column} = any (${SITES})${own});
    create policy of_the_owner on ${name} to pg_database_owner using (true)`;
}

const force = (name: string, whether: boolean): string =>
  `alter table ${name} ${whether ? 'force' : 'no force'} row level security`;

/**
 * Before migrations run: in a database that was restored for another owner, whose tables are not its own, forced policies
 * would show a migration no row.
 */
export async function freeOwner(pool: Pool): Promise<void> {
  for (const { name, forced, seen } of await tablesOfSites(pool))
    if (forced && !seen) await pool.query(force(name, false));
}

/** One table at a time: running nodes use several together. */
async function alter(client: PoolClient, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(statement);
      return;
    } catch (error) {
      if (!isLockHeld(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

/** The right to all rows: which ones is the policies' business. */
async function grant(client: PoolClient, role: string): Promise<void> {
  const { rows } = await client.query<{ lacking: boolean; quoted: string }>(
    `select quote_ident($1) as quoted, exists (
       select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         and not has_table_privilege($1, c.oid, 'delete')) as lacking`,
    [role],
  );
  const { lacking, quoted } = rows[0] as (typeof rows)[number];
  if (!lacking) return;
  await client.query(
    `grant usage on schema public to ${quoted};
     grant select, insert, update, delete on all tables in schema public to ${quoted};
     grant usage on all sequences in schema public to ${quoted};
     grant execute on function add_jobs_for to ${quoted}`,
  );
}
