/** Who is blocked is gone from every door and node within 5 seconds, and nobody else notices. */
import { randomUUID } from 'node:crypto';
import type { Block } from '@parley/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chat, connect, openVisitor, type Visitor } from '../../test/client.ts';
import { call, createAgent, createSite, type NewAgent, PASSWORD } from '../../test/create.ts';
import { dump } from '../../test/dump.ts';
import { BETWEEN, startNodes, type TestNodes } from '../../test/nodes.ts';
import type { TestServer } from '../../test/server.ts';
import { newSecret, signedIdentity } from '../../test/vouching.ts';

let nodes: TestNodes;
let one: TestServer;
let two: TestServer;
let agent: NewAgent;
let admin: NewAgent;
let clock = 0;

async function start(between: (typeof BETWEEN)[number] = 'one node'): Promise<void> {
  nodes = await startNodes(between, { env: { TRUST_PROXY: 'on' }, now: () => Date.now() + clock });
  ({ one, two } = nodes);
  const site = await createSite(one.core, { slug: 'acme' });
  await createSite(one.core, { slug: 'other' });
  agent = await createAgent(one.core, site);
  admin = await createAgent(one.core, site, { role: 'admin' });
}
beforeEach(() => {
  clock = 0;
});
afterEach(() => nodes.close());

const from = (ip: string) => ({ 'x-forwarded-for': ip });
const open = (body: object = {}, ip = '198.51.100.1', server = one, site = 'acme') =>
  call<Visitor>(server, `/api/widget/${site}/session`, { body, headers: from(ip) });
const block = (what: 'visitors' | 'addresses', body: object, token = agent.token) =>
  call<{ block: Block }>(one, `/api/blocks/${what}`, { body, token });
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'open',
    (error: Error) => error.message,
  );

test('blocks of one moment are listed in one order, the newest first', async () => {
  await start();
  const made: string[] = [];
  for (let n = 1; n <= 6; n++)
    made.unshift(
      (await block('addresses', { addresses: `203.0.113.${n}`, reason: 'Spam' }, admin.token)).body.block.id,
    );
  await one.core.database.pool.query('update blocks set created_at = now()');
  const { body } = await call<{ blocks: Block[] }>(one, '/api/blocks', { token: admin.token });
  expect(body.blocks.map(({ id }) => id)).toEqual(made);
});

describe.each(BETWEEN)('[B1] a blocked visitor, with %s', (between) => {
  test('loses its sockets on every node, and every door is shut; others talk on', async () => {
    await start(between);
    const [visitor, other] = [await openVisitor(one, 'acme'), await openVisitor(one, 'acme')];
    const sockets = await Promise.all([chat(one, 'acme', visitor), chat(two, 'acme', visitor)]);
    const bystander = await chat(two, 'acme', other);
    await sockets[0]?.call('new_message', { message: { content: 'rude' } });
    const inbox = await connect(one, '/ws/room/acme', agent.token);
    const told = inbox.next(
      ({ command, room }) => command === 'room_changed' && (room as { contact: { blocked: boolean } }).contact.blocked,
    );
    const answer = await block('visitors', { consumer: visitor.consumer, reason: 'Threats' });
    expect(answer).toMatchObject({
      status: 201,
      body: { block: { consumer: visitor.consumer, reason: 'Threats', by: 'Mia', ends: null } },
    });
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4423, 4423]);
    await told;
    for (const server of nodes.all) {
      expect(await open({ visitor_token: visitor.visitor_token }, '198.51.100.1', server)).toMatchObject({
        status: 403,
        error: { code: 'blocked' },
      });
      expect(await refused(chat(server, 'acme', visitor))).toBe('HTTP 403');
      const room = `acme ${visitor.consumer}`;
      const sent = await call(server, '/api/messages', {
        body: { room, message: { content: 'more' } },
        token: visitor.access_token,
      });
      expect(sent).toMatchObject({ status: 403, error: { code: 'blocked' } });
    }
    expect(await bystander.call('new_message', { message: { content: 'hello' } })).toMatchObject({
      command: 'new_message',
    });
    expect((await inbox.call('fetch_messages', { room: `acme ${visitor.consumer}` })).head).toBe(1);
    // Lifted: as if nothing had been.
    const { block: made } = answer.body;
    expect((await call(one, `/api/blocks/${made.id}`, { method: 'DELETE', token: agent.token })).status).toBe(200);
    expect((await open({ visitor_token: visitor.visitor_token })).body.consumer).toBe(visitor.consumer);
    expect((await call(one, `/api/blocks/${made.id}`, { method: 'DELETE', token: agent.token })).status).toBe(404);
  }, 20_000);
});

test('[B1] a block ends by itself, and blocking again changes its end and its reason', async () => {
  await start();
  const visitor = (await open()).body;
  await block('visitors', { consumer: visitor.consumer, hours: 1 });
  const again = await block('visitors', { consumer: visitor.consumer, hours: 2, reason: 'Spam' });
  const { blocks } = (await call<{ blocks: Block[] }>(one, '/api/blocks', { token: agent.token })).body;
  expect(blocks).toEqual([again.body.block]);
  expect(again.body.block).toMatchObject({ reason: 'Spam' });
  await one.core.database.pool.query(`update blocks set ends_at = now() - interval '1 second'`);
  expect((await open({ visitor_token: visitor.visitor_token })).status).toBe(200);
  expect((await block('visitors', { consumer: randomUUID() })).status).toBe(404);
  expect((await block('visitors', { consumer: 'nobody' })).status).toBe(404);
});

