/**
 * `pnpm bench growth`: what each command costs with a million rooms and ten million messages, beside ten thousand rooms.
 * Both databases lie in one Postgres; rounds are interleaved. It fails where a statement reads a growing table from end to end.
 */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../../../apps/server/src/core/embedded-postgres.ts';
import { heard, liveADay, wrongPlans } from '../../../apps/server/test/hot-queries.ts';
import { type Spread, spread, told } from '../table.ts';
import { SITE } from './fill.ts';
import { type Installation, install } from './installation.ts';
import { isSearch, sitDown, type Task } from './work.ts';

const SMALL = { rooms: 10_000, messages: 100_000 };
const WARM_UP = 5;
const MOST_CALLS = 60;
const ROUND_MS = 100;
/** No step of a hot statement may look at more rows than this, whatever there is. */
const MOST_ROWS = 5_000;

export async function growth(flags: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...flags],
    options: {
      quick: { type: 'boolean', default: false },
      rooms: { type: 'string' },
      messages: { type: 'string' },
      rounds: { type: 'string' },
      /** Kept and used again, instead of a folder that goes. */
      folder: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const rooms = Number(values.rooms ?? (values.quick ? 100_000 : 1_000_000));
  const large = { rooms, messages: Number(values.messages ?? rooms * 10) };
  const rounds = Number(values.rounds ?? (values.quick ? 5 : 9));
  const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'parley-bench-growth-'));
  mkdirSync(folder, { recursive: true });
  // Under root Postgres runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
  const say = (text: string) => console.error(text);
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log: { info: say, warn: say, error: say } });
  const open: Installation[] = [];
  try {
    for (const [name, size] of [['small', SMALL] as const, [`large_${rooms}_${large.messages}`, large] as const]) {
      const began = performance.now();
      open.push(await install(postgres.url, folder, name, size));
      say(
        `${size.rooms} rooms, ${size.messages} messages: ready after ${Math.round((performance.now() - began) / 1000)} s`,
      );
    }
    const [small, big] = open as [Installation, Installation];
    await compare(small, big, { rounds, only: values.only ?? '', size: large });
    await checkPlans(big);
  } finally {
    for (const installation of open) await installation.close();
    await postgres.stop();
    if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(
  small: Installation,
  big: Installation,
  { rounds, only, size }: { rounds: number; only: string; size: { rooms: number; messages: number } },
): Promise<void> {
  const both = [
    { installation: small, desk: await sitDown(small), costs: [] as Cost[] },
    { installation: big, desk: await sitDown(big), costs: [] as Cost[] },
  ] as const;
  const rows: string[][] = [];
  for (const name of Object.keys(both[0].desk.tasks).filter((task) => task.includes(only))) {
    for (const side of both) side.costs.length = 0;
    let n = 0;
    for (let round = -1; round < rounds; round++) {
      for (const { installation, desk, costs } of both) {
        const cost = await costOf(installation, desk.tasks[name] as Task, n, round < 0 ? WARM_UP : MOST_CALLS);
        if (round >= 0) costs.push(cost);
        n += cost.calls;
      }
    }
    const [few, many] = both.map(({ costs }) => spread(costs.map(({ cpuMs }) => cpuMs))) as [Spread, Spread];
    const waited = both.map(({ costs }) => spread(costs.map(({ ms }) => ms)).median.toFixed(1)).join(', ');
    const ratio = many.median / few.median;
    const goal = isSearch(name) ? 3 : 1.5;
    const verdict = `${ratio.toFixed(2)} x${ratio > goal ? ' MISSED' : ''}`;
    rows.push([name, told(few, 'ms', 2), told(many, 'ms', 2), verdict, `${goal} x`, waited]);
    console.error(rows.at(-1)?.join(' | '));
  }
  for (const { desk } of both) desk.leave();
  const title = `Processor time of one call, Node and Postgres together, ${rounds} rounds`;
  const heads = [
    '10,000 rooms',
    `${size.rooms.toLocaleString('en')} rooms, ${size.messages.toLocaleString('en')} messages`,
  ];
  console.log(`\n${title}\n\n| what | ${heads.join(' | ')} | ratio | at most | ms until the answer |`);
  console.log(`|---|---|---|---|---|---|\n${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}`);
}

interface Cost {
  /** Processor time of one call: this process and the database's sessions. It is the steadier judge on a busy machine. */
  readonly cpuMs: number;
  readonly ms: number;
  readonly calls: number;
}

/** As many calls as fill 100 ms, `most` at most. */
async function costOf(installation: Installation, task: Task, from: number, most: number): Promise<Cost> {
  const before = ranMs(await installation.sessions());
  const [began, node] = [performance.now(), process.cpuUsage()];
  let calls = 0;
  do {
    await task(from + calls);
    calls += 1;
  } while (calls < most && performance.now() - began < ROUND_MS);
  const { user, system } = process.cpuUsage(node);
  const ms = performance.now() - began;
  let cpuMs = (user + system) / 1000;
  for (const [pid, ran] of ranMs(await installation.sessions())) cpuMs += ran - (before.get(pid) ?? 0);
  return { cpuMs: cpuMs / calls, ms: ms / calls, calls };
}

/** Milliseconds for which each process ran; the kernel counts nanoseconds here. One that has just ended is left out. */
function ranMs(pids: readonly number[]): Map<number, number> {
  const ran = new Map<number, number>();
  for (const pid of pids) {
    try {
      ran.set(pid, Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6);
    } catch {
      // The pool lets idle sessions go.
    }
  }
  return ran;
}

async function checkPlans(big: Installation): Promise<void> {
  const agent = big.agents[0] as (typeof big.agents)[number];
  const statements = await heard(() => liveADay(big, SITE, agent));
  const wrong = await wrongPlans(big.databaseUrl, statements, { mostRows: MOST_ROWS });
  console.log(`\nPlans of ${statements.size} statements: ${wrong.length === 0 ? 'all by index, and short' : 'WRONG'}`);
  for (const line of wrong) console.log(`- ${line}`);
  if (wrong.length > 0) process.exitCode = 1;
}
