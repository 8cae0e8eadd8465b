/**
 * Owns the connections to Postgres: one pool with Kysely on top, one writer, and how values cross the border. Whoever is in a
 * site (`core/site-scope.ts`) gets its connections locked to it (`core/locked-client.ts`). A lost connection is a state that
 * shows in failed queries; it never ends the process.
 */
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { lockedTo } from './locked-client.ts';
import { siteScope } from './site-scope.ts';
import { type Client, Writer } from './writer.ts';

/** The tables. Each feature adds its own: `declare module '../core/db.ts' { interface Database { rooms: RoomsTable } }`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Database {}

export interface Connections {
  /** Whoever is in a site sees that site's rows alone; others see all. */
  readonly db: Kysely<Database>;
  /** Sees all. */
  readonly pool: pg.Pool;
  /** The message log's own connection. */
  readonly writer: Writer<Transaction<Database>>;
  /** One query on its own, as `db` would run it. */
  query<Row>(config: pg.QueryConfig): Promise<Row[]>;
  /** From now on whoever is in a site runs as this role (`core/site-lock.ts`); null: as everybody else. */
  lockSites(role: string | null): void;
  /** Waits for the running queries, then closes every connection. */
  close(): Promise<void>;
}

export interface ConnectionOptions {
  /** Connections at most; the embedded Postgres takes 60 from all sides together. */
  max?: number;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
  log: { warn(text: string): void };
}

const INT8 = 20;

/**
 * Opens a pool on `url`; connects when first used. `int8` arrives as a number, and throws when it is not exactly one;
 * `timestamptz` arrives as a Date, `jsonb` as its value.
 */
export function createDatabase(
  url: string,
  { max = 10, applicationName = 'parley', log }: ConnectionOptions,
): Connections {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, (text: string) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number`);
    return value;
  });
  const options = {
    connectionString: url,
    application_name: applicationName,
    types,
    // A request waits no longer than a person would.
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
  };
  // What locks a connection travels with the query, in one packet.
  const pool = new pg.Pool({ ...options, max, pipeline: true } as pg.PoolConfig);
  const lost = (error: Error) => {
    // A server that stops right after us still says goodbye to the sessions we have just ended.
    if (!pool.ending) log.warn(`A database connection was lost: ${error.message}`);
  };
  pool.on('error', lost);
  // A client that is checked out has no listener of the pool's, and an error without a listener ends the process.
  pool.on('connect', (client) => client.on('error', lost));
  const writer = new Writer(options, lost, transactionOn);
  let role: string | null = null;
  const connect = async (): Promise<pg.PoolClient> => {
    const scope = siteScope();
    const client = await pool.connect();
    return scope && role !== null ? lockedTo(scope, role, client) : client;
  };
  const followed = { options: {}, connect, end: () => pool.end() } as unknown as pg.Pool;
  return {
    pool,
    writer,
    db: new Kysely<Database>({ dialect: new PostgresDialect({ pool: followed }) }),
    query: async <Row>(config: pg.QueryConfig) => {
      const client = await connect();
      try {
        return (await client.query(config)).rows as Row[];
      } finally {
        client.release();
      }
    },
    lockSites: (as) => {
      role = as;
      writer.lockSites(as);
    },
    close: async () => {
      await writer.close();
      if (!pool.ended && !pool.ending) await pool.end();
    },
  };
}

/** Kysely on this one connection; `before` is called ahead of each query. */
function transactionOn(client: Client, before: () => void): Transaction<Database> {
  const reserved = Object.assign(Object.create(client) as pg.PoolClient, {
    query: (...query: Parameters<typeof client.query>) => {
      before();
      return client.query(...query);
    },
    release: () => undefined,
  });
  const pool = { options: {}, connect: async () => reserved, end: async () => undefined };
  const dialect = new PostgresDialect({ pool: pool as unknown as pg.Pool });
  return new Kysely<Database>({ dialect }) as Transaction<Database>;
}
