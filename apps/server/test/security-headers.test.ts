/** Holds that every answer carries the headers that keep browsers safe, whoever answered: a verb, a refusal, no route at all. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createSite } from './create.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await createSite(server.core, { slug: 'acme' });
});
afterAll(() => server.close());

const EXPECTED = {
  'content-security-policy': expect.stringMatching(/^default-src 'self';script-src 'self';.*connect-src 'self' ws/),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

test('an answer, a refusal and an unknown address carry the same headers; the widget’s calls may be read from other origins', async () => {
  const session = { method: 'POST', headers: { 'content-type': 'application/json', origin: server.url }, body: '{}' };
  const answers = [
    await fetch(`${server.url}/healthz`),
    await fetch(`${server.url}/api/widget/acme/session`, session),
    await fetch(`${server.url}/api/widget/nobody/session`, session),
    await fetch(`${server.url}/api/widget/acme/session`, { ...session, body: 'no json' }),
    await fetch(`${server.url}/api/nowhere`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 400, 404]);
  for (const { headers } of answers) expect(Object.fromEntries(headers)).toMatchObject(EXPECTED);
  expect(answers.map(({ headers }) => headers.get('cross-origin-resource-policy'))).toEqual(
    answers.map(({ url }) => (url.includes('/api/widget/') ? 'cross-origin' : 'same-origin')),
  );
});

test('a refused handshake too', async () => {
  const ws = new WebSocket(`${server.url.replace('http', 'ws')}/ws/room/acme`);
  ws.once('error', () => undefined);
  const [, refused] = (await once(ws, 'unexpected-response')) as [unknown, IncomingMessage];
  expect([refused.statusCode, refused.headers]).toEqual([401, expect.objectContaining(EXPECTED)]);
  ws.terminate();
});
