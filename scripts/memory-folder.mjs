/**
 * Owns the folder in which tests make their databases, browsers' profiles and data folders: in memory where the system has
 * room there (Linux' /dev/shm), else among the system's temporary files. Making and dropping a database took 55 to 350 ms
 * of processor time on a disk, and 24 in memory.
 */
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
const PREFIX = 'parley-tests-';
/** A whole run takes less than one. A container has 64 MB unless told otherwise. */
const ENOUGH_BYTES = 3 * 1024 ** 3;

/** Empty, and for everybody to enter: Postgres may run as another user. Undefined where memory has no room. */
export function makeMemoryFolder() {
  if (process.platform !== 'linux' || !existsSync(MEMORY)) return undefined;
  try {
    removeLeftOvers();
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize < ENOUGH_BYTES) return undefined;
    const folder = mkdtempSync(join(MEMORY, `${PREFIX}${process.pid}-`));
    chmodSync(folder, 0o755);
    return folder;
  } catch {
    return undefined;
  }
}

export function removeMemoryFolder(folder) {
  rmSync(folder, { recursive: true, force: true });
}

/** Of runs that were killed: they would hold memory until the machine is restarted. */
function removeLeftOvers() {
  for (const name of readdirSync(MEMORY)) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : 0;
    if (pid > 0 && !isAlive(pid)) removeMemoryFolder(join(MEMORY, name));
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
