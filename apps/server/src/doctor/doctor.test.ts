/** The doctor at real installations, well and with each thing broken in turn: what it finds, what it advises, what it leaves behind. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect as openSocket } from '../../test/client.ts';
import { createAgent, createSite } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { type Mailbox, startMailbox } from '../../test/mailbox.ts';
import { type FakeModel, startFakeModel } from '../../test/model.ts';
import { startRedis, type TestRedis } from '../../test/redis.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import type { Config } from '../config.ts';
import { examine } from './examination.ts';
import type { Finding } from './finding.ts';
import { lookAtModel, lookAtRedis, lookAtSmtp } from './services.ts';

let server: TestServer;
let redis: TestRedis;
let mailbox: Mailbox;
let model: FakeModel;
let well: Config;

beforeAll(async () => {
  [redis, mailbox, model] = await Promise.all([startRedis(), startMailbox(), startFakeModel()]);
  server = await startTestServer({ worker: true, demo: false });
  well = configOf(server, {
    redisUrl: redis.url,
    smtpUrl: mailbox.url,
    openai: {
      apiKey: '',
      baseUrl: model.baseUrl,
      model: 'fake',
      models: ['fake'],
      embeddingModel: null,
      transcriptionModel: null,
    },
  });
});
afterAll(async () => {
  await server.close();
  await Promise.all([redis.close(), mailbox.close(), model.close()]);
});

const configOf = (of: TestServer, change: Partial<Config> = {}): Config => ({
  ...of.config,
  databaseUrl: of.databaseUrl,
  publicUrl: of.url,
  ...change,
});

async function findings(config: Config): Promise<Record<string, Finding>> {
  const found: Record<string, Finding> = {};
  await examine(config, (finding) => {
    found[finding.check] = finding;
  });
  return found;
}

const listening = async (open: Server | TcpServer): Promise<number> => {
  await new Promise<void>((resolve) => open.listen(0, '127.0.0.1', resolve));
  return (open.address() as AddressInfo).port;
};
/** Where nobody listens. */
async function deadPort(): Promise<number> {
  const open = createTcpServer();
  const port = await listening(open);
  await new Promise((resolve) => open.close(resolve));
  return port;
}

test('a healthy installation: nothing fails, and the conversation leaves nothing behind, nor is it seen by anybody', async () => {
  const site = await createSite(server.core);
  const agent = await createAgent(server.core, site);
  const inbox = await openSocket(server, `/ws/room/${site.slug}`, agent.token);
  const found = await findings(well);
  // The tests' Postgres runs without fsync, which is itself found below.
  expect(Object.values(found).filter(({ verdict, check }) => verdict === 'fail' && check !== 'durability')).toEqual([]);
  for (const check of ['database', 'extensions', 'migrations', 'clocks', 'workers', 'jobs', 'redis', 'mail', 'model'])
    expect(found[check]).toMatchObject({ verdict: 'ok' });
  expect(found.address?.verdict).toBe('ok');

  const { pool } = server.core.database;
  const tables = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'site_id'`,
  );
  expect(tables.rows.length).toBeGreaterThan(5);
  for (const { name } of tables.rows) {
    const { rows } = await pool.query(`select count(*) from ${name} where site_id <> $1`, [site.id]);
    expect({ name, left: rows[0].count }).toEqual({ name, left: 0 });
  }
  const { rows } = await pool.query(
    'select (select count(*) from sites) as sites, (select count(*) from accounts) as accounts',
  );
  expect(rows[0]).toEqual({ sites: 1, accounts: 1 });
  expect(mailbox.mails).toEqual([]);
  expect(model.asked).toHaveLength(1);
  // What the job of the doctor's room finds is nothing: it ends, and is not given up.
  await eventually(async () => (await pool.query('select 1 from graphile_worker.jobs')).rows.length === 0);
  expect(inbox.frames.filter(({ command }) => command !== 'heartbeat')).toEqual([]);
  await inbox.close();
});

test('what a killed doctor left behind goes with the next one, and nobody else’s site does', async () => {
  const { pool } = server.core.database;
  const site = await createSite(server.core, { slug: 'doctor-who' });
  await pool.query(`update sites set created_at = now() - interval '1 day' where id = $1`, [site.id]);
  await pool.query(
    `insert into sites (id, slug, name, created_at) values
       ('0192f0c4-7e1c-8c3a-9f5e-0123456789ab', 'doctor-0123456789ab', 'Doctor', now() - interval '1 hour')`,
  );
  expect((await findings(well)).conversation?.verdict).toBe('ok');
  const { rows } = await pool.query(`select slug from sites where slug like 'doctor%'`);
  expect(rows).toEqual([{ slug: 'doctor-who' }]);
});

test('no database: said first, and what needs it is not tried', async () => {
  const found = await findings({ ...well, databaseUrl: `postgres://u:hunter2@127.0.0.1:${await deadPort()}/x` });
  expect(found.database).toMatchObject({ verdict: 'fail', fix: expect.stringMatching(/DATABASE_URL/) });
  expect(JSON.stringify(found)).not.toContain('hunter2');
  expect(found.conversation).toMatchObject({ verdict: 'skip' });
  expect(found.workers).toBeUndefined();
});

