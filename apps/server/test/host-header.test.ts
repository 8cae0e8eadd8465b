/** Holds that what we call ourselves is PUBLIC_URL alone: whatever name a request says it was sent to stands in no link of ours. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chat, openVisitor } from './client.ts';
import { createAgent, createSite, type NewAgent, type NewSite } from './create.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';
import { startTestServer, type TestServer } from './server.ts';

const LIES = {
  host: 'evil.test',
  'x-forwarded-host': 'evil.test',
  'x-forwarded-proto': 'https',
  'x-original-host': 'evil.test',
  'x-forwarded-server': 'evil.test',
  forwarded: 'for=203.0.113.9;host=evil.test;proto=https',
};

let mailbox: Mailbox;
let server: TestServer;
let site: NewSite;
let owner: NewAgent;

beforeAll(async () => {
  mailbox = await startMailbox();
  // Also where a proxy is believed.
  server = await startTestServer({ worker: true, env: { SMTP_URL: mailbox.url, TRUST_PROXY: 'loopback' } });
  site = await createSite(server.core, { slug: 'acme', origins: ['https://shop.test'] });
  owner = await createAgent(server.core, site, { role: 'owner' });
});
afterAll(async () => {
  await server.close();
  await mailbox.close();
});

/** With every lie about the host; what came back, headers and all. */
async function lying(method: string, path: string, body?: object, token?: string): Promise<string> {
  const asked = request(server.url + path, {
    method,
    headers: {
      ...LIES,
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
  });
  asked.end(body && JSON.stringify(body));
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  let text = `${answer.statusCode} ${JSON.stringify(answer.headers)}\n`;
  for await (const chunk of answer) text += chunk;
  return text;
}

test('answers name our own address, and never the one that the request claims', async () => {
  const article = { title: 'Returns', body: 'Thirty days.' };
  const answers = [
    await lying('POST', '/api/articles', article, owner.token),
    await lying('GET', '/api/site', undefined, owner.token),
    await lying('GET', '/w/acme.js'),
    await lying('GET', '/kb/acme/returns'),
  ];
  for (const answer of answers) {
    expect(answer).toMatch(/^20[01] /);
    expect(answer).toContain('http://parley.test');
  }
  const others = ['/', '/inbox/mine', '/api/nowhere', '/r/nothing', '/kb/acme/nothing', '/preview.html'];
  for (const path of others) answers.push(await lying('GET', path));
  for (const answer of answers) expect(answer).not.toContain('evil.test');
});

test('mails lead to our own address, whoever made us write them', async () => {
  await lying('POST', '/api/users/password/forgot', { email: owner.email });
  await mailbox.arrived(1);
  await lying('POST', '/api/agents', { email: 'nora@team.test', name: 'Nora', role: 'agent' }, owner.token);
  await mailbox.arrived(2);
  const visitor = await openVisitor(server, site.slug);
  const socket = await chat(server, site.slug, visitor);
  await socket.call('new_message', { message: { content: 'Is it here yet?' } });
  await socket.close();
  await lying('POST', '/api/widget/email', { email: 'vera@visitor.test' }, visitor.access_token);
  await server.core.database.pool.query(`update visitors set seen_at = now() - interval '1 hour'`);
  const room = `${site.slug} ${visitor.consumer}`;
  await lying('POST', '/api/messages', { room, message: { content: 'It is.' } }, owner.token);
  const mails = await mailbox.arrived(3);
  for (const { raw, text = '', html = '' } of mails) {
    expect(raw).not.toContain('evil.test');
    expect(text).toContain('http://parley.test/');
    for (const [, href] of html.matchAll(/href="([^"]+)"/g))
      expect(href).toMatch(/^(http:\/\/parley\.test\/|https:\/\/shop\.test)/);
  }
});
