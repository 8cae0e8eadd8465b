/**
 * Owns the cluster on disk: makes it whole or not at all, and ends a Postgres that still works on it after its program
 * was killed.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Home, inDataDir, pointerFile, program, surroundings } from './embedded-postgres-home.ts';
import { isAlive } from './single-program.ts';
import { StartError } from './start-error.ts';

const IN_CRASH_RECOVERY = 4;

/** As much of a logger as this needs. */
export interface StartLog {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

/** Made aside and renamed into place, so that a start cut short leaves no half cluster behind. */
export async function makeCluster(home: Home, dataDir: string, durable: boolean, log: StartLog): Promise<void> {
  log.info(`Making a database in ${home.cluster}`);
  const draft = `${home.cluster}.new`;
  const passwordFile = `${draft}.password`;
  await inDataDir(dataDir, () => {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft);
    chmodSync(draft, 0o700);
    writeFileSync(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
    for (const path of home.owner ? [draft, passwordFile] : [])
      chownSync(path, home.owner?.uid ?? 0, home.owner?.gid ?? 0);
  });
  // The builtin C.UTF-8 sorts by code point on every machine, whatever its C library knows.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['-U', 'parley', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  await run(home, 'initdb', [
    '-D',
    draft,
    ...locale,
    ...access,
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ]);
  const single = durable ? ['--single'] : ['--single', '-F'];
  await run(home, 'postgres', [...single, '-D', draft, 'postgres'], 'CREATE DATABASE parley\n');
  await inDataDir(dataDir, () => {
    renameSync(passwordFile, join(draft, 'parley.password'));
    renameSync(draft, home.cluster);
    if (dirname(home.cluster) !== dataDir) writeFileSync(pointerFile(dataDir), `${home.cluster}\n`);
  });
}

/** A postmaster that outlived its program (kill -9) is stopped; a pid file whose pid belongs to something else is removed. */
export async function stopLeftover(cluster: string, log: StartLog): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
  if (!(pid > 0) || !isAlive(pid)) return;
  const command = await commandOf(pid);
  if (!command.includes('postgres')) return rmSync(file, { force: true });
  // Somebody else's Postgres, or ours below another name: Postgres itself finds out which, and refuses if need be.
  if (!command.includes(cluster) && folderOf(pid) !== cluster) return;
  log.warn(`Stopping the Postgres that a killed program left over (process ${pid})`);
  if (!(await end(pid, cluster, () => !isAlive(pid)))) {
    throw new StartError(`A Postgres left over from an earlier run does not stop. End it by hand: kill -9 ${pid}`);
  }
}

/**
 * Fast shutdown; the immediate one (as a power cut: recovered at the next start) where that takes 10 s, and at once during a recovery,
 * which loses nothing by it and in which the fast one may leave Postgres waiting for ever. False when it still lives.
 */
export async function end(pid: number, cluster: string, gone: () => boolean): Promise<boolean> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      // It is gone already, which the loop sees.
    }
    for (const begun = Date.now(); Date.now() - begun < 10_000; await delay(10)) {
      if (gone()) return true;
      if (signal === 'SIGINT' && isRecovering(cluster)) break;
    }
  }
  return false;
}

/** As its control file tells: the state is the fifth number there, in every version. */
function isRecovering(cluster: string): boolean {
  const file = join(cluster, 'global/pg_control');
  return existsSync(file) && readFileSync(file).readInt32LE(16) === IN_CRASH_RECOVERY;
}

async function run(home: Home, name: string, args: string[], input?: string): Promise<void> {
  const running = promisify(execFile)(program(home, name), args, {
    ...surroundings(home),
    cwd: home.owner ? '/' : undefined,
  });
  running.child.stdin?.end(input ?? '');
  await running.catch((error: Error & { stderr?: string }) => {
    throw new StartError(
      `A database cannot be made in ${home.cluster}: ${name} failed.\n${(error.stderr || error.message).trim()}\n` +
        'Choose another folder with DATA_DIR, or give Parley a database with DATABASE_URL.',
    );
  });
}

async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  if (process.platform === 'win32') return 'postgres';
  const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'command=']);
  return stdout;
}

/** Where a process works; a postmaster works in its cluster. Undefined where the system does not tell. */
function folderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}
