/**
 * A flood of new visitors from everywhere: it gets dearer, whoever has been here notices nothing, whoever is new gets in by a little
 * work or by waiting, and nothing that a flood sends is worth anything to it.
 */
import { createHmac, randomUUID } from 'node:crypto';
import type { Challenge } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chat, type Visitor } from '../../test/client.ts';
import { call, createAgent, createSite, type NewSite } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { startNodes, type TestNodes } from '../../test/nodes.ts';
import type { TestServer } from '../../test/server.ts';
import { solve } from '../../test/work.ts';
import type { Refused } from '../core/errors.ts';
import { FLOOD, PROOF_BITS } from '../core/limits.ts';
import { hashToken, newOpaqueToken } from '../core/tokens.ts';
import { admit, admitted } from './flood.ts';

let nodes: TestNodes;
let one: TestServer;
let two: TestServer;
let site: NewSite;
let clock = 0;

beforeAll(async () => {
  const env = { TRUST_PROXY: 'loopback' };
  nodes = await startNodes('two nodes and Redis', { env, now: () => Date.now() + clock });
  ({ one, two } = nodes);
});
afterAll(() => nodes.close());
beforeEach(async () => {
  clock = 0;
  site = await createSite(one.core);
});

interface Asked extends Visitor {
  readonly error?: { readonly challenge?: Challenge };
}
const HOME = '198.51.100.7';
const open = (body: object, { ip = HOME, on = one, slug = site.slug } = {}) =>
  call<Asked>(on, `/api/widget/${slug}/session`, { body, headers: { 'x-forwarded-for': ip } });
const challengeOf = ({ body }: { body: Asked }) => body.error?.challenge as Challenge;
/** What one node lets in of a flood, each call from another address. */
function flood(server = one, { id } = site, calls: number = FLOOD.unasked[0]): void {
  for (let n = 0; n < calls; n++) {
    try {
      admit(server.core, { siteId: id, ip: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, proof: undefined });
    } catch (error) {
      if ((error as Refused).code !== 'proof_wanted') throw error;
    }
  }
}
const asked = async (options = {}): Promise<Challenge> => challengeOf(await open({}, options));
const visitorsOf = async ({ id } = site) =>
  (await one.core.db.selectFrom('visitors').select('id').where('site_id', '=', id).execute()).length;

