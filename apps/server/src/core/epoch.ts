/**
 * Notices that the database went back in time, so that clients fetch anew instead of arguing. A restored backup, or a standby
 * that took over, lies in another cluster, on another timeline, in tables made anew, or in files written anew: any of it
 * changes the fingerprint, and with it the epoch. Too often does no harm: each client fetches its window once more.
 * Rows copied back into the same tables leave no trace; then the operator changes the epoch (docs/operators.md).
 */
import { randomBytes } from 'node:crypto';
import type { Core } from './core.ts';

const KEY = Symbol('epoch');
/** The program's one epoch. */
export const epochOf = (core: Core): Epoch => core.state.get(KEY, () => new Epoch(core));

const FINGERPRINT = `
  select concat_ws(':', (select system_identifier from pg_control_system()),
    case when pg_is_in_recovery() then '' else left(pg_walfile_name(pg_current_wal_lsn()), 8) end,
    (select oid from pg_database where datname = current_database()), 'messages'::regclass::oid) as print`;
/** A copied file has a new change time, whatever the copy kept. Only for superusers, which is what our own Postgres makes us. */
const FILES = `select (pg_stat_file('PG_VERSION')).change::text as print`;
const READ = `select epoch, fingerprint from installation`;
const MAY_STAT = `select has_function_privilege('pg_stat_file(text)', 'execute') as may`;

export class Epoch {
  readonly #core: Core;
  #known: Promise<string> | undefined;
  #mayStat: boolean | undefined;

  constructor(core: Core) {
    this.#core = core;
  }

  /** The epoch as of the last look, at most a heartbeat ago. Rejects when the database was never reached. */
  current(): Promise<string> {
    return this.#known ?? this.look();
  }

  /** Looks at the database again. Several nodes may look at once: they agree. Rejects when it is away; the epoch then stays known. */
  async look(): Promise<string> {
    const looking = this.#look();
    if (!this.#known) {
      this.#known = looking;
      looking.catch(() => {
        this.#known = undefined;
      });
    }
    const epoch = await looking;
    this.#known = looking;
    return epoch;
  }

  async #look(): Promise<string> {
    const { pool } = this.#core.database;
    this.#mayStat ??= (await pool.query<{ may: boolean }>(MAY_STAT)).rows[0]?.may ?? false;
    const prints = [(await pool.query<{ print: string }>(FINGERPRINT)).rows[0]?.print];
    if (this.#mayStat) prints.push((await pool.query<{ print: string }>(FILES)).rows[0]?.print);
    const print = prints.join(':');
    const [row] = (await pool.query<{ epoch: string; fingerprint: string }>(READ)).rows;
    if (row?.fingerprint === print) return row.epoch;
    // Whoever comes second finds the first one's row: the condition is looked at again after the wait for the row.
    const { rows } = await pool.query<{ epoch: string }>(
      `insert into installation as i (epoch, fingerprint) values ($1, $2)
       on conflict (single) do update set epoch = excluded.epoch, fingerprint = excluded.fingerprint
         where i.fingerprint <> excluded.fingerprint
       returning epoch`,
      [randomBytes(6).toString('base64url'), print],
    );
    if (rows[0] && row) this.#core.log.warn('The database is not the one it was: clients fetch their messages anew.');
    return rows[0]?.epoch ?? ((await pool.query<{ epoch: string }>(READ)).rows[0] as { epoch: string }).epoch;
  }
}
