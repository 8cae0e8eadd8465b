/**
 * `pnpm bench storm`: everybody comes back at once, as after a deploy: 5,000 visitors, 500 at a time, each with its session,
 * its socket and its last 20 messages. Beside the two baselines, rounds interleaved. All come from one address.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { ServerName } from '../load/dialects.ts';
import { cpuMs, familyCpuMs } from '../processes.ts';
import { endWithUs } from '../program.ts';
import { type RunningServer, startBaseline, startParley, startPostgres } from '../servers.ts';
import { spread, told } from '../table.ts';

const GENERATOR = fileURLToPath(new URL('generator.ts', import.meta.url));
const SERVERS = ['A', 'B', 'parley'] as const;
const MESSAGES = 20;

export interface Storm {
  readonly server: ServerName;
  readonly port: number;
  /** The site's slug. */
  readonly site: string;
  readonly tokens: readonly string[];
  readonly atOnce: number;
}

export interface StormOutcome {
  /** From the first call to the last history. */
  readonly ms: number;
  /** What one visitor waited. */
  readonly p50: number;
  readonly p99: number;
  readonly connected: number;
  readonly problems: readonly (readonly [what: string, times: number])[];
}

interface Round extends StormOutcome {
  readonly nodeMs: number;
  readonly postgresMs: number;
}

/** `--quick`: 1,000 visitors, three rounds; `--servers=parley` leaves the others out; `--profile` writes a .cpuprofile of Parley. */
export async function storm(flags: readonly string[]): Promise<void> {
  const quick = flags.includes('--quick');
  const chosen = (name: string) => flags.find((flag) => flag.startsWith(`--${name}=`))?.split('=')[1];
  const visitors = quick ? 1_000 : 5_000;
  const rounds = Number(chosen('rounds') ?? (quick ? 3 : 5));
  const atOnce = quick ? 250 : 500;
  const names = SERVERS.filter((name) => chosen('servers')?.split(',').includes(name) ?? true);
  const postgres = await startPostgres();
  const running: { server: RunningServer; storm: Storm; rounds: Round[] }[] = [];
  try {
    for (const name of names) {
      const url = await postgres.createDatabase(`storm_${name.toLowerCase()}`);
      const people = { visitors, agents: 1 };
      const server =
        name === 'parley'
          ? await startParley(url, {
              ...people,
              owner: 'agent',
              flags: flags.includes('--profile') ? ['--cpu-prof', '--cpu-prof-dir=.profile'] : [],
            })
          : await startBaseline(name, url, people);
      const tokens = await (name === 'parley' ? talkedWithParley(server) : talkedWithBaseline(server));
      const site = server.visitors[0]?.path.split('/')[3] ?? '';
      running.push({ server, storm: { server: name, port: server.port, site, tokens, atOnce }, rounds: [] });
    }
    for (let round = -1; round < rounds; round++) {
      for (let i = 0; i < running.length; i++) {
        const one = running[(i + round + 1) % running.length] as (typeof running)[number];
        const nodeMs = cpuMs(one.server.pid);
        const postgresMs = familyCpuMs(postgres.pid);
        const outcome = await weather(one.storm);
        const told = {
          ...outcome,
          nodeMs: cpuMs(one.server.pid) - nodeMs,
          postgresMs: familyCpuMs(postgres.pid) - postgresMs,
        };
        // The first round warms up.
        if (round >= 0) one.rounds.push(told);
        console.error(round + 1, one.server.name, JSON.stringify(told));
      }
    }
  } finally {
    for (const { server } of running) await server.stop();
    await postgres.stop();
  }
  report(running, visitors);
}

function weather(storm: Storm): Promise<StormOutcome> {
  return new Promise((resolve, reject) => {
    const child = fork(GENERATOR, { execArgv: [] });
    endWithUs(child);
    child.once('message', (outcome: StormOutcome) => resolve(outcome));
    child.once('exit', (code) => reject(new Error(`the generator left with ${code}`)));
    child.send(storm);
  });
}

/** Gives each visitor a token and twenty messages; answers with the tokens. */
async function talkedWithParley({ databaseUrl }: RunningServer): Promise<string[]> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query('select id::text as token from visitors');
    await client.query(`insert into visitor_tokens (site_id, token_hash, visitor_id, purpose, expires_at)
      select site_id, sha256(convert_to(id::text, 'UTF8')), id, 'session', now() + interval '1 year' from visitors`);
    await client.query(
      `insert into messages (site_id, room_id, seq, id, author_id, author, role, content, client_id)
      select site_id, id, n, gen_random_uuid(), visitor_id::text, 'Visitor', 'visitor',
        'Hello, my parcel has not arrived yet, number ' || n, 'c' || n from rooms, generate_series(1, $1::int) n`,
      [MESSAGES],
    );
    await client.query('update rooms set last_seq = $1', [MESSAGES]);
    await client.query('vacuum analyze');
    return rows.map(({ token }) => token);
  });
}

async function talkedWithBaseline({ databaseUrl }: RunningServer): Promise<string[]> {
  return withClient(databaseUrl, async (client) => {
    await client.query(
      `insert into messages (visitor_id, role, content, client_id)
      select id, 'visitor', 'Hello, my parcel has not arrived yet, number ' || n, 'c' || n from visitors, generate_series(1, $1::int) n`,
      [MESSAGES],
    );
    await client.query('vacuum analyze');
    return (await client.query('select token from visitors')).rows.map(({ token }) => token);
  });
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

function report(running: readonly { server: RunningServer; rounds: readonly Round[] }[], visitors: number): void {
  console.log(`\n${visitors.toLocaleString('en')} visitors come back, all from one address\n`);
  console.log(
    '| server | all back after | of A, round by round | one waits p50 / p99 | CPU ms a visitor, Node / Postgres | failed |',
  );
  console.log('|---|---|---|---|---|---|');
  const first = running.find(({ server }) => server.name === 'A')?.rounds ?? [];
  for (const { server, rounds } of running) {
    const median = (read: (round: Round) => number) => spread(rounds.map(read)).median;
    const ratios = rounds.flatMap(({ ms }, i) => (first[i] ? [ms / first[i].ms] : []));
    const failed = rounds.reduce((sum, { connected }) => sum + visitors - connected, 0);
    const cells = [
      server.name,
      told(spread(rounds.map(({ ms }) => ms)), 'ms'),
      ratios.length > 0 ? told(spread(ratios), 'x', 2) : '',
      `${median(({ p50 }) => p50).toFixed(0)} / ${median(({ p99 }) => p99).toFixed(0)} ms`,
      `${(median(({ nodeMs }) => nodeMs) / visitors).toFixed(3)} / ${(median(({ postgresMs }) => postgresMs) / visitors).toFixed(3)}`,
      `${failed}`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
  console.log('\nGoal: at most half of the time of A, none failed.');
}
