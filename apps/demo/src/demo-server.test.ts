// The shop over HTTP: every page answers, nothing else does, and the strict page is as strict as it says.

import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Demo, startDemo } from './demo-server.ts';

const parleyUrl = 'http://localhost:4000';
const start = (url = parleyUrl, port = 0): Promise<Demo> =>
  startDemo({
    port,
    host: '127.0.0.1',
    parleyUrl: url,
    log: (text) => {
      throw new Error(text);
    },
  });

let demo: Demo;
beforeAll(async () => {
  demo = await start();
});
afterAll(() => demo.close());

const page = async (path: string): Promise<string> => (await fetch(demo.url + path)).text();

/** Sends the target as it is: `fetch` would tidy the dots away before they leave. */
const raw = (target: string): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: new URL(demo.url).port, path: target }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on('error', reject).end();
  });

const nonceOf = (response: Response): string =>
  /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1] ?? '';

test('the front page shows 36 cards', async () => {
  const text = await page('/');
  expect(text.match(/<li class="card">/g)).toHaveLength(36);
});

test('every page that a link leads to exists, carries the one tag and nothing inline', async () => {
  const queue = ['/', '/strict', '/basket?thing=fjell-2'];
  const seen = new Set(queue);
  for (const path of queue) {
    const response = await fetch(demo.url + path);
    expect([path, response.status]).toEqual([path, 200]);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const text = await response.text();
    expect(text.match(/<script/g)).toHaveLength(1);
    expect(text).toMatch(/<script async src="http:\/\/localhost:4000\/w\/acme.js"[^>]*><\/script>\n<\/body>/);
    expect(text).not.toMatch(/ style=| on[a-z]+="|<style/);
    for (const [, link = ''] of text.matchAll(/<a[^>]* href="([^"#]+)/g)) {
      if (!seen.has(link)) queue.push(link);
      seen.add(link);
    }
  }
  expect(seen.size).toBeGreaterThan(36 + 8);
});

test('the stylesheet answers as one, with nothing from elsewhere in it', async () => {
  const response = await fetch(`${demo.url}/shop.css`);
  expect(response.headers.get('content-type')).toBe('text/css; charset=utf-8');
  expect(await response.text()).not.toMatch(/url\(|@import/);
});

test.each([
  '/../package.json',
  '/%2e%2e/%2e%2e/package.json',
  '/products/../../src/main.ts',
  '/products/..%2f..%2fmain.ts',
  '/shop.css/../main.ts',
  '//etc/passwd',
  '/..\\..\\package.json',
  '/src/main.ts',
  '/products/constructor',
  '/nothing',
])('%s is not found', async (target) => {
  const { status, body } = await raw(target);
  expect(status).toBe(404);
  expect(body).toContain('The path ends here.');
});

test('a target that is no address is refused', async () => {
  expect((await raw('//')).status).toBe(400);
  expect((await raw('http://[')).status).toBe(400);
});

test('a shelf that does not exist shows everything', async () => {
  expect(await page('/products?kind=__proto__')).toContain('36 things');
  expect(await page('/products?kind=snow')).toContain('2 things');
});

test('only GET and HEAD are answered', async () => {
  const post = await fetch(demo.url, { method: 'POST', body: 'x' });
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  const head = await fetch(demo.url, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  expect(Number(head.headers.get('content-length'))).toBe(Buffer.byteLength(await page('/')));
});

test('the strict page lets only its own two tags through', async () => {
  const response = await fetch(`${demo.url}/strict`);
  const nonce = nonceOf(response);
  expect(nonce).toMatch(/^[\w+/]{22}==$/);
  expect(response.headers.get('content-security-policy')).toBe(
    `default-src 'self'; script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'nonce-${nonce}'; ` +
      "connect-src http://localhost:4000 ws://localhost:4000; img-src 'self' data:; " +
      "require-trusted-types-for 'script'; base-uri 'none'; object-src 'none'",
  );
  const text = await response.text();
  expect(text).toContain(`<link rel="stylesheet" href="/shop.css" nonce="${nonce}">`);
  expect(text).toContain(`/w/acme.js" nonce="${nonce}">`);
  expect(text.split(nonce)).toHaveLength(3);
});

test('a nonce is used once, and only where a policy asks for it', async () => {
  const nonces = await Promise.all([1, 2, 3].map(async () => nonceOf(await fetch(`${demo.url}/strict`))));
  expect(new Set(nonces).size).toBe(3);
  const front = await fetch(demo.url);
  expect(front.headers.has('content-security-policy')).toBe(false);
  expect(await front.text()).not.toContain('nonce');
});

test('a secure server below a path is named as it is, its socket as wss', async () => {
  const other = await start('https://chat.example/parley/');
  const response = await fetch(`${other.url}/strict`);
  expect(await response.text()).toContain('src="https://chat.example/parley/w/acme.js"');
  expect(response.headers.get('content-security-policy')).toContain(
    'connect-src https://chat.example wss://chat.example;',
  );
  await other.close();
});

test('what comes from outside never becomes markup', async () => {
  expect(await page('/basket?thing="><script>')).toContain('Nothing in here yet.');
  const other = await start('http://x/"><script>');
  expect((await (await fetch(other.url)).text()).match(/<script/g)).toHaveLength(1);
  await other.close();
});

test('a taken port rejects with EADDRINUSE, a closed shop frees its own', async () => {
  const first = await start();
  const port = Number(new URL(first.url).port);
  await expect(start(parleyUrl, port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await first.close();
  await (await start(parleyUrl, port)).close();
});
