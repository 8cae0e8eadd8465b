/** Holds that every answer carries the headers that keep browsers safe, whoever answered: a verb, a refusal, no route at all. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { VERSION } from '../src/core/version.ts';
import { createSite } from './create.ts';
import { startTestServer, type TestServer } from './server.ts';

const BUILT = existsSync(fileURLToPath(new URL('../../inbox/dist/index.html', import.meta.url)));
const SHUT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

let server: TestServer;
let secure: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await createSite(server.core, { slug: 'acme' });
  secure = await startTestServer({ env: { PUBLIC_URL: 'https://chat.parley.test' } });
});
afterAll(async () => {
  await server.close();
  await secure.close();
});

const EXPECTED = {
  'content-security-policy': SHUT,
  'permissions-policy': expect.stringContaining('camera=(), '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
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
    await fetch(`${server.url}/%no-address`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 400, 404, 404]);
  for (const refused of answers.slice(2)) expect(await refused.json()).toHaveProperty('error.code');
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

test('browsers are told to stay with TLS where there is TLS, and only there', async () => {
  const [plain, tls] = await Promise.all([fetch(`${server.url}/healthz`), fetch(`${secure.url}/healthz`)]);
  expect(plain.headers.get('strict-transport-security')).toBeNull();
  expect(tls.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
});

test('no answer tells what runs here, or in which version', async () => {
  for (const path of ['/healthz', '/readyz', '/api/nowhere', '/api/users/me', '/w/acme.js', '/r/x', '/kb/acme/x']) {
    const { headers } = await fetch(server.url + path);
    expect([headers.get('server'), headers.get('x-powered-by'), headers.get('via')]).toEqual([null, null, null]);
    expect(JSON.stringify([...headers])).not.toContain(VERSION);
  }
});

test.runIf(BUILT)('the inbox is never framed, and its scripts carry a number that no other answer has', async () => {
  const pages = await Promise.all(
    ['/', '/index.html', '/inbox/mine', '/settings/team', '/'].map(async (path) => {
      const answer = await fetch(server.url + path);
      expect([answer.status, answer.headers.get('x-frame-options')]).toEqual([200, 'DENY']);
      expect([answer.headers.get('cache-control'), answer.headers.get('etag')]).toEqual(['no-cache', null]);
      const policy = answer.headers.get('content-security-policy') as string;
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
      expect(policy).not.toMatch(/unsafe|script-src[^;]*('self'|https?:|\*)/);
      const nonce = /script-src 'nonce-([\w-]{22})';/.exec(policy)?.[1] as string;
      const html = await answer.text();
      for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`);
      expect(html).not.toContain('__CSP_NONCE__');
      return nonce;
    }),
  );
  expect(new Set(pages).size).toBe(pages.length);
  const preview = await fetch(`${server.url}/preview.html`);
  expect(preview.headers.get('x-frame-options')).toBe('SAMEORIGIN');
  expect(preview.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
});

/** As nothing but a browser would do: the path as it is, no redirect followed. */
async function raw(path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const asked = request(server.url, { path, headers });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  return answer;
}

test('no address of ours sends a browser to another host, however it is written', async () => {
  const paths = [
    '//evil.test',
    '//evil.test/%2e%2e',
    '/%5cevil.test',
    '/\\evil.test/',
    '/.//evil.test',
    '/inbox//evil.test/',
  ];
  for (const path of [
    ...paths,
    '/?next=https://evil.test',
    '/r/https:%2f%2fevil.test',
    '/r//evil.test',
    '/api//evil.test/',
  ]) {
    const { statusCode, headers } = await raw(path, { host: 'evil.test', 'x-forwarded-host': 'evil.test' });
    expect([path, headers.location]).toEqual([path, undefined]);
    expect([path, [200, 400, 404].includes(statusCode as number)]).toEqual([path, true]);
  }
});
