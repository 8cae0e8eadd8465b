/** The figures that are read when somebody asks for them: sockets, queues, the pool, jobs, the build. */
import { Gauge } from 'prom-client';
import type { Core } from './core.ts';
import { VERSION } from './version.ts';

/** Milliseconds; a database that is away must not hold up the other figures. */
const PATIENCE = 2_000;

/** Registers them all; call once for a core. */
export function registerGauges(core: Core): void {
  const { registry } = core.metrics;
  const gauge = (name: string, help: string, labelNames: string[], collect: (this: Gauge) => void | Promise<void>) =>
    new Gauge({ name, help, labelNames, registers: [registry], collect });

  gauge('parley_build_info', 'Always 1; the version stands in the labels.', ['version', 'node'], function () {
    this.set({ version: VERSION, node: process.version }, 1);
  });
  gauge('parley_sockets', 'Open sockets by who is connected.', ['kind'], function () {
    const kinds = { visitor: 0, user: 0, agent: 0, enrolling: 0, nobody: 0 };
    for (const { actor } of core.sockets.all()) kinds[actor.kind]++;
    this.set({ kind: 'visitor' }, kinds.visitor);
    this.set({ kind: 'user' }, kinds.user);
    this.set({ kind: 'agent' }, kinds.agent);
  });
  gauge('parley_socket_unsent_bytes', 'Bytes written but not taken by readers yet.', ['of'], function () {
    let [sum, most] = [0, 0];
    for (const { unsentBytes } of core.sockets.all()) {
      sum += unsentBytes;
      most = Math.max(most, unsentBytes);
    }
    this.set({ of: 'all' }, sum);
    this.set({ of: 'slowest' }, most);
  });
  // A single node has none, for ever.
  if (core.bus.state !== 'alone') {
    gauge('parley_bus_up', '1: announcements reach other nodes. 0: only heartbeats do.', [], function () {
      this.set(core.bus.state === 'up' ? 1 : 0);
    });
  }
  gauge('parley_database_connections', 'Connections of the pool, by state.', ['state'], function () {
    const { pool } = core.database;
    this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
    this.set({ state: 'idle' }, pool.idleCount);
    this.set({ state: 'max' }, pool.options.max);
  });
  gauge('parley_database_waiting', 'Queries that wait for a connection of the pool.', [], function () {
    this.set(core.database.pool.waitingCount);
  });
  gauge(
    'parley_jobs',
    'Jobs in the database (the same on every node) by task and state: due, later, running, given_up.',
    ['task', 'state'],
    async function () {
      const jobs = await readJobs(core);
      // Nothing is better than yesterday's figures.
      this.reset();
      for (const { task, state, count } of jobs ?? []) this.set({ task, state }, count);
    },
  );
}

interface JobCount {
  readonly task: string;
  readonly state: string;
  readonly count: number;
}

/** Null where the database does not answer in time. */
async function readJobs({ database, log }: Core): Promise<readonly JobCount[] | null> {
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error('the database does not answer')), PATIENCE).unref();
  });
  const query = database.pool.query<JobCount>(
    `select task_identifier as task, count(*),
       case when attempts >= max_attempts and locked_at is null then 'given_up' when locked_at is not null then 'running'
            when run_at > now() then 'later' else 'due' end as state
     from graphile_worker.jobs group by 1, 3`,
  );
  query.catch(() => undefined);
  try {
    return (await Promise.race([query, late])).rows;
  } catch (error) {
    log.warn({ reason: (error as Error).message }, 'jobs could not be counted');
    return null;
  }
}
