/** Makes a folder and those above it. Not mkdir's own `recursive`: where a parent refuses with ENOENT (/proc) it never returns. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Does nothing where it exists; throws what the system says of the first folder that cannot be made. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another program was quicker.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
