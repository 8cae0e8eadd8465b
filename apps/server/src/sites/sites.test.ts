/** A site's settings and its list of origins, compared whole. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, createAgent, createSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { normalOrigin, originAllowed } from './origins.ts';

let server: TestServer;
let token: string;

beforeAll(async () => {
  server = await startTestServer();
  const site = await createSite(server.core, { slug: 'acme' });
  ({ token } = await createAgent(server.core, site, { role: 'admin' }));
});
afterAll(() => server.close());

describe('origins', () => {
  test.each([
    ['https://Shop.Example', 'https://shop.example'],
    ['https://shop.example:443/', 'https://shop.example'],
    [' http://localhost:4001 ', 'http://localhost:4001'],
    ['https://münchen.example', 'https://xn--mnchen-3ya.example'],
  ])('%s is %s', (text, origin) => expect(normalOrigin(text)).toBe(origin));

  test.each([
    'shop.example',
    'https://shop.example/path',
    'https://u:p@shop.example',
    'javascript:alert(1)',
    'null',
    '*',
    'https://',
  ])('%s is none', (text) => expect(normalOrigin(text)).toBeNull());

  test('[S6] listed ones, the server’s own and no browser at all may speak for the site; lookalikes may not', () => {
    const rule = { listed: ['https://acme.test'], publicUrl: 'https://chat.acme.test/', host: '10.0.0.7:4000' };
    for (const origin of [null, 'https://acme.test', 'https://chat.acme.test', 'http://10.0.0.7:4000']) {
      expect([origin, originAllowed(origin, rule)]).toEqual([origin, true]);
    }
    for (const origin of [
      'https://evil-acme.test',
      'https://acme.test.evil.test',
      'http://acme.test',
      'https://acme.test:8443',
      'null',
      '',
    ]) {
      expect([origin, originAllowed(origin, rule)]).toEqual([origin, false]);
    }
  });
});

test('settings change field by field, and come with the tag to paste', async () => {
  const put = (body: object) => call<{ site: object }>(server, '/api/site', { method: 'PUT', body, token });
  expect(
    (await put({ origins: ['https://a.test/', 'https://a.test', 'http://b.test:8080'], retention_days: 7 })).body.site,
  ).toMatchObject({
    name: 'Acme',
    origins: ['https://a.test', 'http://b.test:8080'],
    retention_days: 7,
    tag: '<script async src="http://parley.test/w/acme.js"></script>',
  });
  expect((await put({ accent: 'red;}body{display:none' })).error?.fields).toHaveProperty('accent');
  expect((await put({ origins: ['https://a.test/page'] })).error?.fields).toHaveProperty('origins');
  expect((await put({ name: '\u200b ' })).error?.fields).toEqual({ name: 'is empty' });
  expect((await put({ retention_days: 0 })).error?.code).toBe('invalid');
});
