/** Holds where a mailed link leads: to a page of the site's own, and nowhere else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openVisitor, type Visitor } from '../../test/client.ts';
import { createSite, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { makeWayBack, targetOf } from './way-back.ts';

let server: TestServer;
let site: NewSite;
let visitor: Visitor;
let clock = 0;

beforeAll(async () => {
  server = await startTestServer({ now: () => Date.now() + clock });
  site = await createSite(server.core, {
    slug: 'acme',
    name: 'acme',
    origins: ['https://shop.test', 'https://www.shop.test'],
  });
  visitor = await openVisitor(server, 'acme');
});
afterAll(() => server.close());

async function get(path: string): Promise<{ status: number; body: string; headers: Headers }> {
  const response = await fetch(`${server.url}${path}`, { redirect: 'manual' });
  return { status: response.status, body: await response.text(), headers: response.headers };
}

const follow = async (page: string | null, origins?: string[]) => {
  await server.core.db.updateTable('visitors').set({ page }).execute();
  if (origins) await server.core.db.updateTable('sites').set({ origins }).execute();
  const { token } = await makeWayBack(server.core, site.id, visitor.consumer);
  const answer = await get(`/r/${token}`);
  return { ...answer, location: answer.headers.get('location')?.replace(token, 'TOKEN') };
};

test('it leads to the last page, the token behind the #, and no other server hears of it', async () => {
  const answer = await follow('https://www.shop.test/a?b=c#old');
  expect([answer.status, answer.location]).toEqual([302, 'https://www.shop.test/a?b=c#parley=TOKEN']);
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

test('a page that the site does not list gets no token', () => {
  const origins = ['https://shop.test', 'https://www.shop.test'];
  for (const page of [
    'https://evil.test/',
    'https://shop.test.evil.test/',
    'https://shop.test@evil.test/',
    'http://shop.test/',
    'https://shop.test:8443/',
    'https://user:pass@shop.test/',
    'javascript:alert(1)',
    'not an address',
    null,
  ]) {
    expect(targetOf(page, origins)).toBe('https://shop.test/');
  }
  expect(targetOf('javascript:alert(1)', ['javascript:alert(1)'])).toBeNull();
});

test('without any page there is one that says so', async () => {
  const answer = await follow(null, []);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(answer.body).toContain('Your conversation is safe');
});

test('a wrong link, an old one and one of a browser’s own token lead nowhere, kindly', async () => {
  const { link } = await makeWayBack(server.core, site.id, visitor.consumer);
  const path = new URL(link).pathname;
  const kind = async (where: string) => {
    const answer = await get(where);
    expect(answer.body).toContain('This link no longer works');
    return answer.status;
  };
  expect(await kind('/r/nothing')).toBe(404);
  expect(await kind(`/r/${'x'.repeat(90)}`)).toBe(404);
  expect(await kind(`/r/${visitor.visitor_token}`)).toBe(404);
  expect(await kind('/r/%00')).toBe(404);
  try {
    clock = 31 * 86_400_000;
    expect(await kind(path)).toBe(404);
  } finally {
    clock = 0;
  }
});