test('a database that may lose what it acknowledged', async () => {
  const found = await findings(well);
  expect(found.durability).toMatchObject({ verdict: 'fail', found: expect.stringContaining('fsync off') });
});

test('a dead worker, and jobs that nobody takes or that were given up', async () => {
  const web = await startTestServer({ demo: false });
  try {
    const { pool } = web.core.database;
    expect((await findings(configOf(web))).workers).toMatchObject({
      verdict: 'fail',
      found: expect.stringContaining('none was ever seen'),
      fix: expect.stringContaining("'worker'"),
    });
    await pool.query(`insert into workers (id, seen_at) values ('dead', now() - interval '100 seconds')`);
    await pool.query(`select graphile_worker.add_job('answer', '{}', run_at := now() - interval '1 hour')`);
    const found = await findings(configOf(web));
    expect(found.workers).toMatchObject({ verdict: 'fail', found: expect.stringContaining('100 s ago') });
    expect(found.jobs).toMatchObject({ verdict: 'fail', found: expect.stringContaining('overdue') });
    await pool.query('update graphile_worker._private_jobs set attempts = max_attempts');
    expect((await findings(configOf(web))).jobs).toMatchObject({ verdict: 'warn', found: '1 were given up (answer)' });
  } finally {
    await web.close();
  }
});

test('a Redis that is not there, and something there that is no Redis', async () => {
  expect(await lookAtRedis({ ...well, redisUrl: `redis://127.0.0.1:${await deadPort()}` })).toMatchObject({
    verdict: 'fail',
    found: expect.stringContaining('ECONNREFUSED'),
    fix: expect.stringContaining('REDIS_URL'),
  });
  const web = createServer((_request, response) => response.end('hello'));
  expect(await lookAtRedis({ ...well, redisUrl: `redis://127.0.0.1:${await listening(web)}` })).toMatchObject({
    verdict: 'fail',
  });
  web.close();
  redis.ask('config', 'set', 'requirepass', 'other');
  const wrong = await lookAtRedis({ ...well, redisUrl: redis.url.replace('redis://', 'redis://:guess@') });
  redis.ask('-a', 'other', 'config', 'set', 'requirepass', '');
  expect(wrong).toMatchObject({ verdict: 'fail', found: expect.stringMatching(/WRONGPASS|password/i) });
});

test('a mail server that is away, and one that does not know us', async () => {
  await mailbox.down();
  const away = await lookAtSmtp(well);
  await mailbox.up();
  expect(away).toMatchObject({ verdict: 'fail', fix: expect.stringContaining('SMTP_URL') });
  const strict = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: (_auth, _session, done) => done(new Error('unknown user')),
  });
  await new Promise<void>((resolve) => strict.listen(0, '127.0.0.1', resolve));
  const { port } = strict.server.address() as AddressInfo;
  expect(await lookAtSmtp({ ...well, smtpUrl: `smtp://ann:wrong@127.0.0.1:${port}` })).toMatchObject({
    verdict: 'fail',
    found: expect.stringContaining('unknown user'),
  });
  await new Promise<void>((resolve) => strict.close(resolve));
});

