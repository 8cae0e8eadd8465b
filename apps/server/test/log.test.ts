/** What the log holds of a whole conversation with everything going wrong: ids on every line, and nothing that anybody said. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chat, connect, openVisitor } from './client.ts';
import { call, createAgent, createSite, PASSWORD } from './create.ts';
import { eventually } from './eventually.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';
import { type FakeModel, startFakeModel } from './model.ts';
import { startTestServer, type TestServer } from './server.ts';

type Line = Record<string, unknown> & { level: number; msg: string };
const ERROR = 50;
const PHRASE = 'xylophone marmalade';
const ADDRESS = 'vera.secret@visitor.test';

let mailbox: Mailbox;
let model: FakeModel;
let server: TestServer;
const written: string[] = [];
const lines = () => written.map((line) => JSON.parse(line) as Line);

beforeAll(async () => {
  mailbox = await startMailbox();
  model = await startFakeModel();
  server = await startTestServer({
    worker: true,
    env: { LOG_LEVEL: 'trace', SMTP_URL: mailbox.url, OPENAI_BASE_URL: model.baseUrl },
    logTo: { write: (line) => void written.push(line) },
  });
});
afterAll(async () => {
  await server.close();
  await model.close();
  await mailbox.close();
});

test('a whole conversation, with everything going wrong, leaves no word, address or token of it in the log at any level', async () => {
  const { core } = server;
  const site = await createSite(core);
  const agent = await createAgent(core, site);
  const query = (text: string) => core.database.pool.query(text);
  // Postgres quotes the whole row in such an error's details.
  await query(`alter table messages add constraint no_boom check (content not like '%boom%')`);
  await query(`alter table visitors add constraint no_vera check (email not like '%boom%')`);

  const visitor = await openVisitor(server, site.slug);
  const room = `${site.slug} ${visitor.consumer}`;
  const socket = await chat(server, site.slug, visitor);
  const inbox = await connect(server, `/ws/room/${site.slug}`, agent.token);
  model.will((answering) => answering.status(400, { 'x-said': PHRASE }));
  await socket.call('new_message', { message: { content: `My word is ${PHRASE}, mail ${ADDRESS}` } });
  await eventually(() => lines().some(({ msg }) => msg === 'the model gave no answer'));

  const failed = await socket.call('new_message', { message: { content: `boom ${PHRASE} ${ADDRESS}` } });
  expect(failed.code).toBe('internal');
  const http = await call(server, '/api/messages', {
    body: { room, message: { content: `boom ${PHRASE}` } },
    token: agent.token,
  });
  expect(http.status).toBe(500);
  const widget = await call(server, '/api/widget/email', {
    body: { email: `boom.${ADDRESS}` },
    token: visitor.access_token,
  });
  expect(widget.status).toBe(500);

  await inbox.call('new_message', { room: `${site.slug} ${PHRASE}`, message: { content: PHRASE } });
  socket.send(`{"command":"new_message","${PHRASE}`);
  await socket.call('authenticate', { token: `${visitor.access_token}x` });
  await call(server, '/api/users/login', { body: { email: ADDRESS, password: PHRASE } });
  await call(server, '/api/users/login', { body: { email: agent.email, password: PASSWORD } });
  await call(server, '/api/users/password-reset', { body: { email: agent.email } });
  await call(server, `/api/me?token=${agent.token}`, { headers: { authorization: `Bearer ${agent.token}x` } });

  // An answer by mail: the server refuses the address, and says it aloud.
  mailbox.refuse('recipient', 550);
  await call(server, '/api/widget/email', { body: { email: ADDRESS }, token: visitor.access_token });
  await socket.close();
  await query(`update visitors set seen_at = now() - interval '1 hour'`);
  await inbox.call('new_message', { room, message: { content: `Answer: ${PHRASE}` } });
  await eventually(() => lines().some(({ msg }) => msg === 'the mail server refused an answer for good'));
  // A job whose every word is somebody's.
  await query(`select graphile_worker.add_job('answer', '{"siteId": "${PHRASE}", "roomId": "${ADDRESS}"}')`);
  await eventually(() => lines().some(({ msg, task }) => /a job failed/.test(msg) && task === 'answer'));
  await inbox.close();

  const all = written.join('');
  for (const said of [PHRASE, 'xylophone', 'marmalade', ADDRESS, 'vera.secret', agent.email, PASSWORD])
    expect(all).not.toContain(said);
  for (const token of [visitor.access_token, visitor.visitor_token, agent.token]) {
    expect(all).not.toContain(token);
    expect(all).not.toContain(token.slice(-30));
  }

  // Three mistakes, three lines, each with where it happened.
  const errors = lines().filter(({ level, msg }) => level === ERROR && /a frame failed|a request failed/.test(msg));
  expect(errors).toHaveLength(3);
  const [frame, request] = errors as [Line, Line];
  expect(frame).toMatchObject({ site: site.id, room: visitor.consumer, err: { code: '23514', constraint: 'no_boom' } });
  expect(frame.request).toMatch(/^[0-9a-f-]{36}-2$/);
  expect(request).toMatchObject({
    site: site.id,
    room: visitor.consumer,
    request: http.headers.get('x-request-id'),
    err: { constraint: 'no_boom' },
  });
  expect(lines().find(({ msg }) => msg === 'the model gave no answer')).toMatchObject({
    task: 'answer',
    site: site.id,
    room: visitor.consumer,
    job: expect.any(String),
  });

  // Every other line, but for those that speak of the program as a whole.
  const about = lines().filter(
    ({ level, err, msg }) => level >= 30 && (err !== undefined || /model|mail|job/.test(msg)),
  );
  expect(about.length).toBeGreaterThan(4);
  for (const line of about) {
    expect(line).toHaveProperty(line.task ? 'job' : 'request');
    // The job that was nobody's.
    if (!/a job failed/.test(line.msg)) expect(line).toHaveProperty('site');
  }
});
