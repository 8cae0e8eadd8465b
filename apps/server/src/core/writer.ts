/**
 * The one connection on which this node appends messages: transactions one after the other, their statements prepared once
 * and sent without waiting for the answers of those before (pipelining). A transaction of one statement goes without BEGIN and
 * COMMIT: one way there and back instead of four (decision 14 has what it saves). Two such connections would
 * only queue behind each other's fsync. What goes wrong with the connection shows in the transaction that was running; the
 * next one connects anew.
 */
import pg from 'pg';
import { isAnswered, isDatabaseAway, isOutOfRoom } from './errors.ts';
import { asLocked, tellSites } from './locked-client.ts';

/** Prepared under its name when first run; one name is one text. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}
export type Run = <Row>(statement: Statement, values: readonly unknown[]) => Promise<Row[]>;
/** Keeps the statement back until something else is said or the transaction ends; its rows nobody reads. */
export type Conclude = (statement: Statement, values: readonly unknown[]) => void;

/** A process of the server's: its id alone is soon somebody else's, above all after a restart in a container. */
export interface Backend {
  readonly pid: number;
  /** Seconds since 1970, as Postgres writes them. */
  readonly since: string;
}

/** The connection was lost after COMMIT had left: whether it was done has to be looked up. */
export class FateUnknown extends Error {
  override name = 'FateUnknown';
  /** May still be at it. */
  readonly backend: Backend;

  constructor(backend: Backend, cause: unknown) {
    super('the connection was lost while committing', { cause });
    this.backend = backend;
  }
}

interface Open<Tx> {
  readonly client: Client;
  backend: Backend;
  readonly tx: Tx;
  /** Sends what the running transaction has kept back. */
  speak: () => void;
  lost: boolean;
}
/** With what the types of pg leave out. */
export type Client = pg.Client & {
  readonly connection: { readonly stream: NodeJS.WritableStream & { destroy(): void } };
};

/** Milliseconds after which a silent connection is given up; Postgres' own limits (below) end what is merely slow before. */
const SILENT_AFTER_MS = 15_000;

/**
 * The few statements here look up rows by their keys, always. While tables are young the planner believes otherwise, and
 * its plan would stay: measured, one batch then read the whole log. Longer than another node's commit no lock is waited for,
 * as everybody waits who has something to say: then it is for `work` to go round it.
 */
const SETTINGS = `set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off;
  set plan_cache_mode = force_generic_plan; set lock_timeout = '25ms'; set statement_timeout = '12s'`;

const BACKEND = `select pid, extract(epoch from backend_start)::text as since from pg_stat_activity where pid = pg_backend_pid()`;

/** `Tx` is what listeners write through: made once for each connection, it belongs to the transaction that runs. */
export class Writer<Tx> {
  readonly #options: pg.ClientConfig;
  readonly #lost: (error: Error) => void;
  readonly #transactionOn: (client: Client, before: () => void) => Tx;
  #ready: Open<Tx> | null = null;
  #closed = false;
  #role: string | null = null;

  constructor(
    options: pg.ClientConfig,
    lost: (error: Error) => void,
    transactionOn: (client: Client, before: () => void) => Tx,
  ) {
    this.#options = { ...options, pipeline: true } as pg.ClientConfig;
    this.#lost = lost;
    this.#transactionOn = transactionOn;
  }

