/** The product in this process, each on a database of its own in one Postgres: so its statements can be heard and explained. */
import type { AddressInfo } from 'node:net';
import { createApp } from '../../../apps/server/src/app.ts';
import { readConfig } from '../../../apps/server/src/config.ts';
import type { Core } from '../../../apps/server/src/core/core.ts';
import { createDatabase } from '../../../apps/server/src/core/db.ts';
import { uuidv7 } from '../../../apps/server/src/core/ids.ts';
import { migrate } from '../../../apps/server/src/core/migrate.ts';
import { keepSiteLock } from '../../../apps/server/src/core/site-lock.ts';
import { hashToken, newOpaqueToken } from '../../../apps/server/src/core/tokens.ts';
import { installJobs } from '../../../apps/server/src/core/worker.ts';
import { createLogger } from '../../../apps/server/src/logger.ts';
import type { NewAgent } from '../../../apps/server/test/create.ts';
import { fill, SITE, type Size } from './fill.ts';

export interface Installation {
  readonly core: Core;
  readonly url: string;
  readonly databaseUrl: string;
  /** Signed in; a fifth of the rooms that people answer are the first one's. */
  readonly agents: readonly NewAgent[];
  /** The processes of its sessions in Postgres. */
  sessions(): Promise<number[]>;
  close(): Promise<void>;
}

const AGENTS = 50;

/** Made and filled, unless the database `name` is there from an earlier run. */
export async function install(postgresUrl: string, dataDir: string, name: string, size: Size): Promise<Installation> {
  const url = new URL(postgresUrl);
  const there = await onServer(postgresUrl, (pool) => pool.query('select from pg_database where datname = $1', [name]));
  if (there.rowCount === 0) await onServer(postgresUrl, (pool) => pool.query(`create database ${name}`));
  url.pathname = name;
  const database = createDatabase(url.href, { max: 20, log: console });
  await migrate(database.pool);
  await installJobs(database.pool);
  database.lockSites(await keepSiteLock(database.pool, console));
  if (there.rowCount === 0) {
    try {
      await fill(database.pool, size);
    } catch (error) {
      await database.close();
      await onServer(postgresUrl, (pool) => pool.query(`drop database ${name}`));
      throw error;
    }
  }

  const config = readConfig(
    { DATABASE_URL: url.href, DATA_DIR: dataDir, PUBLIC_URL: 'http://parley.test', LOG_LEVEL: 'warn' },
    { rootDir: dataDir },
  );
  const app = await createApp({ config, database, log: createLogger(config) });
  await app.fastify.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.fastify.server.address() as AddressInfo;
  return {
    core: app.core,
    url: `http://127.0.0.1:${port}`,
    databaseUrl: url.href,
    agents: await signIn(app.core),
    sessions: async () => {
      const { rows } = await database.pool.query<{ pid: number }>(
        `select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`,
      );
      return rows.map(({ pid }) => pid);
    },
    close: async () => {
      await app.close();
      await database.close();
    },
  };
}

/** A session for each account, as signing in leaves one; the accounts are shared where they are fewer. */
async function signIn(core: Core): Promise<NewAgent[]> {
  const accounts = await core.db
    .selectFrom('accounts')
    .innerJoin('memberships', 'memberships.account_id', 'accounts.id')
    .select(['accounts.id', 'email', 'username', 'name', 'site_id'])
    .$narrowType<{ email: string }>()
    .orderBy('username')
    .execute();
  return Promise.all(
    Array.from({ length: AGENTS }, async (_, n) => {
      const { id, email, username, name, site_id } = accounts[n % accounts.length] as (typeof accounts)[number];
      const sessionId = uuidv7();
      const expires_at = new Date(Date.now() + 86_400_000);
      await core.db
        .insertInto('sessions')
        .values({ id: sessionId, account_id: id, site_id, token_hash: hashToken(newOpaqueToken()), expires_at })
        .execute();
      const token = core.tokens.sign({ kind: 'agent', siteId: site_id, site: SITE, accountId: id, sessionId });
      return { id, sessionId, email, username, name, token };
    }),
  );
}

async function onServer<T>(url: string, act: (pool: Core['database']['pool']) => Promise<T>): Promise<T> {
  const admin = createDatabase(url, { max: 1, log: console });
  try {
    return await act(admin.pool);
  } finally {
    await admin.close();
  }
}
