/**
 * The servers that are compared, each a process of its own with a database of its own, all in one Postgres with the
 * settings of the embedded one. Parley is the program as it ships; people and rooms are put into the databases directly.
 */
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Fastify from 'fastify';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../apps/server/src/core/embedded-postgres.ts';
import { freePort } from '../../apps/server/src/core/free-port.ts';
import { jwtTokens } from '../../apps/server/src/core/tokens.ts';
import type { ServerName } from './load/dialects.ts';
import type { Address } from './load/phase.ts';
import { endWithUs, newDataDir, said, startProgram } from './program.ts';

const BASELINES = {
  A: fileURLToPath(new URL('../baselines/a-socket-io.ts', import.meta.url)),
  B: fileURLToPath(new URL('../baselines/b-fastify-websocket.ts', import.meta.url)),
};
const SECRET = 'a secret of benches that is long enough to be one';

export interface BenchPostgres {
  readonly pid: number;
  /** The address of a new, empty database. */
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Postgres as the product embeds it, durable, in a folder that is gone afterwards. */
export async function startPostgres(): Promise<BenchPostgres> {
  const data = newDataDir();
  // Under root Postgres runs as another user, who must be able to enter.
  chmodSync(data.path, 0o755);
  const postgres = await startEmbeddedPostgres({
    dataDir: data.path,
    log: { info() {}, warn: console.warn, error: console.error },
  });
  return {
    get pid() {
      return postgres.pid as number;
    },
    createDatabase: async (name) => {
      await withClient(postgres.url, (client) => client.query(`create database ${name}`));
      const url = new URL(postgres.url);
      url.pathname = name;
      return url.href;
    },
    stop: async () => {
      await postgres.stop();
      data.remove();
    },
  };
}

async function withClient<Result>(url: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

export interface RunningServer {
  readonly name: ServerName;
  readonly port: number;
  readonly pid: number;
  readonly databaseUrl: string;
  /** Sockets that write, each with a conversation of its own. */
  readonly visitors: readonly Address[];
  readonly agents: readonly Address[];
  stop(): Promise<void>;
}

export interface People {
  readonly visitors: number;
  readonly agents: number;
}

/** Baseline A or B with its people. */
export async function startBaseline(
  name: 'A' | 'B',
  databaseUrl: string,
  people: People & { readonly flags?: readonly string[] },
): Promise<RunningServer> {
  const port = await freePort();
  const agentToken = randomBytes(16).toString('hex');
  const child = spawn(process.execPath, [...(people.flags ?? []), BASELINES[name]], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      PORT: `${port}`,
      DATABASE_URL: databaseUrl,
      AGENT_TOKEN: agentToken,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  endWithUs(child);
  await said(child, 'ready');
  const tokens = Array.from({ length: people.visitors }, () => randomBytes(32).toString('base64url'));
  await withClient(databaseUrl, (client) =>
    client.query('insert into visitors (token) select unnest($1::text[])', [tokens]),
  );
  const path = name === 'A' ? '/socket.io/?EIO=4&transport=websocket' : '/ws';
  const address = (token: string): Address => ({ path, headers: { authorization: `Bearer ${token}` } });
  return {
    name,
    port,
    pid: child.pid as number,
    databaseUrl,
    visitors: tokens.map(address),
    agents: Array.from({ length: people.agents }, () => address(agentToken)),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

export interface ParleyOptions extends People {
  /** Who has the visitors' rooms: with the bot every message adds its job, with an agent none does. */
  readonly owner: 'bot' | 'agent';
  /** So many of them are with the bot all the same: the first ones. */
  readonly withBot?: number;
  /** Pages that may carry the site's widget. */
  readonly origins?: readonly string[];
  /** Roles of the program; without `worker` the bot's jobs are stored and left. */
  readonly roles?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Node's own, such as --cpu-prof. */
  readonly flags?: readonly string[];
}

/** A visitor of ours types as fast as thousands: counted as always, but not slowed down. */
const FRAMES = '1000000';

/** The program as it ships, on a database that is there. */
export async function startNode(
  databaseUrl: string,
  env: Readonly<Record<string, string>>,
  { roles = 'web', flags = [] }: Pick<ParleyOptions, 'roles' | 'flags'> = {},
): Promise<Pick<RunningServer, 'port' | 'pid' | 'stop'>> {
  const data = newDataDir();
  const program = await startProgram(data.path, {
    env: { DATABASE_URL: databaseUrl, SECRET, ROLES: roles, MAX_FRAMES_PER_SECOND: FRAMES, ...env },
    flags,
  });
  return {
    port: program.port,
    pid: program.pid,
    stop: async () => {
      await program.stop();
      data.remove();
    },
  };
}

/** The program as it ships, with one site, its agents, its visitors and a room for each of them. */
export async function startParley(databaseUrl: string, options: ParleyOptions): Promise<RunningServer> {
  const node = await startNode(databaseUrl, options.env ?? {}, options);
  const site = { id: randomUUID(), slug: `bench-${randomBytes(4).toString('hex')}` };
  const visitors = Array.from({ length: options.visitors }, () => randomUUID());
  const agents = Array.from({ length: options.agents }, () => ({ account: randomUUID(), session: randomUUID() }));
  await withClient(databaseUrl, async (client) => {
    await client.query(`insert into sites (id, slug, name, origins) values ($1, $2, 'Bench', $3)`, [
      site.id,
      site.slug,
      options.origins ?? [],
    ]);
    for (const [i, { account, session }] of agents.entries()) {
      const name = `${site.slug}-${i}`;
      await client.query(`insert into accounts (id, email, username, name) values ($1, $2, $3, 'Mia')`, [
        account,
        `${name}@bench.test`,
        name,
      ]);
      await client.query(`insert into memberships (site_id, account_id, role) values ($1, $2, 'agent')`, [
        site.id,
        account,
      ]);
      await client.query(
        `insert into sessions (id, account_id, site_id, token_hash, expires_at) values ($1, $2, $3, $4, now() + interval '1 day')`,
        [session, account, site.id, randomBytes(32)],
      );
    }
    await client.query('insert into visitors (site_id, id) select $1, unnest($2::uuid[])', [site.id, visitors]);
    const bots = options.owner === 'bot' ? options.visitors : (options.withBot ?? 0);
    await client.query(
      `insert into rooms (site_id, id, key, visitor_id, owner_kind, owner_id)
       select $1, gen_random_uuid(), v::text, v, case when n > $3 then 'agent' else 'bot' end, case when n > $3 then $4::uuid end
       from unnest($2::uuid[]) with ordinality as u(v, n)`,
      [site.id, visitors, bots, agents[0]?.account ?? null],
    );
    await client.query('analyze');
  });
  const tokens = await jwtTokens(Fastify(), SECRET);
  const ofSite = { siteId: site.id, site: site.slug };
  const bearer = (claims: Parameters<typeof tokens.sign>[0]) => ({ authorization: `Bearer ${tokens.sign(claims)}` });
  return {
    name: 'parley',
    ...node,
    databaseUrl,
    visitors: visitors.map((id) => ({
      path: `/ws/chat/${site.slug}/${id}`,
      headers: bearer({ kind: 'visitor', ...ofSite, visitorId: id }),
    })),
    agents: agents.map(({ account, session }) => ({
      // As the product's own inbox does.
      path: `/ws/room/${site.slug}?batch=1`,
      headers: bearer({ kind: 'agent', ...ofSite, accountId: account, sessionId: session }),
    })),
  };
}