test('[B1] a blocked user of the site stays out whatever browser it signs in from, and a blocked browser whoever signs in', async () => {
  await start();
  const secret = await newSecret(one, admin.token);
  const signed = (sub: string) => signedIdentity(secret, sub);
  const kim = (await open({ identity: signed('kim') })).body;
  await block('visitors', { consumer: kim.consumer });
  const browser = (await open()).body;
  const identity = signed('kim');
  expect((await open({ identity, visitor_token: browser.visitor_token })).error?.code).toBe('blocked');
  await block('visitors', { consumer: browser.consumer });
  expect((await open({ identity: signed('lee'), visitor_token: browser.visitor_token })).error?.code).toBe('blocked');
  expect((await open({ identity: signed('lee') })).status).toBe(200);
});

describe('[B2] blocked addresses', () => {
  test('keep new and known visitors away from everywhere in them, and never an agent', async () => {
    await start();
    const known = (await open({}, '203.0.113.9')).body;
    const headers = from('203.0.113.9');
    const path = `/ws/chat/acme/${known.consumer}`;
    const socket = await connect(one, path, known.access_token, headers);
    const inbox = await connect(one, '/ws/room/acme', agent.token, headers);
    const answer = await block('addresses', { addresses: '203.0.113.0/24' }, admin.token);
    expect(answer.body.block).toMatchObject({ addresses: '203.0.113.0/24', consumer: null });
    expect(await socket.closed).toBe(4423);
    expect((await open({}, '203.0.113.200')).error?.code).toBe('blocked');
    expect((await open({ visitor_token: known.visitor_token }, '203.0.113.9')).error?.code).toBe('blocked');
    expect(await refused(connect(one, path, known.access_token, headers))).toBe('HTTP 403');
    expect((await open({}, '203.0.114.1')).status).toBe(200);
    expect((await open({ visitor_token: known.visitor_token }, '203.0.114.1')).body.consumer).toBe(known.consumer);
    expect((await open({}, '203.0.113.9', one, 'other')).status).toBe(200);
    // The team sits there too.
    expect(await inbox.call('get_me')).toMatchObject({ command: 'get_me' });
    expect(await refused(connect(one, '/ws/room/acme', agent.token, headers))).toBe('open');
    const login = await call(one, '/api/users/login', { body: { email: agent.email, password: PASSWORD }, headers });
    expect(login.status).toBe(200);
    await inbox.close();
  });

  test('are shown before: how many are connected from there, and whether oneself is', async () => {
    await start();
    const come = async (ip: string) => {
      const visitor = (await open({}, ip)).body;
      await connect(one, `/ws/chat/acme/${visitor.consumer}`, visitor.access_token, from(ip));
      return visitor;
    };
    const rude = await come('2001:db8:1:2::5');
    await come('2001:db8:1:2::6');
    await come('2001:db8:1:3::1');
    const preview = (query: object, ip: string) =>
      call<object>(one, `/api/blocks/preview?${new URLSearchParams(query as Record<string, string>)}`, {
        token: agent.token,
        headers: from(ip),
      });
    expect((await preview({ consumer: rude.consumer }, '198.51.100.1')).body).toEqual({
      addresses: '2001:db8:1:2::/64',
      here: 2,
      includes_you: false,
    });
    const wide = await preview({ addresses: '2001:db8:1::/48' }, '2001:db8:1:9::1');
    expect(wide.body).toMatchObject({ here: 3, includes_you: true });
    for (const query of [{ addresses: '198.51.100.0/8' }, { addresses: 'here' }, {}])
      expect((await preview(query, '198.51.100.1')).error?.fields).toHaveProperty('addresses');
    expect((await preview({ consumer: randomUUID() }, '198.51.100.1')).status).toBe(404);
    // Nothing of it lies in the database.
    expect(await dump(one.core.database.pool)).not.toContain('2001:db8:1:');
  });

  test('of one visitor an agent blocks by naming it; a whole range takes somebody who manages the site', async () => {
    await start();
    const rude = (await open({}, '203.0.113.7')).body;
    expect((await block('addresses', { consumer: rude.consumer })).status).toBe(404);
    await connect(one, `/ws/chat/acme/${rude.consumer}`, rude.access_token, from('203.0.113.7'));
    expect((await block('addresses', { consumer: rude.consumer })).body.block.addresses).toBe('203.0.113.7/32');
    expect((await open({}, '203.0.113.7')).error?.code).toBe('blocked');
    expect((await open({}, '203.0.113.8')).status).toBe(200);
    expect((await block('addresses', { addresses: '203.0.113.0/24' })).status).toBe(403);
    expect((await block('addresses', { addresses: '203.0.0.0/15' }, admin.token)).error?.fields).toHaveProperty(
      'addresses',
    );
    const actions = await one.core.db.selectFrom('audit_log').select('action').execute();
    expect(actions.map(({ action }) => action)).toEqual(['addresses_blocked']);
  });
});
