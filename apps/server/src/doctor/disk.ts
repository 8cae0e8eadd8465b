/** How much room is left where Parley writes, and where the database does as far as that can be seen from here. */
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { Pool } from 'pg';
import { type Finding, fail, ok, skip, warn } from './finding.ts';

const GIB = 1024 ** 3;
/** Below the first it is a matter of time, below the second of hours. */
const LITTLE = 5 * GIB;
const NONE = GIB;

export async function lookAtFolder(check: string, folder: string): Promise<Finding> {
  if (!existsSync(folder)) return skip(check, `${folder} does not exist on this machine`);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const said = `${(free / GIB).toFixed(1)} GiB free in ${folder}`;
  if (free >= LITTLE) return ok(check, said);
  const fix = 'Make room or a larger disk: a database without room stops taking messages.';
  return free < NONE ? fail(check, said, fix) : warn(check, said, fix);
}

/** Postgres tells its folder to few, and it may lie on another machine. */
export async function lookAtDatabaseDisk(pool: Pool): Promise<Finding> {
  const check = 'disk (database)';
  try {
    const { rows } = await pool.query<{ folder: string; here: boolean }>(
      `select current_setting('data_directory') as folder,
         coalesce(inet_server_addr() << '127.0.0.0/8' or host(inet_server_addr()) = '::1', true) as here`,
    );
    const { folder, here } = rows[0] as { folder: string; here: boolean };
    return here ? await lookAtFolder(check, folder) : skip(check, 'on another machine: watch it there');
  } catch {
    return skip(check, 'Postgres does not tell this role where its data lies: watch it there');
  }
}
