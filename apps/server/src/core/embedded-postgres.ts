/**
 * Owns the Postgres that runs when no DATABASE_URL is given: makes its cluster, starts it, starts it again when it dies,
 * and stops it last. It listens on 127.0.0.1 with a password (a socket file would depend on the length of the data
 * folder's path and on its file system), and its signals are its own: Ctrl-C in the terminal does not reach it.
 *
 *   absent --initdb--> stopped --spawn--> starting --"ready"--> running --stop()--> stopped
 *                         ^                   |                    |
 *                         +--- error <--------+     died: spawn again on the same port
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { end, makeCluster, type StartLog, stopLeftover } from './embedded-postgres-cluster.ts';
import { findHome, type Home, inDataDir, program, surroundings } from './embedded-postgres-home.ts';
import { freePort } from './free-port.ts';
import { makeFolder } from './make-folder.ts';
import { claim } from './single-program.ts';
import { StartError } from './start-error.ts';

/** Small and durable: 32 MB of buffers, few helpers; synchronous_commit and fsync stay on. */
const SETTINGS = {
  shared_buffers: '32MB',
  max_wal_size: '512MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  io_method: 'sync',
  autovacuum_max_workers: '2',
  autovacuum_worker_slots: '2',
  jit: 'off',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};
const LOG_LIMIT_BYTES = 5 * 1024 * 1024;
const LEFTOVER_PATIENCE_MS = 30_000;

export interface EmbeddedPostgres {
  readonly url: string;
  /** The folder of the cluster, for people who look for their data. */
  readonly folder: string;
  /** Changes when Postgres had to be started again; undefined in between. */
  readonly pid: number | undefined;
  /** Ends every session, waits until all is on disk and the process is gone. May be called twice. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  dataDir: string;
  log: StartLog;
  /** False for tests alone: a power cut may then lose the cluster, and many programs find room on it. */
  durable?: boolean;
  /** Room for so many; unless given, for one program. */
  connections?: number;
}

/**
 * Starts the Postgres of `dataDir`, on the first call with an empty database `parley`; a Postgres left over from a killed
 * program is stopped first. Throws a StartError when another program uses the folder, or it cannot be written.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log, durable = true, connections = durable ? 60 : 200 } = options;
  const packaged = await findPackage();
  const dataDir = await inDataDir(options.dataDir, () => {
    makeFolder(options.dataDir);
    return realpathSync(options.dataDir);
  });
  const home = await inDataDir(dataDir, () => {
    const found = findHome(dataDir, packaged);
    mkdirSync(dirname(found.cluster), { recursive: true });
    return found;
  });
  const release = await inDataDir(dataDir, () => claim(`${home.cluster}.lock`, `The data folder ${dataDir}`));
  try {
    if (!existsSync(home.cluster)) await makeCluster(home, dataDir, durable, log);
    await stopLeftover(home.cluster, log);
    return await supervise(home, dataDir, { durable, connections }, log, release);
  } catch (error) {
    release();
    throw error;
  }
}

/** The address of the Postgres that another program runs for `dataDir` now; null when none does. Starts nothing. */
export async function runningPostgres(dataDir: string): Promise<string | null> {
  const cluster = findHome(realpathSync(dataDir), await findPackage()).cluster;
  const file = join(cluster, 'postmaster.pid');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return lines[7]?.trim() === 'ready' ? addressOf(cluster, Number(lines[3])) : null;
}

function addressOf(cluster: string, port: number): string {
  const password = readFileSync(join(cluster, 'parley.password'), 'utf8').trim();
  return `postgres://parley:${password}@127.0.0.1:${port}/parley`;
}

async function findPackage(): Promise<{ folder: string; version: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    const folder = dirname(dirname(postgres));
    const { version } = JSON.parse(readFileSync(join(folder, '../package.json'), 'utf8')) as { version: string };
    return { folder, version };
  } catch {
    throw new StartError(
      `There is no embedded Postgres for this machine (${name} is not installed).\nGive Parley a database with DATABASE_URL.`,
    );
  }
}

