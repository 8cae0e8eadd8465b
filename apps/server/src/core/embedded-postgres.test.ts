/** Holds that the embedded Postgres keeps what was committed, recovers from every kind of kill, and has one master. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { isAlive } from './single-program.ts';
import { StartError } from './start-error.ts';

const isRoot = process.getuid?.() === 0;
let dataDir: string;
let told: string[];
let opened: EmbeddedPostgres[];
let elsewhere: { child: ChildProcess; pid: number }[];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'parley-embedded-'));
  chmodSync(dataDir, 0o755);
  told = [];
  opened = [];
  elsewhere = [];
});
afterEach(async () => {
  for (const postgres of opened) await postgres.stop();
  for (const { child, pid } of elsewhere) {
    child.kill('SIGKILL');
    await expect.poll(() => isAlive(pid)).toBe(false);
  }
  rmSync(dataDir, { recursive: true, force: true });
});

const tell = (text: string) => void told.push(text);
const log = { info: tell, warn: tell, error: tell };
async function start(folder = dataDir): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log, durable: false });
  opened.push(postgres);
  return postgres;
}
async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** The same in a program of its own, which can be killed; answers once Postgres runs. */
async function startElsewhere(): Promise<{ child: ChildProcess; pid: number }> {
  const module = fileURLToPath(new URL('./embedded-postgres.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { startEmbeddedPostgres } from ${JSON.stringify(module)};
       const log = { info() {}, warn() {}, error() {} };
       const postgres = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log, durable: false });
       console.log(postgres.pid);
       setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line');
  const started = { child, pid: Number(line) };
  elsewhere.push(started);
  return started;
}

test('what was committed is there after a stop and a start; a stopped Postgres leaves nothing running', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)');
  const pid = first.pid as number;
  await first.stop();
  await first.stop();
  expect(isAlive(pid)).toBe(false);
  const second = await start();
  expect(await query(second.url, 'SELECT id FROM kept')).toEqual([{ id: 7 }]);
});

test('it sorts by code point in UTF-8, syncs its commits and wants the password', async () => {
  const { url } = await startEmbeddedPostgres({ dataDir, log }).then((postgres) => {
    opened.push(postgres);
    return postgres;
  });
  const [row] = await query(
    url,
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
            current_setting('server_encoding') AS encoding, lower('ÄÖ') AS lower`,
  );
  expect(row).toEqual({ fsync: 'on', commit: 'on', encoding: 'UTF8', lower: 'äö' });
  const stranger = new URL(url);
  stranger.password = 'guess';
  await expect(query(stranger.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
});

test('a postmaster killed by -9 comes back on the same address by itself', async () => {
  const postgres = await start();
  await query(postgres.url, 'CREATE TABLE kept (id int)');
  const before = postgres.pid as number;
  process.kill(before, 'SIGKILL');
  await expect.poll(() => postgres.pid !== undefined && postgres.pid !== before).toBe(true);
  expect(await query(postgres.url, 'SELECT * FROM kept')).toEqual([]);
  expect(told.join('\n')).toMatch(/ended by itself/);
});

test('a program killed by -9 takes its Postgres along, and the next start works at once', async () => {
  const { child, pid } = await startElsewhere();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const next = await start();
  expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(isAlive(pid)).toBe(false);
});

test('program and postmaster killed together leave a cluster that recovers', async () => {
  const { child, pid } = await startElsewhere();
  process.kill(pid, 'SIGSTOP');
  child.kill('SIGKILL');
  process.kill(pid, 'SIGKILL');
  await once(child, 'exit');
  const next = await start();
  expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('stopped while it recovers from a crash, it is gone in seconds', async () => {
  const postgres = await start();
  await query(postgres.url, 'CREATE TABLE kept (id int, words text)');
  await query(postgres.url, "INSERT INTO kept SELECT n, repeat('x', 200) FROM generate_series(1, 800000) AS n");
  const pid = postgres.pid as number;
  const [session] = await query(
    postgres.url,
    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'background writer'",
  );
  process.kill((session as { pid: number }).pid, 'SIGKILL');
  const control = join(postgres.folder, 'global/pg_control');
  await expect.poll(() => readFileSync(control).readInt32LE(16), { interval: 1 }).toBe(4);
  const begun = Date.now();
  await postgres.stop();
  expect(Date.now() - begun).toBeLessThan(8_000);
  expect(isAlive(pid)).toBe(false);
}, 60_000);

test('a pid file that names a process which is no Postgres does not stand in the way', async () => {
  const first = await start();
  await first.stop();
  writeFileSync(join(first.folder, 'postmaster.pid'), `${process.pid}\n${first.folder}\n`);
  const next = await start();
  expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a second program on the same folder is refused by the pid of the first', async () => {
  const { child } = await startElsewhere();
  const refusal = await start().catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(StartError);
  expect((refusal as Error).message).toMatch(new RegExp(`process ${child.pid}\\b`));
});

test('a start that was cut short while making the cluster is repeated', async () => {
  mkdirSync(join(dataDir, 'postgres.new/base'), { recursive: true });
  const postgres = await start();
  expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a data folder that cannot be made is told with a way out', async () => {
  writeFileSync(join(dataDir, 'file'), '');
  await expect(start(join(dataDir, 'file/below'))).rejects.toThrow(/DATA_DIR/);
});

test('a cluster of another Postgres is told with its own words', async () => {
  await (await start()).stop();
  writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '9\n');
  await expect(start()).rejects.toThrow(/incompatible with server|not compatible/);
});

test.runIf(isRoot)(
  'as root it runs as another user, and lies where that user can enter, which is written down',
  async () => {
    const open = await start();
    expect(open.folder).toBe(join(dataDir, 'postgres'));
    expect(readFileSync(`/proc/${open.pid}/status`, 'utf8')).not.toMatch(/^Uid:\t0\t/m);
    await open.stop();

    const closed = join(dataDir, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const hidden = await start(join(closed, 'data'));
    try {
      await query(hidden.url, 'CREATE TABLE kept (id int)');
      expect(hidden.folder).toMatch(/^\/var\/lib\/parley\//);
      expect(readFileSync(join(closed, 'data/postgres-lies-in.txt'), 'utf8').trim()).toBe(hidden.folder);
      await hidden.stop();
      const again = await start(join(closed, 'data'));
      expect(await query(again.url, 'SELECT * FROM kept')).toEqual([]);
      await again.stop();
    } finally {
      rmSync(hidden.folder, { recursive: true, force: true });
    }
    // The pointer now points at nothing: an empty database in its place would look like lost data.
    await expect(start(join(closed, 'data'))).rejects.toThrow(/nothing is there/);
    expect(existsSync(hidden.folder)).toBe(false);
  },
);