describe('[V8] a new visitor in a flood', () => {
  test('comes in unasked up to the threshold, and beyond it with a solution; the conversation is as any other', async () => {
    flood(one, site, FLOOD.unasked[0] - 1);
    expect((await open({})).status).toBe(200);
    const refused = await open({});
    expect([refused.status, refused.error?.code]).toEqual([429, 'proof_wanted']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(challengeOf(refused)).toEqual({ text: expect.stringMatching(/^[\w-]{40}$/), bits: PROOF_BITS.least });
    const { status, body } = await open({ proof: solve(challengeOf(refused)) });
    expect(status).toBe(200);
    const socket = await chat(one, site.slug, body);
    expect(await socket.call('new_message', { message: { content: 'Hello' } })).toMatchObject({
      message: { content: 'Hello' },
    });
    await socket.close();
    // A neighbour site notices nothing.
    const neighbour = await createSite(one.core);
    expect((await open({}, { slug: neighbour.slug })).status).toBe(200);
  });

  test('is known from then on, and never asked again; nor is anybody whom a link or the site’s word brings', async () => {
    const { body: before } = await open({});
    const resume = newOpaqueToken();
    const row = { site_id: site.id, visitor_id: before.consumer, purpose: 'resume' as const };
    await one.core.db
      .insertInto('visitor_tokens')
      .values({ ...row, token_hash: hashToken(resume), expires_at: new Date(Date.now() + 60_000) })
      .execute();
    const { token } = await createAgent(one.core, site, { role: 'admin' });
    const { secret } = (await call<{ secret: string }>(one, '/api/identity/secrets', { body: {}, token })).body;
    flood();
    expect((await open({ visitor_token: before.visitor_token })).body.consumer).toBe(before.consumer);
    expect((await open({ resume_token: resume })).body.consumer).toBe(before.consumer);
    const at = Math.floor(Date.now() / 1_000);
    const user_id = randomUUID();
    const hmac = createHmac('sha256', secret).update(`${at}.${user_id}`).digest('hex');
    expect((await open({ identity: { user_id, at, hmac } })).status).toBe(200);
    const { body } = await open({ proof: solve(await asked()) });
    expect((await open({ visitor_token: body.visitor_token })).body.consumer).toBe(body.consumer);
    // A made-up token is none.
    expect((await open({ visitor_token: newOpaqueToken() })).error?.code).toBe('proof_wanted');
  });

  test('uses a solution up, on whichever node, also of fifty calls at the same moment', async () => {
    flood();
    flood(two);
    const proof = solve(await asked());
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => open({ proof }, { on: n % 2 ? one : two })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(new Set(refused.map(({ error }) => error?.fields?.proof))).toEqual(new Set(['was used before']));
    expect(await visitorsOf()).toBe(1);
    // Each refusal carries a challenge of its own.
    expect(new Set(refused.map((answer) => challengeOf(answer).text)).size).toBe(49);
  });

  test('is asked on every node once the nodes have heard of it, and any of them takes the solution', async () => {
    flood();
    const refused = await eventually(async () => {
      const answer = await open({}, { on: two });
      return answer.status === 429 ? answer : null;
    });
    expect((await open({ proof: solve(challengeOf(refused)) }, { on: one })).status).toBe(200);
  });

  test('gets nothing for a solution of another site or address, an old one, a changed one, or for anything else', async () => {
    const other = await createSite(one.core);
    flood();
    flood(one, other);
    const proof = solve(await asked());
    const before = await visitorsOf();
    const told = async (body: object, options = {}) => (await open(body, options)).error?.fields?.proof;
    expect(await told({ proof }, { slug: other.slug })).toMatch(/another site or address/);
    expect(await told({ proof }, { ip: '198.51.100.8' })).toMatch(/another site or address/);
    expect(await told({ proof: `${(await asked()).text}.0` })).toMatch(/too few zero bits/);
    expect(await told({ proof: `B${proof.slice(1)}` })).toMatch(/another site|none of ours/);
    for (const garbage of ['', '.', 'x'.repeat(80), `${'A'.repeat(40)}.`, proof.split('.')[0], '𝟙'.repeat(40)])
      expect(await told({ proof: garbage })).toBe('is no challenge with a dot and digits after it');
    for (const wrong of [7, null, {}, [proof], 'x'.repeat(81)])
      expect((await open({ proof: wrong })).error).toMatchObject({
        code: 'invalid',
        fields: { proof: expect.any(String) },
      });
    expect((await open({ proof: '\u0000' })).error?.code).toBe('bad_content');
    // Its wait is forgotten too, or it would come in by that.
    clock = 330_000;
    expect(await told({ proof })).toMatch(/run out/);
    clock = 0;
    expect(await visitorsOf()).toBe(before);
    // For whom it was meant it still counts; and one IPv6 subscriber is one address.
    expect((await open({ proof })).status).toBe(200);
    const six = await asked({ ip: '2001:db8:1:2::1' });
    expect((await open({ proof: solve(six) }, { ip: '2001:db8:1:2:ffff::9' })).status).toBe(200);
  });

  test('comes with an account too: who makes one and no visitor before waits like anybody, and who talks already does not', async () => {
    await one.core.db.updateTable('sites').set({ visitor_accounts: true }).where('id', '=', site.id).execute();
    const talking = (await open({})).body.visitor_token;
    const before = await visitorsOf();
    flood();
    const password = 'correct horse battery of tests';
    const signUp = (path: string, more: object, ip = HOME) =>
      call<Asked>(one, path, {
        body: { email: `${randomUUID()}@customer.test`, password, password_confirm: password, ...more },
        headers: { 'x-forwarded-for': ip },
      });
    const chat = `/api/widget/${site.slug}/sign-up`;
    for (const [path, more] of [
      [chat, {}],
      ['/api/users/signup', { site: site.slug, username: `kim-${site.id.slice(-6)}` }],
    ] as const) {
      const refused = await signUp(path, more);
      expect([refused.status, refused.error?.code]).toEqual([429, 'proof_wanted']);
    }
    expect(await visitorsOf()).toBe(before);
    expect((await signUp(chat, { visitor_token: talking })).status).toBe(201);
    clock += 61_000;
    expect((await signUp(chat, {})).status).toBe(201);
    expect(await visitorsOf()).toBe(before + 1);
  });

  test('of an address that floods by itself gets in too, and no other address notices', async () => {
    const ip = '198.51.100.60';
    for (let n = 0; n < FLOOD.unaskedOfAddress[0]; n++) admit(one.core, { siteId: site.id, ip, proof: undefined });
    const refused = await open({}, { ip });
    expect([refused.status, refused.error?.code]).toEqual([429, 'proof_wanted']);
    expect((await open({})).status).toBe(200);
    const proof = solve(challengeOf(refused));
    expect((await open({ proof }, { ip })).status).toBe(200);
    // Nor may it try one over and over.
    const again = await Promise.all(Array.from({ length: FLOOD.provenOfAddress[0] }, () => open({ proof }, { ip })));
    expect(new Set(again.map(({ error }) => error?.code))).toEqual(new Set(['proof_wanted', 'rate_limited']));
    expect((await open({})).status).toBe(200);
  });

  test('may bring a proof that is no good where no flood is: it counts as none', async () => {
    expect((await open({ proof: 'x' })).status).toBe(200);
  });

  test('a thousand forged solutions at once let nobody in, and end nothing', async () => {
    const { body: known } = await open({});
    const socket = await chat(one, site.slug, known);
    flood();
    const before = await visitorsOf();
    const begun = process.cpuUsage();
    const forged = Array.from({ length: 1_000 }, (_, n) => {
      const proof = `${Buffer.from(randomUUID().repeat(2)).subarray(0, 30).toString('base64url')}.${n}`;
      return open({ proof }, { ip: `10.9.${n >> 8}.${n & 255}` });
    });
    // In the middle of it.
    expect(await socket.call('fetch_messages')).toMatchObject({ command: 'messages' });
    const answers = await Promise.all(forged);
    expect(new Set(answers.map(({ error }) => error?.code))).toEqual(new Set(['proof_wanted']));
    // Of the processor: what the machine does beside is not the flood's.
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1_000).toBeLessThan(15_000);
    expect(await visitorsOf()).toBe(before);
    expect((await open({ visitor_token: known.visitor_token })).body.consumer).toBe(known.consumer);
    expect((await open({ proof: solve(await asked()) })).status).toBe(200);
    await socket.close();
  });
});

