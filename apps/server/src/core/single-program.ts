/**
 * Owns the claim that one living program works on a folder: a lock file that names it. A claim whose program is gone,
 * even where its pid belongs to another process by now, is taken over; a living one is refused with its pid.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from './start-error.ts';

/** A program that was told to stop, or whose parent was killed, needs a moment to be gone: its successor waits as long. */
const PATIENCE_MS = 3_000;

/** Claims `file` for this process and answers how to give it back. Throws a StartError naming the pid that holds it. */
export async function claim(file: string, whatFor: string): Promise<() => void> {
  const mine = describe(process.pid);
  for (const begun = Date.now(); ; ) {
    try {
      writeFileSync(file, mine, { flag: 'wx', mode: 0o644 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const theirs = readIfThere(file) ?? '';
    const pid = Number(theirs.split(' ')[0]);
    const waited = Date.now() - begun > PATIENCE_MS;
    if (pid > 0 && isAlive(pid) && describe(pid) === theirs) {
      if (waited || pid === process.pid) {
        throw new StartError(
          `${whatFor} is in use by another Parley (process ${pid}).\n` +
            `Stop it first (kill ${pid}), or give this one its own folder with DATA_DIR.`,
        );
      }
    } else if (theirs !== '' || waited) {
      takeAway(file, theirs);
      continue;
    }
    // Nothing in it: its program is about to write.
    await delay(50);
  }
}

/** True while a process of that pid runs, whoever owns it; one that ended and was not yet collected does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  // In a container whose first process collects no orphans, an ended one stays listed for ever.
  return statOf(pid)?.[0] !== 'Z';
}

/** Removes the stale claim and nothing else: what moves away is looked at again, and put back where it is a newer one. */
function takeAway(file: string, stale: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = readIfThere(aside);
  if (moved !== undefined && moved !== stale) renameSync(aside, file);
  else rmSync(aside, { force: true });
}

/** The pid and when its process began, so that a pid used again is not mistaken for its former owner. */
function describe(pid: number): string {
  return `${pid} ${startOf(pid)}\n`;
}

function startOf(pid: number): string {
  try {
    if (process.platform === 'linux') {
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return `${boot}-${statOf(pid)?.[19]}`;
    }
    if (process.platform === 'win32') return '-';
    return execFileSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' }).trim();
  } catch {
    return '-';
  }
}

/** Linux's figures of a process from its state on: the state first, the start time twentieth. */
function statOf(pid: number): string[] | undefined {
  const stat = process.platform === 'linux' ? readIfThere(`/proc/${pid}/stat`) : undefined;
  // The command's name, in brackets before them, may hold spaces and brackets.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
