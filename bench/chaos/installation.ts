/** All that a run is made on: Postgres, Redis, a model, the nodes, and a relay on every way between them. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../apps/server/src/core/embedded-postgres.ts';
import { freePort } from '../../apps/server/src/core/free-port.ts';
import { endWithUs, newDataDir } from '../src/program.ts';
import type { Broken } from './broken/broken.ts';
import type { Journal } from './journal.ts';
import { type ChaosModel, startChaosModel } from './model.ts';
import { NodeProcess } from './node-process.ts';
import type { Random } from './random.ts';
import { type Relay, startRelay } from './relay.ts';

export const SECRET = 'a secret of chaos that is long enough to be one';
/** Most of what happens happens on the first; the second is there so that something could cross. */
export const SITES = ['chaos', 'quiet'] as const;
/** As docs/scaling.md wants it: two nodes, one that replaces one, and what killed ones have left behind. */
const CONNECTIONS = 150;
const LABELS = ['parcel', 'refund', 'size', 'urgent'];

export interface Person {
  readonly site: string;
  readonly siteId: string;
  readonly account: string;
  readonly session: string;
}

export interface Installation {
  readonly postgres: EmbeddedPostgres;
  /** Past every relay: for looking, and for what the conductor does. */
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  readonly redis: RedisServer | null;
  readonly model: ChaosModel;
  readonly nodes: readonly NodeProcess[];
  readonly agents: readonly Person[];
  /** Between clients and nodes, between nodes and the model, and of each node to Postgres and to Redis. */
  readonly front: Relay;
  readonly toModel: Relay;
  readonly toPostgres: readonly Relay[];
  readonly toRedis: readonly Relay[];
  close(): Promise<void>;
}

export interface InstallationOptions {
  readonly nodes: number;
  readonly redis: boolean;
  readonly agents: number;
  readonly broken: Broken | null;
  readonly folder: string;
  readonly random: Random;
  readonly write: Journal;
}

export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const { random, write, broken, folder } = options;
  const undo: (() => Promise<unknown> | void)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const data = newDataDir();
    undo.push(data.remove);
    // Under root Postgres runs as another user, who must be able to enter.
    chmodSync(data.path, 0o755);
    const postgres = await startEmbeddedPostgres({
      dataDir: data.path,
      connections: CONNECTIONS,
      log: { info() {}, warn() {}, error() {} },
    });
    undo.push(() => postgres.stop());
    const pool = new pg.Pool({ connectionString: postgres.url, max: 2 });
    pool.on('error', () => undefined);
    undo.push(() => pool.end());
    const query = <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
      patiently(async () => (await pool.query(text, [...values])).rows as Row[]);

    const redis = options.redis ? await startRedis() : null;
    if (redis) undo.push(() => redis.kill());
    const model = await startChaosModel(random);
    undo.push(() => model.close());

    const relay = async (targets: () => readonly number[]) => {
      const started = await startRelay(targets, random);
      undo.push(() => started.close());
      return started;
    };
    const toModel = await relay(() => [model.port]);
    const nodes: NodeProcess[] = [];
    const toPostgres: Relay[] = [];
    const toRedis: Relay[] = [];
    for (let number = 0; number < options.nodes; number++) {
      const database = new URL(postgres.url);
      const port = Number(database.port);
      const own = await relay(() => [port]);
      toPostgres.push(own);
      database.port = `${own.port}`;
      const env: Record<string, string> = {
        DATABASE_URL: database.href,
        SECRET,
        HOST: '127.0.0.1',
        TRUST_PROXY: 'on',
        LOG_LEVEL: 'warn',
        OPENAI_BASE_URL: `http://127.0.0.1:${toModel.port}/v1`,
        PUBLIC_URL: 'http://chaos.test',
      };
      if (redis) {
        const bus = await relay(() => [redis.port]);
        toRedis.push(bus);
        env.REDIS_URL = `redis://127.0.0.1:${bus.port}`;
      }
      const imports = broken ? [broken.module] : [];
      const node = new NodeProcess({ number, env, imports, write, logFile: join(folder, `node-${number}.log`) });
      undo.push(() => node.close());
      nodes.push(node);
    }
    await nodes[0]?.start();
    for (const statement of broken?.sql ?? []) await query(statement);
    const agents = await settle(query, options.agents);
    await Promise.all(nodes.slice(1).map((node) => node.start()));
    const front = await relay(() => nodes.flatMap(({ port }) => (port === 0 ? [] : [port])));
    return { postgres, query, redis, model, nodes, agents, front, toModel, toPostgres, toRedis, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A Postgres that restarts is waited for. */
async function patiently<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let tries = 0; ; tries++) {
    try {
      return await act();
    } catch (error) {
      const { code } = error as { code?: string };
      // What Postgres has to say about the statement itself does not pass by waiting.
      if ((code && !/^(57P0|08|53|ECONN|EPIPE)/.test(code)) || tries > 60) throw error;
      await delay(500);
    }
  }
}

async function settle(query: Installation['query'], count: number): Promise<Person[]> {
  const sites = SITES.map((site) => ({ site, siteId: randomUUID() }));
  for (const { site, siteId } of sites) {
    await query('insert into sites (id, slug, name) values ($1, $2, $2)', [siteId, site]);
    for (const label of LABELS)
      await query(`insert into labels (site_id, id, name, name_key, color) values ($1, $2, $3, $3, 'grey')`, [
        siteId,
        randomUUID(),
        label,
      ]);
  }
  const agents = Array.from({ length: count }, (_, i) => ({
    ...(sites[siteOf(i)] as (typeof sites)[number]),
    account: randomUUID(),
    session: randomUUID(),
  }));
  for (const [i, { siteId, account, session }] of agents.entries()) {
    await query(`insert into accounts (id, email, username, name) values ($1, $2, $3, $4)`, [
      account,
      `agent-${i}@chaos.test`,
      `agent-${i}`,
      `Agent ${i}`,
    ]);
    await query(`insert into memberships (site_id, account_id, role) values ($1, $2, 'agent')`, [siteId, account]);
    await query(
      `insert into sessions (id, account_id, site_id, token_hash, expires_at) values ($1, $2, $3, $4, now() + interval '2 days')`,
      [session, account, siteId, Buffer.from(session)],
    );
  }
  return agents;
}

/** Every fifth person is at the second site. */
export const siteOf = (number: number): 0 | 1 => (number % 5 === 4 ? 1 : 0);

export interface RedisServer {
  readonly port: number;
  kill(): Promise<void>;
  start(): Promise<void>;
  flush(): void;
}

export const hasRedis = (): boolean => spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  const redis: RedisServer = {
    port,
    start: async () => {
      const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
      const started = spawn('redis-server', args, { stdio: 'ignore' });
      endWithUs(started, 'SIGKILL');
      child = started;
    },
    kill: async () => {
      const killed = child;
      if (!killed || killed.exitCode !== null || killed.signalCode !== null) return;
      const gone = new Promise((resolve) => killed.once('exit', resolve));
      killed.kill('SIGKILL');
      await gone;
    },
    flush: () => void spawnSync('redis-cli', ['-p', `${port}`, 'flushall'], { stdio: 'ignore' }),
  };
  await redis.start();
  return redis;
}
