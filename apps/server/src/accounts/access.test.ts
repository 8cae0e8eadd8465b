/** Holds P8: whoever may no longer be here is sent away within five seconds, and nobody else ever is. */
import { CLOSE } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect as connectTo, openVisitor, type RawClient } from '../../test/client.ts';
import { call, createAgent, createSite, type NewAgent, type NewSite, PASSWORD } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { EVERY_MS } from '../core/rounds.ts';
import { startGuard } from './guard.ts';
import type { SignedIn } from './sessions.ts';

let server: TestServer;
let site: NewSite;
let agent: NewAgent;

beforeAll(async () => {
  server = await startTestServer();
  site = await createSite(server.core);
});
afterAll(() => server.close());
beforeEach(async () => {
  agent = await createAgent(server.core, site, { name: 'Mia' });
});

const logIn = async (who = agent): Promise<SignedIn> =>
  (await call<SignedIn>(server, '/api/users/login', { body: { email: who.email, password: PASSWORD } })).body;

const connect = (token: string) => connectTo(server, `/ws/room/${site.slug}`, token);

/** The close code. */
async function closed(socket: RawClient, change: () => Promise<unknown>): Promise<number> {
  await change();
  return socket.closed;
}

test('[P8] looks at the open sockets are so close together that with the query’s own time it is 5 seconds', () => {
  expect(EVERY_MS).toBeLessThanOrEqual(3_000);
});

test('[P8] signing out closes this sign-in’s sockets, and not the other browser’s', async () => {
  const here = await logIn();
  const elsewhere = await connect((await logIn()).access_token);
  const socket = await connect(here.access_token);
  const code = await closed(socket, () => call(server, '/api/users/logout', { body: {}, token: here.access_token }));
  expect(code).toBe(CLOSE.revoked.code);
  expect((await elsewhere.call('get_me')).command).toBe('get_me');
  elsewhere.ws.terminate();
});

test('[P8] who is signed out and stays nevertheless is heard no more, and put out', async () => {
  const { access_token } = await logIn();
  const visitor = await openVisitor(server, site.slug);
  const room = `${site.slug} ${visitor.consumer}`;
  await call(server, '/api/messages', { body: { room, message: { content: 'Hello' } }, token: visitor.access_token });
  const socket = await connect(access_token);
  const [held] = [...server.core.sockets.all()].filter(
    ({ actor }) => actor.kind === 'agent' && actor.accountId === agent.id,
  );
  // It does not read the close frame, so it never answers it.
  socket.ws.pause();
  await call(server, '/api/users/logout', { body: {}, token: access_token });
  for (const content of ['I am', 'still here'])
    socket.send({ command: 'new_message', room, message: { content, client_id: content } });
  await eventually(() => held?.gone === true);
  const { body } = await call<{ messages: { content: string }[] }>(
    server,
    `/api/messages?room=${encodeURIComponent(room)}`,
    { token: visitor.access_token },
  );
  expect(body.messages.map(({ content }) => content)).toEqual(['Hello']);
  socket.ws.terminate();
});

test('[P8] a deactivation, a role change, a lost membership and an ended session close within 5 s without any announcement', async () => {
  const { db } = server.core;
  const changes = [
    (id: string) => db.updateTable('accounts').set({ deactivated_at: new Date() }).where('id', '=', id).execute(),
    (id: string) => db.updateTable('memberships').set({ role: 'admin' }).where('account_id', '=', id).execute(),
    (id: string) => db.deleteFrom('memberships').where('account_id', '=', id).execute(),
    (id: string) => db.deleteFrom('sessions').where('account_id', '=', id).execute(),
  ];
  const untouched = await connect((await logIn()).access_token);
  await Promise.all(
    changes.map(async (change) => {
      const other = await createAgent(server.core, site, { name: 'Mia' });
      const socket = await connect((await logIn(other)).access_token);
      const code = await closed(socket, () => change(other.id));
      expect(code).toBe(CLOSE.revoked.code);
    }),
  );
  expect((await untouched.call('get_me')).command).toBe('get_me');
  untouched.ws.terminate();
});

test('a database that is away sends nobody away', async () => {
  const lonely = await startTestServer();
  const asked = Promise.withResolvers<void>();
  const closings: unknown[] = [];
  const here = {
    actor: { kind: 'agent', sessionId: crypto.randomUUID() },
    close: (why: unknown) => closings.push(why),
  };
  await lonely.core.database.close();
  const sockets = { all: () => [here] } as never;
  const stop = startGuard({ ...lonely.core, sockets, log: { warn: () => asked.resolve() } as never }, 10);
  await asked.promise;
  stop();
  expect(closings).toEqual([]);
  await lonely.close();
});

test('[S7] an open socket lives on with a renewed token of the same person, and of nobody else', async () => {
  const { access_token } = await logIn();
  const socket = await connect(access_token);
  const renewed = await socket.call('authenticate', { token: (await logIn()).access_token });
  expect(renewed).toMatchObject({ command: 'authenticated' });
  expect(renewed.expires_in).toBeGreaterThan(590);

  const colleague = await createAgent(server.core, site, { name: 'Mia' });
  const otherSite = await createSite(server.core);
  await server.core.db
    .insertInto('memberships')
    .values({ site_id: otherSite.id, account_id: agent.id, role: 'agent' })
    .execute();
  const visitor = await openVisitor(server, site.slug);
  const elsewhere = server.core.tokens.sign({
    kind: 'agent',
    siteId: otherSite.id,
    site: otherSite.slug,
    accountId: agent.id,
    sessionId: crypto.randomUUID(),
  });
  for (const [token, code] of [
    [(await logIn(colleague)).access_token, 'forbidden'],
    [visitor.access_token, 'forbidden'],
    [elsewhere, 'unauthenticated'],
    ['not.a.token', 'unauthenticated'],
    ['', 'unauthenticated'],
  ] as const) {
    expect(await socket.call('authenticate', { token })).toMatchObject({ command: 'error', code });
  }
  expect(await socket.call('get_me')).toMatchObject({ user: { id: agent.id } });
  socket.ws.terminate();
});
