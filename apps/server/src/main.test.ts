/** The program as a process of its own: it stops in order also when nobody reads what it says any more. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../test/database.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

test('a closed pipe ends no program, and does not keep it from stopping in order', async () => {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-main-'));
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DEMO_PORT: '0',
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      ROLES: 'web',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for await (const chunk of child.stdout) if (String(chunk).includes('Stop with Ctrl-C')) break;
  child.stdout.destroy();
  child.stderr.destroy();
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);
