/**
 * Owns where the embedded Postgres lies and who runs it. Postgres refuses to run as root, so root lends it to another
 * user; where that user cannot enter the checkout (below a 0700 folder, such as /root) the binaries are copied, and
 * where it cannot enter the data folder the cluster lies under /var/lib/parley, with a file in the data folder that says so.
 */
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { StartError } from './start-error.ts';

/** Where root puts what the other user cannot reach. */
const SHARED = '/var/lib/parley';

export interface Home {
  /** The folder with bin, lib and share. */
  readonly binaries: string;
  /** The cluster's folder; it may not exist yet. */
  readonly cluster: string;
  /** Whom Postgres runs as; undefined: as ourselves. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
}

/** Finds the home of the Postgres that belongs to `dataDir`; copies binaries where needed, makes no cluster. Throws a StartError. */
export function findHome(dataDir: string, packaged: { folder: string; version: string }): Home {
  const inside = join(dataDir, 'postgres');
  if (process.getuid?.() !== 0) return { binaries: packaged.folder, cluster: inside, owner: undefined };

  const cluster = pointedAt(dataDir) ?? inside;
  const owner = ownerOf(cluster) ?? systemUser();
  const shared = join(SHARED, createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
  return {
    binaries: mayRead(join(packaged.folder, 'bin/postgres'), owner) ? packaged.folder : copyOf(packaged),
    cluster: cluster === inside && !mayEnter(dataDir, owner) ? shared : cluster,
    owner,
  };
}

/** The file that tells where the cluster lies when that is not `dataDir/postgres`. */
export const pointerFile = (dataDir: string): string => join(dataDir, 'postgres-lies-in.txt');

function pointedAt(dataDir: string): string | undefined {
  const file = pointerFile(dataDir);
  if (!existsSync(file)) return undefined;
  const cluster = readFileSync(file, 'utf8').trim();
  if (existsSync(cluster)) return cluster;
  // An empty database in its place would look like lost data.
  throw new StartError(
    `${file} says that the database lies in ${cluster}, and nothing is there.\n` +
      'Bring that folder back, or delete the file to begin with an empty database.',
  );
}

function ownerOf(folder: string): Home['owner'] {
  if (!existsSync(folder)) return undefined;
  const { uid, gid } = statSync(folder);
  return uid === 0 ? undefined : { uid, gid };
}

/** initdb needs a user that the system knows by name: `postgres` where there is one, else `nobody`. */
function systemUser(): { uid: number; gid: number } {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new StartError(
    'Postgres does not run as root, and this system has neither a user postgres nor nobody to run it as.\n' +
      'Start Parley as another user, or give it a database with DATABASE_URL.',
  );
}

function allows(path: string, { uid, gid }: { uid: number; gid: number }, bit: 1 | 4): boolean {
  const stat = statSync(path);
  const shift = stat.uid === uid ? 6 : stat.gid === gid ? 3 : 0;
  return ((stat.mode >> shift) & bit) !== 0;
}

/** True where `owner` can pass through every folder down to and with `folder`. */
function mayEnter(folder: string, owner: { uid: number; gid: number }): boolean {
  const parent = dirname(folder);
  return allows(folder, owner, 1) && (parent === folder || mayEnter(parent, owner));
}

function mayRead(file: string, owner: { uid: number; gid: number }): boolean {
  return allows(file, owner, 4) && allows(file, owner, 1) && mayEnter(resolve(dirname(file)), owner);
}

/** 60 MB, 0.1 s; made once per version and swapped in whole. */
function copyOf(packaged: { folder: string; version: string }): string {
  const copy = join(SHARED, `binaries-${packaged.version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${process.pid}`;
  try {
    mkdirSync(SHARED, { recursive: true });
    cpSync(packaged.folder, draft, { recursive: true, verbatimSymlinks: true });
    chmodSync(draft, 0o755);
    if (!existsSync(copy)) renameSync(draft, copy);
  } catch (error) {
    if (!existsSync(copy)) {
      throw new StartError(
        `Postgres cannot run from ${packaged.folder} (a folder above it is closed to other users), nor be copied: ${(error as Error).message}\n` +
          'Start Parley as another user, or give it a database with DATABASE_URL.',
      );
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return copy;
}

/** The path of one of its programs. */
export function program(home: Home, name: string): string {
  return join(home.binaries, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/** How to spawn its programs: nothing of our environment (PGDATA, PGOPTIONS, LC_ALL) reaches Postgres, and its user may not enter our folder. */
export function surroundings(home: Home) {
  const { SystemRoot, TMPDIR } = process.env;
  return {
    cwd: existsSync(home.cluster) ? home.cluster : dirname(home.cluster),
    env: { PATH: process.env.PATH, LC_ALL: 'C', SystemRoot, TMPDIR },
    ...home.owner,
  };
}

/** A refusal of the file system becomes a sentence for the operator. */
export async function inDataDir<T>(dataDir: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof StartError || code === undefined) throw error;
    throw new StartError(
      `The data folder ${dataDir} cannot be used: ${message}\nMake it writable for this user, or choose another with DATA_DIR.`,
    );
  }
}
