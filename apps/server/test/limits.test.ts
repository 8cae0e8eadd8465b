/** The limits on sockets, met by those alone who do what no visitor does. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { chat, connect, openVisitor, type RawClient, type Visitor } from './client.ts';
import { call, createAgent, createSite, type NewAgent } from './create.ts';
import { startTestServer, type TestServer } from './server.ts';

const MOST = 3;
const FRAMES = 20;

let server: TestServer;
let visitor: Visitor;
let mia: NewAgent;
const open: RawClient[] = [];

beforeAll(async () => {
  server = await startTestServer({
    env: {
      TRUST_PROXY: 'loopback',
      MAX_SOCKETS_PER_ADDRESS: `${MOST}`,
      MAX_FRAMES_PER_SECOND: `${FRAMES}`,
    },
  });
  mia = await createAgent(server.core, await createSite(server.core, { slug: 'acme' }));
  visitor = await openVisitor(server, 'acme');
});
afterAll(() => server.close());

async function from(ip: string, path = `/ws/chat/acme/${visitor.consumer}`, token = visitor.access_token) {
  const socket = await connect(server, path, token, { 'x-forwarded-for': ip });
  open.push(socket);
  return socket;
}

test('[S5] one public address may open so many sockets, agents more; the next handshake is told 429 and when to come back', async () => {
  for (let n = 0; n < MOST; n++) await from('203.0.113.9');
  await expect(from('203.0.113.9')).rejects.toThrow('HTTP 429');
  const headers = { authorization: `Bearer ${visitor.access_token}`, 'x-forwarded-for': '203.0.113.9' };
  const ws = new WebSocket(`${server.url.replace('http', 'ws')}/ws/chat/acme/${visitor.consumer}`, { headers });
  const [, refused] = (await once(ws, 'unexpected-response')) as [unknown, IncomingMessage];
  expect(refused.headers['retry-after']).toBe('5');
  ws.once('error', () => undefined);
  ws.terminate();
  // Another address, agents at the same one, and whoever takes a place that became free, come in.
  await from('203.0.113.10');
  for (let n = 0; n < MOST * 4; n++) await from('203.0.113.9', '/ws/room/acme', mia.token);
  await expect(from('203.0.113.9', '/ws/room/acme', mia.token)).rejects.toThrow('HTTP 429');
  await open[0]?.close();
  await from('203.0.113.9');
  // One IPv6 subscriber is one address; a network of one's own is not counted.
  for (let n = 0; n < MOST; n++) await from(`2001:db8:1:2::${n}`);
  await expect(from('2001:db8:1:2:ffff::1')).rejects.toThrow('HTTP 429');
  for (let n = 0; n < MOST + 2; n++) await from('10.1.2.3');
  for (const socket of open) socket.ws.terminate();
});

test('[S14] a burst is answered whole, more is read slowly, and a flood is closed with 4429 and reaches nobody else', async () => {
  const [calm, eager, flood] = [
    await chat(server, 'acme', visitor),
    await chat(server, 'acme', visitor),
    await chat(server, 'acme', visitor),
  ];
  const opened = Date.now();
  const burst = await Promise.all(Array.from({ length: FRAMES * 100 }, () => eager.call('fetch_messages')));
  expect(burst.every(({ command }) => command === 'messages')).toBe(true);
  const began = Date.now();
  // What came back to it while it was answered, and some more.
  const saved = Math.ceil(((began - opened) / 1_000) * FRAMES);
  for (let n = 0; n < saved + FRAMES * 3; n++)
    expect(await eager.call('fetch_messages')).toMatchObject({ command: 'messages' });
  expect(Date.now() - began).toBeGreaterThan(500);

  const frames = Array.from({ length: FRAMES * 140 }, (_, n) =>
    JSON.stringify({ command: 'typing', typing: n % 2 > 0 }),
  );
  for (const frame of frames) flood.send(frame);
  expect(await flood.closed).toBe(4429);
  expect(await calm.call('fetch_messages')).toMatchObject({ command: 'messages' });
});

test('[F5] with too many queries waiting for the database, a call is told so at once', async () => {
  const socket = await chat(server, 'acme', visitor);
  const { pool } = server.core.database;
  Object.defineProperty(pool, 'waitingCount', { configurable: true, get: () => 10_001 });
  try {
    expect(await socket.call('fetch_messages')).toMatchObject({ code: 'overloaded', retry: true, retry_after: 1 });
    const answer = await call(server, '/api/widget/acme/session', { body: {} });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  } finally {
    Reflect.deleteProperty(pool, 'waitingCount');
  }
  expect(await socket.call('fetch_messages')).toMatchObject({ command: 'messages' });
});
