/** A visitor's session: minted by the server, known again by its token alone, kept on its site; and the email it leaves. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chat, openVisitor, type Visitor } from '../../test/client.ts';
import { call, createSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
let clock = 0;

beforeAll(async () => {
  server = await startTestServer({ now: () => Date.now() + clock });
  await createSite(server.core, { slug: 'acme', name: 'Acme', origins: ['https://shop.acme.test'] });
  await createSite(server.core, { slug: 'other' });
});
afterAll(() => server.close());

const open = (body: object, headers: Record<string, string> = {}, site = 'acme') =>
  call<Visitor & { room: unknown; expires_in: number; config: object }>(server, `/api/widget/${site}/session`, {
    body,
    headers,
  });

test('[V1] a first visit mints a visitor without a room; its token brings back the same one', async () => {
  const first = await open({});
  expect(first).toMatchObject({
    status: 200,
    body: { room: null, expires_in: 600, config: { name: 'Acme', people_online: false } },
  });
  const again = await open({ visitor_token: first.body.visitor_token });
  expect(again.body.consumer).toBe(first.body.consumer);
  expect(again.body.visitor_token).toBe(first.body.visitor_token);
});

test('[V2] a token that is unknown, of another site or run out brings nobody back, and grants nothing', async () => {
  const { body } = await open({});
  const elsewhere = await open({ visitor_token: body.visitor_token }, {}, 'other');
  expect(elsewhere.body.consumer).not.toBe(body.consumer);
  const chosen = await open({
    visitor_token: 'a-token-of-my-own-choosing-that-is-long-enough',
    consumer: body.consumer,
  });
  expect(chosen.body.consumer).not.toBe(body.consumer);
  expect(chosen.body.visitor_token).not.toContain('choosing');
  // A session's token is no mailed link, nor the other way round.
  expect((await open({ resume_token: body.visitor_token })).body.consumer).not.toBe(body.consumer);
  clock = 366 * 86_400_000;
  try {
    expect((await open({ visitor_token: body.visitor_token })).body.consumer).not.toBe(body.consumer);
  } finally {
    clock = 0;
  }
});

test('[V6] the session tells the room, its head and what is unread', async () => {
  const visitor = await openVisitor(server, 'acme');
  const socket = await chat(server, 'acme', visitor);
  await socket.call('new_message', { message: { content: 'Hello' } });
  const { body } = await open({ visitor_token: visitor.visitor_token });
  expect(body.room).toEqual({ key: visitor.consumer, head: 1, unread: 0 });
});

test('[V4] [V5] from an origin of the list a browser may read the answer, in plain text too, without a preflight', async () => {
  const origin = 'https://shop.acme.test';
  const response = await fetch(`${server.url}/api/widget/acme/session`, {
    method: 'POST',
    body: JSON.stringify({ page: `${origin}/tents?x=1#private` }),
    headers: { origin, 'content-type': 'text/plain' },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  const { consumer } = (await response.json()) as Visitor;
  const stored = await server.core.db
    .selectFrom('visitors')
    .select('page')
    .where('id', '=', consumer)
    .executeTakeFirst();
  expect(stored?.page).toBe(`${origin}/tents?x=1`);
});

test('[V5] a page of another origin than the caller’s is not believed', async () => {
  const { body } = await open({ page: 'https://evil.test/phish' }, { origin: 'https://shop.acme.test' });
  const stored = await server.core.db
    .selectFrom('visitors')
    .select('page')
    .where('id', '=', body.consumer)
    .executeTakeFirst();
  expect(stored?.page).toBeNull();
});

test('[V7] an email is kept and taken back; one that could say something in a header is refused', async () => {
  const visitor = await openVisitor(server, 'acme');
  const socket = await chat(server, 'acme', visitor);
  await socket.call('new_message', { message: { content: 'Hello' } });
  // The change by which the room came into being may still be on its way.
  const told = socket.next((frame) => (frame.room as { has_email?: boolean } | undefined)?.has_email === true);
  expect(await socket.call('leave_email', { email: ' Kim@Example.test ' })).toMatchObject({
    email: 'kim@example.test',
  });
  expect(await told).toMatchObject({ command: 'room_changed', room: { has_email: true } });
  for (const email of [
    'kim',
    'kim@example',
    'kim@example.test\nBcc: all@evil.test',
    'a@b.test, c@d.test',
    '"x"@b.test',
    'a@b@c.test',
  ]) {
    expect(await socket.call('leave_email', { email })).toMatchObject({
      code: 'invalid',
      fields: { email: expect.any(String) },
    });
  }
  expect(await socket.call('leave_email', { email: '' })).toMatchObject({ email: null });
});

test('[V1] [V6] a crowd that comes back at once finds each its own room, and new ones among them are new', async () => {
  const crowd = await Promise.all(Array.from({ length: 40 }, () => openVisitor(server, 'acme')));
  expect(new Set(crowd.map(({ consumer }) => consumer)).size).toBe(40);
  for (const visitor of crowd.slice(0, 20)) {
    const socket = await chat(server, 'acme', visitor);
    await socket.call('new_message', { message: { content: `I am ${visitor.consumer}` } });
    await socket.close();
  }
  const back = await Promise.all([
    ...crowd.map(({ visitor_token }) => open({ visitor_token })),
    ...crowd.map(() => open({})),
  ]);
  for (const [i, { consumer, visitor_token }] of crowd.entries()) {
    const room = i < 20 ? { key: consumer, head: 1, unread: 0 } : null;
    expect(back[i]?.body).toMatchObject({ consumer, visitor_token, room });
  }
  expect(new Set(back.map(({ body }) => body.consumer)).size).toBe(80);
});

test('[H6] new visitors of one address are limited, those who come back are not', async () => {
  clock = 3_600_000;
  try {
    const { body } = await open({});
    let refused = 0;
    for (let n = 0; n < 610 && refused === 0; n += 50) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => open({})));
      refused = answers.filter(({ status }) => status === 429).length;
    }
    expect(refused).toBeGreaterThan(0);
    expect(await open({})).toMatchObject({ status: 429, error: { code: 'proof_wanted' } });
    expect((await open({ visitor_token: body.visitor_token })).body.consumer).toBe(body.consumer);
    // One IPv6 subscriber has more addresses than there are minutes.
    const statuses = new Set<number>();
    for (let n = 1; n <= 610; n++) {
      const [url, remoteAddress] = ['/api/widget/acme/session', `2001:db8::${n.toString(16)}`];
      statuses.add((await server.app.fastify.inject({ method: 'POST', url, remoteAddress, payload: {} })).statusCode);
    }
    expect([...statuses]).toEqual([200, 429]);
  } finally {
    clock = 0;
  }
}, 60_000);
