/** The widget's files as a site's page gets them: the right config, the right headers, and an old name after an upgrade. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, createSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await createSite(server.core, { slug: 'acme', name: 'A "$&" </script> shop' });
});
afterAll(() => server.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}${path}`, { headers });

test('the loader carries its site, may be read by any page, and is asked for again after five minutes', async () => {
  const response = await get('/w/acme.js');
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(response.headers.get('cache-control')).toMatch(/^public, max-age=300\b/);
  const text = await response.text();
  expect(text).not.toContain('__PARLEY_CONFIG__');
  expect(text).toContain(JSON.stringify('Chat with A "$&" </script> shop'));
  const etag = response.headers.get('etag') as string;
  expect((await get('/w/acme.js', { 'if-none-match': etag })).status).toBe(304);
});

test.each(['br', 'gzip'])('it travels as %s where the browser takes it', async (encoding) => {
  const response = await get('/w/acme.js', { 'accept-encoding': encoding });
  expect(response.headers.get('content-encoding')).toBe(encoding);
  expect(await response.text()).toContain('"slug":"acme"');
});

test('an unknown site gets one warning in the console, and nothing else', async () => {
  const response = await get('/w/nowhere.js');
  expect(response.status).toBe(200);
  expect(await response.text()).toMatch(/^console\.warn\("Parley: there is no site nowhere\./);
  expect((await call(server, '/w/No%20Slug.js')).status).toBe(404);
  expect((await call(server, '/w/..%2f..%2fpackage.json')).status).toBe(404);
});

test('a module is kept for ever under its name; the chat of before an upgrade is today’s, and not kept', async () => {
  const chat = /"chat":"([^"]+)"/.exec(await (await get('/w/acme.js')).text())?.[1] as string;
  const module = await get(chat);
  expect(module.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  const before = await get('/w/_/chat-0ld0ne.js');
  expect(before.headers.get('cache-control')).toBe('no-store');
  expect(await before.text()).toBe(await module.text());
  expect((await call(server, '/w/_/nothing.js')).error?.code).toBe('not_found');
});
