/**
 * The second lock on tenancy, table by table, as the database's catalogue lists them: a table that a migration adds is held here
 * without anybody naming it.
 */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { siteLockRole } from '../src/core/site-lock.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** What is nobody's site's: the program's own, and what a person has wherever it is. */
const OF_NO_SITE = [
  'accounts',
  'installation',
  'one_time_tokens',
  'photos',
  'profiles',
  'recovery_codes',
  'remembered_devices',
  'schema_migrations',
  'two_factors',
  'workers',
];
const [MINE, THEIRS] = [crypto.randomUUID(), crypto.randomUUID()] as const;

let database: TestDatabase;
let client: pg.Client;
let role: string;
const rows = async <Row>(text: string, values: unknown[] = []) => (await client.query(text, values)).rows as Row[];

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  role = (await siteLockRole(client as unknown as pg.Pool)) as string;
  // Rows of any kind shall do: what holds them together is not what is asked here.
  await client.query('set session_replication_role = replica');
  for (const { statement } of await rows<{ statement: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as statement from pg_constraint
     where contype = 'c' and connamespace = 'public'::regnamespace and conrelid <> 0`,
  ))
    await client.query(statement);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

interface Table {
  readonly name: string;
  readonly column: string | null;
}
const tables = () =>
  rows<Table>(
    `select c.relname as name, (select a.attname from pg_attribute a where a.attrelid = c.oid and not a.attisdropped
       and (a.attname = 'site_id' or (c.relname = 'sites' and a.attname = 'id'))) as column
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
  );
const ofSites = async () =>
  (await tables()).filter((table): table is Table & { column: string } => table.column !== null);

const VALUES: Record<string, string> = {
  uuid: 'gen_random_uuid()',
  text: 'md5(random()::text)',
  citext: 'md5(random()::text)',
  bytea: 'sha256(random()::text::bytea)',
  int4: '(random() * 1e9)::int',
  int8: '(random() * 1e9)::int',
  int2: '1',
  bool: 'true',
  timestamptz: 'now()',
  date: 'now()',
  jsonb: `'{}'`,
  json: `'{}'`,
  inet: `'10.0.0.1'`,
  cidr: `'10.0.0.0/8'`,
};

/** An insert of any row that the table takes, of the site $1. */
async function anyRow({ name, column }: Table): Promise<string> {
  const needed = await rows<{ name: string; type: string }>(
    `select a.attname as name, t.typname as type from pg_attribute a join pg_type t on t.oid = a.atttypid
     where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped and a.attname <> $2
       and a.attnotnull and not a.atthasdef and a.attidentity = ''`,
    [name, column],
  );
  const value = (type: string) => {
    const known = type.startsWith('_') ? `'{}'` : VALUES[type];
    if (known === undefined) throw new Error(`${name} has a column of type ${type}: give it a value here`);
    return known;
  };
  const names = [column, ...needed.map((of) => of.name)];
  return `insert into ${name} (${names.join()}) values ($1, ${needed.map(({ type }) => value(type)).join()})`.replace(
    ', )',
    ')',
  );
}

/** What the statement did, or how it was refused. */
async function attempt(statement: string, values: unknown[] = []): Promise<number | string> {
  await client.query('savepoint before');
  try {
    return (await client.query(statement, values)).rowCount ?? 0;
  } catch (error) {
    await client.query('rollback to before');
    return (error as Error).message;
  }
}

const REFUSED = expect.stringContaining('violates row-level security policy');

describe('every table with a site_id, and the sites themselves', () => {
  test('there is none that nobody has thought of', async () => {
    const all = await tables();
    expect(all.filter(({ column }) => column === null).map(({ name }) => name)).toEqual(OF_NO_SITE);
    expect(all.length - OF_NO_SITE.length).toBeGreaterThan(25);
  });

  test('has its policies, forced', async () => {
    const found = await rows<{ name: string }>(
      `select c.relname as name, c.relrowsecurity as on, c.relforcerowsecurity as forced,
         (select array_agg(p.polname::text || ' ' || p.polroles::regrole[]::text order by p.polname)
          from pg_policy p where p.polrelid = c.oid) as policies
       from pg_class c where c.relname = any ($1) and c.relnamespace = 'public'::regnamespace order by 1`,
      [(await ofSites()).map(({ name }) => name)],
    );
    for (const table of found)
      expect(table).toEqual({
        name: table.name,
        on: true,
        forced: true,
        policies: [
          ...(table.name === 'audit_log' ? ['of_own_deeds {-}', 'of_own_teams {-}'] : []),
          'of_the_owner {pg_database_owner}',
          'of_the_site {-}',
        ],
      });
  });

  test('shows, changes, removes and takes as the role one site’s rows alone, and none where none was told', async () => {
    for (const table of await ofSites()) {
      const { name, column } = table;
      const insert = await anyRow(table);
      await client.query('begin');
      for (const site of [MINE, THEIRS]) await client.query(insert, [site]);
      const tell = (sites: string) =>
        client.query(`select set_config('role', $1, true), set_config('parley.sites', $2, true)`, [role, sites]);
      await tell(`{${MINE}}`);
      expect([name, await rows(`select ${column} as of from ${name}`)]).toEqual([name, [{ of: MINE }]]);
      expect({
        name,
        changed: await attempt(`update ${name} set ${column} = ${column}`),
        handedOver: await attempt(`update ${name} set ${column} = $1`, [THEIRS]),
        put: await attempt(insert, [THEIRS]),
        removed: await attempt(`delete from ${name}`),
      }).toEqual({ name, changed: 1, handedOver: REFUSED, put: REFUSED, removed: 1 });
      await client.query('reset role');
      await client.query(insert, [MINE]);
      await tell('');
      expect({
        name,
        seen: await attempt(`select from ${name}`),
        changed: await attempt(`update ${name} set ${column} = ${column}`),
        put: await attempt(insert, [MINE]),
        removed: await attempt(`delete from ${name}`),
      }).toEqual({ name, seen: 0, changed: 0, put: REFUSED, removed: 0 });
      await client.query('reset role');
      const left = await rows<{ of: string }>(`select ${column} as of from ${name}`);
      expect([name, left.map(({ of }) => of).sort()]).toEqual([name, [MINE, THEIRS].sort()]);
      await client.query('rollback');
    }
  });
});