test('a model that does not know the key, or the name, or is not there', async () => {
  model.will((answering) => answering.status(401));
  expect(await lookAtModel(well)).toMatchObject({ verdict: 'fail', fix: 'Mend OPENAI_API_KEY.' });
  model.will((answering) => answering.status(404));
  expect((await lookAtModel(well)).fix).toContain('OPENAI_MODEL');
  const openai = {
    apiKey: '',
    baseUrl: `http://127.0.0.1:${await deadPort()}/v1`,
    model: 'fake',
    models: ['fake'],
    embeddingModel: null,
    transcriptionModel: null,
  };
  expect((await lookAtModel({ ...well, openai })).fix).toContain('OPENAI_BASE_URL');
});

test('a proxy that leads to another installation', async () => {
  const other = await startTestServer({ demo: false });
  const { conversation } = await findings({ ...well, publicUrl: other.url });
  await other.close();
  expect(conversation).toMatchObject({ verdict: 'fail', fix: expect.stringContaining('another database') });
});

test('another SECRET than the node’s', async () => {
  const { conversation } = await findings({ ...well, secret: 'another secret of tests, as long as one must be' });
  expect(conversation).toMatchObject({ verdict: 'fail', fix: expect.stringContaining('SECRET') });
});

test('a proxy that passes no WebSockets on, and one that hides the public name', async () => {
  let node = '';
  const proxy = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { origin = '', 'content-type': type = '' } = request.headers;
    const answer = await fetch(`${node}${request.url}`, {
      method: request.method as string,
      headers: { ...(origin && { origin }), ...(type && { 'content-type': type }) },
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    response.writeHead(answer.status).end(await answer.text());
  });
  const publicUrl = `http://127.0.0.1:${await listening(proxy)}`;
  const behind = await startTestServer({ databaseUrl: server.databaseUrl, env: { PUBLIC_URL: publicUrl } });
  try {
    node = behind.url;
    const bare = await findings({ ...well, publicUrl });
    expect(bare.conversation).toMatchObject({ verdict: 'fail', fix: expect.stringContaining('WebSockets') });
    node = server.url;
    const hidden = await findings({ ...well, publicUrl });
    expect(hidden.conversation).toMatchObject({ verdict: 'fail', fix: expect.stringContaining('Host') });
  } finally {
    await behind.close();
    proxy.closeAllConnections();
    proxy.close();
  }
});

test('two nodes that do not hear each other', async () => {
  const other = await startTestServer({ databaseUrl: server.databaseUrl, demo: false });
  // The agent's socket meets the other node.
  const proxy = createTcpServer((from) => {
    from.once('data', (first) => {
      const { port } = new URL(first.toString().startsWith('GET /ws/room/') ? other.url : server.url);
      const to = connect(Number(port), '127.0.0.1');
      to.write(first);
      from.pipe(to).pipe(from);
      for (const socket of [from, to])
        socket.on('error', () => undefined).on('close', () => (from.destroy(), to.destroy()));
    });
  });
  const publicUrl = `http://127.0.0.1:${await listening(proxy)}`;
  const { conversation } = await findings({ ...well, publicUrl });
  proxy.close();
  await other.close();
  expect(conversation).toMatchObject({ verdict: 'fail', fix: expect.stringContaining('REDIS_URL') });
});

test('the command tells every problem of the configuration, as JSON, and fails', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-doctor-'));
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const run = (env: Record<string, string>) =>
    promisify(execFile)(process.execPath, [main, '--json'], {
      env: { PATH: process.env.PATH, DATA_DIR: dataDir, ...env },
    }).catch((error: { stdout: string; code: number }) => error);
  const said = await run({ PORT: 'x', SMTP_URL: 'mail' });
  expect(said).toMatchObject({ code: 1 });
  const { ok, findings } = JSON.parse(said.stdout) as { ok: boolean; findings: Finding[] };
  expect(ok).toBe(false);
  expect(findings.map(({ found }) => found.split(' ')[0])).toEqual(['PORT', 'SMTP_URL']);
  rmSync(dataDir, { recursive: true, force: true });
});
