/**
 * `pnpm bench imports`: what importing a website of a thousand pages takes: time, the program's memory, and what a visitor who talks
 * meanwhile notices. The import is paused again and again, so that both are measured in turn.
 */
import { fork } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../apps/server/src/core/free-port.ts';
import { Inspector } from '../inspector.ts';
import { memoryMib } from '../processes.ts';
import { endWithUs, newDataDir, type Program, startProgram } from '../program.ts';
import { printTable, spread, told } from '../table.ts';
import { ask, talk, type Visitor } from './visitor.ts';

/** A visitor's message every so often: far more than anyone types. */
const EVERY_MS = 50;
const BEFORE_MS = 15_000;
const WITH_MS = 15_000;
const WITHOUT_MS = 10_000;
/** What was begun when the import was paused is over. */
const PAUSED_MS = 1_000;
const LOOK_MS = 250;

interface Run {
  readonly state: string;
  readonly added: number;
  readonly failed: number;
}

/** `--pages=1000` */
export async function imports(flags: readonly string[]): Promise<void> {
  const pages = Number(flags.find((flag) => flag.startsWith('--pages='))?.split('=')[1] ?? 1_000);
  const web = await website(pages);
  const data = newDataDir();
  const port = await freePort();
  const program = await startProgram(data.path, {
    env: { CRAWL_ALLOW: web.host },
    flags: [`--inspect=127.0.0.1:${port}`],
  });
  const inspector = await Inspector.connect(port);
  const started = memoryMib(program.pid);
  const visitor = await talk(program, EVERY_MS);
  await wait(BEFORE_MS);
  const idle = memoryMib(program.pid);
  let peak = 0;
  const looking = setInterval(() => {
    peak = Math.max(peak, memoryMib(program.pid));
  }, LOOK_MS);
  const { run, tookMs, rounds } = await importing(program, visitor, `${web.url}0`, pages);
  clearInterval(looking);
  visitor.stop();
  const alive = (await inspector.memory()).alive / 1024;
  inspector.close();
  await program.stop();
  data.remove();
  web.close();
  const p = (share: number) => (values: readonly number[]) =>
    [...values].sort((a, b) => a - b)[Math.floor(share * values.length)] ?? Number.NaN;
  const rows = (name: string, of: (values: readonly number[]) => number): [string, string, string][] => [
    [
      `a message acknowledged, ${name}, while the import pauses`,
      told(spread(rounds.map((r) => of(r.without))), 'ms', 1),
      '',
    ],
    ['the same while it runs', told(spread(rounds.map((r) => of(r.with))), 'ms', 1), ''],
    ['round by round', told(spread(rounds.map((r) => of(r.with) / of(r.without))), 'x', 2), 'at most 1.5 x'],
  ];
  printTable(
    `Importing ${pages} pages of ${Math.round(web.bytes / 1_000)} kB in ${rounds.length} rounds, while a visitor writes ${1_000 / EVERY_MS} messages a second`,
    [
      ['pages that became articles', `${run.added} (${run.failed} failed)`, `${pages}`],
      ['took without the pauses, at ten pages a second at most', `${(tookMs / 1_000).toFixed(0)} s`, ''],
      ['memory of the program when started, PSS', `${started.toFixed(0)} MiB`, ''],
      ['after some seconds of talk', `${idle.toFixed(0)} MiB`, ''],
      ['the most during the import, the reader’s thread included', `${peak.toFixed(0)} MiB`, 'below 286 MiB (300 MB)'],
      ['of that beyond the talk: what the import takes', `${(peak - idle).toFixed(0)} MiB`, ''],
      ['alive at the end, after a full collection', `${alive.toFixed(0)} MiB`, ''],
      ...rows('p50', p(0.5)),
      ...rows('p99', p(0.99)),
    ],
  );
}

interface Round {
  readonly with: readonly number[];
  readonly without: readonly number[];
}

async function importing(program: Program, visitor: Visitor, address: string, pages: number) {
  const { access_token: token } = await ask<{ access_token: string }>(program, null, '/api/users/login', {
    email: 'ada@parley.test',
    password: 'parley-demo-1234',
  });
  const create = { address, max_pages: pages };
  const { source } = await ask<{ source: { id: string } }>(program, token, '/api/sources', create);
  const look = async () => {
    const { sources } = await ask<{ sources: { id: string; run: Run }[] }>(program, token, '/api/sources');
    return sources.find(({ id }) => id === source.id)?.run as Run;
  };
  const tell = (verb: string) => ask(program, token, `/api/sources/${source.id}/${verb}`, {});
  const rounds: Round[] = [];
  let tookMs = 0;
  for (;;) {
    visitor.latencies();
    const began = performance.now();
    let run = await look();
    while (performance.now() - began < WITH_MS && (run.state === 'queued' || run.state === 'running')) {
      await wait(500);
      run = await look();
    }
    const during = visitor.latencies();
    tookMs += performance.now() - began;
    const over = run.state !== 'queued' && run.state !== 'running';
    if (!over) await tell('pause');
    await wait(PAUSED_MS);
    visitor.latencies();
    await wait(WITHOUT_MS);
    // A last round of a moment tells nothing.
    if (performance.now() - began > WITH_MS || rounds.length === 0)
      rounds.push({ with: during, without: visitor.latencies() });
    console.error(rounds.length, run, `${memoryMib(program.pid).toFixed(0)} MiB`);
    if (over) return { run, tookMs, rounds };
    await tell('resume');
  }
}

export function website(pages: number): Promise<{ host: string; url: string; bytes: number; close(): void }> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('website.ts', import.meta.url)), [`${pages}`], { execArgv: [] });
    endWithUs(child);
    child.once('exit', (code) => reject(new Error(`the website left with ${code}`)));
    child.once('message', ({ port, bytes }: { port: number; bytes: number }) => {
      const host = `127.0.0.1:${port}`;
      resolve({ host, url: `http://${host}/`, bytes, close: () => child.disconnect() });
    });
  });
}
