/** Holds the limits by address, visitor, account and site: who floods is told for how long, and its neighbours notice nothing. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chat, connect, openVisitor, type Visitor } from '../../test/client.ts';
import { call, createAgent, createSite, type NewSite } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { memoryBus } from './bus.ts';
import type { Refused } from './errors.ts';
import { take } from './limits.ts';
import { Rates } from './rates.ts';

let server: TestServer;
let site: NewSite;
beforeAll(async () => {
  server = await startTestServer({ env: { TRUST_PROXY: 'loopback' } });
  site = await createSite(server.core, { slug: 'acme' });
});
afterAll(() => server.close());

const thrownBy = (work: () => void): Refused['details'] | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as Refused).details;
  }
};

test('[H6] calls over HTTP are counted by visitor and by account, whatever the address; a socket is not concerned', async () => {
  const [visitor, other] = [await openVisitor(server, 'acme'), await openVisitor(server, 'acme')];
  const ask = ({ consumer, access_token: token }: Visitor, n: number) =>
    call(server, `/api/messages?room=acme+${consumer}`, {
      token,
      headers: { 'x-forwarded-for': `203.0.113.${n % 200}` },
    });
  const answers = await Promise.all(Array.from({ length: 601 }, (_, n) => ask(visitor, n)));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(1);
  expect(refused[0]?.error?.code).toBe('rate_limited');
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await ask(other, 1)).status).toBe(200);
  expect(await (await chat(server, 'acme', visitor)).call('fetch_messages')).toMatchObject({ command: 'messages' });
});

test('[H6] invitations are limited by account over both doors, and the site goes on with another of its people', async () => {
  const [eager, calm] = [
    await createAgent(server.core, site, { role: 'admin' }),
    await createAgent(server.core, site, { role: 'owner' }),
  ];
  const inbox = await connect(server, '/ws/room/acme', eager.token);
  const invite = (n: number) => ({ email: `n${n}@team.test`, name: 'N', role: 'agent' });
  for (let n = 0; n < 30; n++) {
    expect((await call(server, '/api/agents', { body: invite(n), token: eager.token })).status).toBe(201);
    expect(await inbox.call('invite_agent', invite(n + 100))).toMatchObject({ command: 'invite_agent' });
  }
  const limited = await inbox.call('invite_agent', invite(500));
  expect(limited).toMatchObject({ code: 'rate_limited', retry: true });
  expect(limited.retry_after).toBeGreaterThan(3_000);
  expect((await call(server, '/api/agents', { body: invite(501), token: calm.token })).status).toBe(201);
});

test('[H6] what a site’s people do together is counted by site, and one IPv6 subscriber is one address', () => {
  const rates = new Rates(memoryBus());
  const from = (ip: string) => thrownBy(() => take(rates, 'knocking', { address: [600, 60] }, { ip }));
  for (let n = 0; n < 600; n++) expect(from(`2001:db8:1:2::${n.toString(16)}`)).toBeUndefined();
  expect(from('2001:db8:1:2:ffff::1')?.retryAfter).toBeGreaterThan(0);
  expect(from('2001:db8:1:3::1')).toBeUndefined();
  const save = (accountId: string, siteId: string) =>
    thrownBy(() => take(rates, 'saving', { site: [1_000, 60] }, { ip: '198.51.100.1', accountId, siteId }));
  for (let n = 0; n < 1_000; n++) expect(save(`${n}`, 'a')).toBeUndefined();
  expect(save('another', 'a')?.retryAfter).toBeGreaterThan(0);
  expect(save('another', 'b')).toBeUndefined();
});

test('[H6] nodes that share a bus count together', async () => {
  const bus = memoryBus();
  const [one, two] = [new Rates(bus), new Rates(bus)];
  for (let n = 0; n < 10; n++) one.take('knocking', 'a', 10, 60_000);
  await eventually(() => thrownBy(() => two.take('knocking', 'a', 10, 60_000)));
  expect(thrownBy(() => two.take('knocking', 'b', 10, 60_000))).toBeUndefined();
});
