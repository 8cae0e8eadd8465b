/**
 * Holds that the client and the protocol, packed as they are published, work for whoever installs them: in an empty folder,
 * offline, with complete types, and with the README's own examples against a real server.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chat, openVisitor } from './client.ts';
import { call, createAgent, createSite, type NewAgent } from './create.ts';
import { startTestServer, type TestServer } from './server.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** On a busy machine; alone a few seconds. */
const MINUTE = 60_000;
const run = promisify(execFile);

let server: TestServer;
let admin: NewAgent;
let folder: string;
const running = new Set<ChildProcess>();

/** The README's blocks that begin with their file's name, as whoever reads it would copy them. */
const examples = [
  ...readFileSync(join(ROOT, 'packages/client/README.md'), 'utf8').matchAll(
    /^```ts\n(\/\/ (\w+\.ts)\n[\s\S]*?)^```$/gm,
  ),
].map(([, text, file]) => ({ file: file as string, text: text as string }));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-published-'));
  for (const name of ['protocol', 'client']) {
    await run('pnpm', ['pack', '--pack-destination', folder], { cwd: join(ROOT, 'packages', name) });
  }
  // The one dependency, as a tarball too: nothing is fetched.
  const typebox = realpathSync(join(ROOT, 'packages/protocol/node_modules/typebox'));
  const { version } = JSON.parse(readFileSync(join(typebox, 'package.json'), 'utf8')) as { version: string };
  cpSync(typebox, join(folder, 'typebox'), { recursive: true });
  await run('npm', ['pack', './typebox'], { cwd: folder });
  rmSync(join(folder, 'typebox'), { recursive: true });
  const dependencies = {
    '@parley/client': 'file:parley-client-0.1.0.tgz',
    '@parley/protocol': 'file:parley-protocol-0.1.0.tgz',
    typebox: `file:typebox-${version}.tgz`,
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder });
  for (const { file, text } of examples) writeFileSync(join(folder, file), text);

  server = await startTestServer({ worker: true });
  admin = await createAgent(server.core, await createSite(server.core, { slug: 'acme' }), { role: 'admin' });
}, 3 * MINUTE);
afterAll(async () => {
  for (const child of running) child.kill();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs an example as its reader would. `says` resolves with all that it printed once that holds the words. */
function start(file: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [file], {
    cwd: folder,
    env: { ...process.env, PARLEY_URL: server.url, ...env },
  });
  running.add(child);
  let said = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  const says = (words: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => said.includes(words) && resolve(said);
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`${file} ended without saying ${words}: ${said}`)));
    });
  return { child, ended, says };
}

test('what is packed: built code and types, README and licence, and no source', async () => {
  const { stdout } = await run('tar', ['tzf', 'parley-client-0.1.0.tgz'], { cwd: folder });
  const files = stdout.trim().split('\n');
  for (const file of [
    'README.md',
    'LICENSE',
    'package.json',
    'dist/index.js',
    'dist/index.d.ts',
    'dist/agent-session.js',
  ]) {
    expect(files).toContain(`package/${file}`);
  }
  expect(files.filter((file) => /\/src\/|\.test\.|testing/.test(file))).toEqual([]);
  const manifest = JSON.parse(readFileSync(join(folder, 'node_modules/@parley/client/package.json'), 'utf8'));
  expect(manifest).toMatchObject({
    name: '@parley/client',
    license: 'MIT',
    dependencies: { '@parley/protocol': '0.1.0' },
  });
  expect(manifest.private).toBeUndefined();
});

test(
  'its types are complete: the examples compile, and what is wrong does not',
  async () => {
    expect(examples.map(({ file }) => file)).toEqual(['visitor.ts', 'agent.ts']);
    const wrong = `import { AgentSession } from '@parley/client/agent';
declare const session: AgentSession;
// @ts-expect-error a number is asked for
void session.call('fetch_rooms', { limit: 'many' });
// @ts-expect-error there is no such command
void session.call('drop_tables', {});
export const unread: number | undefined = (await session.call('fetch_rooms', {})).rooms[0]?.unread;
`;
    writeFileSync(join(folder, 'wrong.ts'), wrong);
    const compilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      module: 'nodenext',
      target: 'es2024',
      lib: ['es2024', 'dom'],
      types: ['node'],
      typeRoots: [join(ROOT, 'apps/server/node_modules/@types')],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    const told = await run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', '.'], { cwd: folder }).then(
      ({ stdout }) => stdout,
      (error: { stdout: string }) => error.stdout,
    );
    expect(told).toBe('');
  },
  3 * MINUTE,
);

test(
  'a visitor’s script asks, reads the answer and ends by itself',
  async () => {
    const body = { title: 'Hours', triggers: ['when are you open'], content: 'Nine to five.', quick_replies: [] };
    expect((await call(server, '/api/answers', { token: admin.token, body })).status).toBe(201);
    const script = start('visitor.ts', {});
    expect(await script.says('Nine to five.')).toContain('When are you open?');
    expect(await script.ended).toBe(0);
  },
  MINUTE,
);

test(
  'an agent’s script answers with an API key, and stops for good when the key is revoked',
  async () => {
    const body = { name: 'Parcel news', scopes: ['read_rooms', 'write_messages'] };
    const { key, secret } = (
      await call<{ key: { id: string }; secret: string }>(server, '/api/keys', { token: admin.token, body })
    ).body;
    const script = start('agent.ts', { PARLEY_KEY: secret });
    await script.says('online');
    const visitor = await chat(server, 'acme', await openVisitor(server, 'acme'));
    const answer = visitor.next(({ message }) => (message as { role?: string } | undefined)?.role === 'agent');
    await visitor.call('new_message', { message: { content: 'Where is AO-418207?' } });
    expect(await answer).toMatchObject({
      message: { author: 'Parcel news', content: expect.stringContaining('AO-418207') },
    });
    await call(server, `/api/keys/${key.id}`, { token: admin.token, method: 'DELETE' });
    await script.says('Access has ended.');
    expect(await script.ended).toBe(0);
  },
  MINUTE,
);