async function supervise(
  home: Home,
  dataDir: string,
  { durable, connections }: { durable: boolean; connections: number },
  log: StartLog,
  release: () => void,
): Promise<EmbeddedPostgres> {
  const logFile = join(dataDir, 'postgres.log');
  let port = await freePort();
  let current: ChildProcess | undefined;
  let guard: ChildProcess | undefined;
  let relaunching: Promise<void> | undefined;
  let stopping: Promise<void> | undefined;
  const stopped = new AbortController();

  async function launch(): Promise<void> {
    const since = existsSync(logFile) ? statSync(logFile).size : 0;
    const output = await inDataDir(dataDir, () => openSync(logFile, since > LOG_LIMIT_BYTES ? 'w' : 'a', 0o600));
    const settings = Object.entries({
      ...SETTINGS,
      port: String(port),
      max_connections: String(connections),
      ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
    });
    const child = spawn(
      program(home, 'postgres'),
      ['-D', home.cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      { ...surroundings(home), detached: true, stdio: ['ignore', output, output] },
    );
    closeSync(output);
    child.unref();
    const ended = new Promise<string>((settle) => {
      child.once('error', (error) => settle(error.message));
      child.once('exit', (code, signal) => settle(`it ended with ${signal ?? code}`));
    });
    if (!(await ready(home.cluster, child))) {
      const text = readFileSync(logFile, 'utf8').slice(since > LOG_LIMIT_BYTES ? 0 : since);
      throw new StartError(
        `The embedded Postgres does not start: ${await ended}\n${text.trim().split('\n').slice(-8).join('\n')}`,
      );
    }
    current = child;
    guard = startGuard(home, child.pid as number);
    child.once('exit', (code, signal) => {
      current = undefined;
      guard?.kill();
      if (stopping) return;
      log.error(`The embedded Postgres ended by itself (${signal ?? code}); starting it again`);
      relaunching = relaunch();
    });
  }

  /** Tries until it runs or someone stops it: the clients reconnect by themselves. */
  async function relaunch(): Promise<void> {
    for (let wait = 100; !stopping; wait = Math.min(wait * 2, 5_000)) {
      try {
        return await launch();
      } catch (error) {
        log.error((error as Error).message);
        await delay(wait, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
      }
    }
  }

  for (const begun = Date.now(); current === undefined; ) {
    try {
      await launch();
    } catch (error) {
      const text = (error as Error).message;
      // The sessions of a postmaster killed by -9 hold its memory until they notice, a moment later.
      const lingering = /pre-existing shared memory|lock file "postmaster.pid" already exists/.test(text);
      if (!(lingering || /could not bind/.test(text)) || Date.now() - begun > LEFTOVER_PATIENCE_MS) throw error;
      if (!lingering) port = await freePort();
      await delay(100);
    }
  }

  return {
    url: addressOf(home.cluster, port),
    folder: home.cluster,
    get pid() {
      return current?.pid;
    },
    stop() {
      stopping ??= (async () => {
        stopped.abort();
        await relaunching;
        const child = current;
        if (child?.pid && !(await end(child.pid, home.cluster, () => hasEnded(child)))) {
          log.error(`The embedded Postgres does not stop (process ${child.pid})`);
        }
        guard?.kill();
        release();
      })();
      return stopping;
    },
  };
}

/**
 * A shell that waits for the end of its input, which comes when this program dies in whatever way, and then asks
 * Postgres to stop. Windows has none; there the next start stops the leftover.
 */
function startGuard(home: Home, pid: number): ChildProcess | undefined {
  if (process.platform === 'win32') return undefined;
  const guard = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$0"', String(pid)], {
    ...surroundings(home),
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell there is no guard, and the next start clears up.
  guard.once('error', () => undefined);
  guard.stdin?.on('error', () => undefined);
  guard.unref();
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  return guard;
}

/** Postgres writes its state into its pid file: the eighth line says ready once it takes sessions. False where it ended. */
async function ready(cluster: string, child: ChildProcess): Promise<boolean> {
  const file = join(cluster, 'postmaster.pid');
  for (; ; await delay(5)) {
    if (hasEnded(child)) return false;
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    if (lines[0] === String(child.pid) && lines[7]?.trim() === 'ready') return true;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}