  /**
   * One at a time. Statements that `work` did not wait for are waited for together with COMMIT; when one of them fails, or
   * `work` throws, nothing is stored. `sent` is called when the first bytes have left. Throws FateUnknown where it cannot say
   * whether the transaction was committed; after any other error it was not.
   *
   * It sees the rows of `sites` alone; null: all. But for a lone statement, which spares itself the telling and has to name the
   * site of each of its rows.
   */
  async transaction<Result>(
    work: (run: Run, tx: Tx, conclude: Conclude) => Promise<Result>,
    sent: () => void = () => undefined,
    sites: readonly string[] | null = null,
  ): Promise<Result> {
    const open = this.#ready ?? (await this.#connect());
    const { client } = open;
    const { stream } = client.connection;
    const waited: Promise<unknown>[] = [];
    const send = <Row>(query: string | pg.QueryConfig): Promise<Row[]> => {
      const rows = client.query(query).then((result) => result.rows as Row[]);
      rows.catch(() => undefined);
      waited.push(rows);
      return rows;
    };
    const role = sites && this.#role;
    const within = <Row>(query: pg.QueryConfig) =>
      send<Row>(role === null ? query : { ...query, name: asLocked(query.name as string) });
    let begun = false;
    let last: pg.QueryConfig | null = null;
    open.speak = () => {
      if (!begun) void send('begin');
      if (!begun && role !== null) void send(tellSites(role, { siteIds: sites as readonly string[] }));
      if (last) void within(last);
      last = null;
      if (!begun) sent();
      begun = true;
    };
    const run: Run = (statement, values) => {
      open.speak();
      return within({ ...statement, values: values as unknown[] });
    };
    const conclude: Conclude = (statement, values) => {
      if (last) open.speak();
      last = { ...statement, values: values as unknown[] };
    };
    const silence = setTimeout(() => stream.destroy(), SILENT_AFTER_MS);
    let committing = false;
    try {
      stream.cork();
      let working: Promise<Result>;
      try {
        working = work(run, open.tx, conclude);
      } finally {
        stream.uncork();
      }
      const result = await working;
      committing = true;
      stream.cork();
      let commit: Promise<pg.QueryResult> | null = null;
      try {
        if (begun) {
          open.speak();
          commit = client.query('commit');
        } else if (last) {
          void send(last);
          sent();
        }
      } finally {
        stream.uncork();
      }
      const outcomes = await Promise.allSettled([...waited, commit]);
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
      if (commit && (await commit).command !== 'COMMIT') throw new Error('the transaction was rolled back');
      return result;
    } catch (error) {
      if (open.lost || (isDatabaseAway(error) && !isOutOfRoom(error))) {
        this.#discard(open);
        throw committing && !isAnswered(error) ? new FateUnknown(open.backend, error) : error;
      }
      if (!committing && begun) await client.query('rollback').catch(() => this.#discard(open));
      // What came after the first failure only says that the transaction is aborted.
      const [first] = (await Promise.allSettled(waited)).filter((outcome) => outcome.status === 'rejected');
      throw first?.reason ?? error;
    } finally {
      clearTimeout(silence);
    }
  }

  /** From now on transactions of sites run as this role. */
  lockSites(role: string | null): void {
    this.#role = role;
  }

  /** The connection as it now is, to compare; null: none. Behind another one may stand another server, with another past. */
  get session(): object | null {
    return this.#ready;
  }

  /** Lets go of the connection; no transaction may be running. */
  async close(): Promise<void> {
    this.#closed = true;
    const open = this.#ready;
    this.#ready = null;
    await open?.client.end().catch(() => undefined);
  }

  async #connect(): Promise<Open<Tx>> {
    if (this.#closed) throw new Error('Cannot use a pool after it was closed');
    const client = new pg.Client(this.#options) as Client;
    const open: Open<Tx> = {
      client,
      backend: { pid: 0, since: '0' },
      tx: this.#transactionOn(client, () => open.speak()),
      speak: () => undefined,
      lost: false,
    };
    client.on('error', (error) => {
      if (!open.lost) this.#lost(error);
      this.#discard(open);
    });
    client.on('end', () => this.#discard(open));
    // From the first byte to the last: a server that falls silent on the way would hold up the log for ever.
    const late = setTimeout(
      () => client.connection.stream.destroy(),
      this.#options.connectionTimeoutMillis ?? SILENT_AFTER_MS,
    );
    try {
      await client.connect();
      await client.query(SETTINGS);
      open.backend = (await client.query<Backend>(BACKEND)).rows[0] as Backend;
    } catch (error) {
      this.#discard(open);
      throw error;
    } finally {
      clearTimeout(late);
    }
    this.#ready = open;
    return open;
  }

  #discard(open: Open<Tx>): void {
    if (this.#ready === open) this.#ready = null;
    if (!open.lost) {
      open.lost = true;
      open.client.connection.stream.destroy();
    }
  }
}