describe('[V9] whoever brings no proof', () => {
  test('gets in by waiting as long as it was told, and by nothing else', async () => {
    flood();
    const first = await open({});
    const wait = Number(first.headers.get('retry-after'));
    clock = (wait - 2) * 1_000;
    const early = await open({});
    expect(early.status).toBe(429);
    // Of less than a second more than two that second may have passed by now.
    expect([1, 2]).toContain(Number(early.headers.get('retry-after')));
    clock = wait * 1_000;
    expect((await open({})).status).toBe(200);
    // One of an address at a time.
    expect((await open({})).status).toBe(429);
    expect((await open({}, { ip: '198.51.100.8' })).status).toBe(429);
  });

  test('comes in up to so many a minute; who waited in vain is told when there will be room', async () => {
    flood();
    const from = (n: number) => ({ siteId: site.id, ip: `172.20.${n >> 8}.${n & 255}`, proof: undefined });
    const most = FLOOD.waited[0];
    for (let n = 0; n <= most; n++) expect(() => admit(one.core, from(n))).toThrow(/Very many/);
    clock = 60_000;
    const ways = Array.from({ length: most }, (_, n) => admit(one.core, from(n)).way);
    expect(new Set(ways)).toEqual(new Set(['wait']));
    expect(() => admit(one.core, from(most))).toThrow(/Very many/);
    // Those with a proof are let in all the same.
    expect((await open({ proof: solve(await asked()) })).status).toBe(200);
  });

  test('is told how long in a page of another origin too', async () => {
    flood();
    const body = JSON.stringify({});
    const headers = { origin: 'http://parley.test', 'content-type': 'text/plain', 'x-forwarded-for': HOME };
    const refused = await fetch(`${one.url}/api/widget/${site.slug}/session`, { method: 'POST', body, headers });
    expect([refused.status, refused.headers.get('access-control-expose-headers')]).toEqual([429, 'retry-after']);
  });

  test('makes nothing dearer: the price grows with the proofs that are taken, up to a bound', async () => {
    flood(one, site, FLOOD.unasked[0] * 4);
    expect((await asked()).bits).toBe(PROOF_BITS.least);
    const paid = (times: number) => {
      for (let n = 0; n < times; n++) admitted(one.core, site.id, 'proof');
    };
    paid(FLOOD.unasked[0] + 1);
    expect((await asked()).bits).toBe(PROOF_BITS.least + 1);
    paid(FLOOD.unasked[0]);
    expect((await asked()).bits).toBe(PROOF_BITS.least + 2);
    paid(FLOOD.unasked[0] * 20);
    expect((await asked()).bits).toBe(PROOF_BITS.most);
  });

  test('still gets in where more proofs come than the server takes', async () => {
    flood();
    const proof = solve(await asked());
    for (let n = 0; n < FLOOD.proven[0]; n++) admitted(one.core, site.id, 'proof');
    const refused = await open({ proof });
    expect([refused.status, refused.error?.code]).toEqual([429, 'rate_limited']);
    clock = Number(refused.headers.get('retry-after')) * 1_000;
    expect((await open({})).status).toBe(200);
  });
});

test('the figures tell how new visitors came in, and which proofs were none', async () => {
  const figures = async () => (await (await fetch(`${one.url}/metrics`)).text()).split('\n');
  const value = async (series: string) =>
    Number(
      (await figures())
        .find((line) => line.startsWith(`${series} `))
        ?.split(' ')
        .at(-1) ?? 0,
    );
  const series = [
    'parley_new_visitors_total{way="unasked"}',
    'parley_new_visitors_total{way="proof"}',
    'parley_new_visitors_total{way="wait"}',
    'parley_proofs_refused_total{why="malformed"}',
    'parley_proofs_refused_total{why="used"}',
  ];
  const all = () => Promise.all(series.map(value));
  const before = await all();
  await open({});
  flood();
  const refused = await open({});
  const proof = solve(challengeOf(refused));
  await open({ proof });
  await open({ proof });
  await open({ proof: 'x' });
  clock = 60_000;
  await open({});
  const after = await all();
  expect(after.map((now, i) => now - (before[i] as number))).toEqual([1, 1, 1, 1, 1]);
});
