/** The program as a process of its own: what it says where it cannot start, and that it stops in order, whenever and whoever listens. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../test/database.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** The program on `databaseUrl`, with a folder of its own that goes with it. */
function begin(databaseUrl: string, env: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-main-'));
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DEMO_PORT: '0',
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      ROLES: 'web',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  return child;
}

test('a HOST that is not this machine is said in words', async () => {
  const database = await createTestDatabase();
  // An address that is nobody's, for examples.
  const child = begin(database.url, { HOST: '203.0.113.4' });
  const over = once(child, 'exit');
  child.stdout.resume();
  let said = '';
  for await (const chunk of child.stderr) said += chunk;
  expect(await over).toEqual([1, null]);
  expect(said).toContain('HOST is no address of this machine.');
  expect(said).not.toMatch(/^ {4}at /m);
  await database.drop();
}, 60_000);

test('stopped while it starts, it goes without complaint', async () => {
  const database = await createTestDatabase({ empty: true });
  const child = begin(database.url);
  const over = once(child, 'exit');
  child.stdout.on('data', (chunk) => {
    if (String(chunk).includes('Migrating the database')) child.kill('SIGINT');
  });
  let said = '';
  for await (const chunk of child.stderr) said += chunk;
  expect(await over).toEqual([0, null]);
  expect(said).toBe('');
  await database.drop();
}, 60_000);

test('on a port that was left to the system, the addresses that are told lead to it, and the migrations are one line', async () => {
  const database = await createTestDatabase({ empty: true });
  const child = begin(database.url, { HOST: '::' });
  let said = '';
  for await (const chunk of child.stdout) {
    said += chunk;
    // The log has a thread of its own, and comes when it comes.
    if (said.includes('Stop with Ctrl-C') && said.includes('Server listening')) break;
  }
  const [, port] = /Inbox +http:\/\/localhost:(\d+)\/\n/.exec(said) ?? [];
  expect((await fetch(`http://localhost:${port}/healthz`)).status).toBe(200);
  expect(said).toContain(`Server listening at http://localhost:${port}\n`);
  expect(said.match(/.*migrat.*/gi)).toEqual([expect.stringMatching(/Migrating the database: \d+ migrations$/)]);
  child.kill('SIGTERM');
  await once(child, 'exit');
  await database.drop();
}, 60_000);

test('a closed pipe ends no program, and does not keep it from stopping in order', async () => {
  const database = await createTestDatabase();
  const child = begin(database.url);
  for await (const chunk of child.stdout) if (String(chunk).includes('Stop with Ctrl-C')) break;
  child.stdout.destroy();
  child.stderr.destroy();
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  await database.drop();
}, 60_000);
