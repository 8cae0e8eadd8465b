/** Holds that a site which asks for consent hears nothing without it, and that addresses are kept as far as the site says. */
import type { Consent, PrivacySettings } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chat, connect, type Frame, openVisitor, type Visitor } from '../../test/client.ts';
import { call, createAgent, createSite, createUser, type NewAgent, type NewSite, PASSWORD } from '../../test/create.ts';
import { dump } from '../../test/dump.ts';
import { type Mailbox, startMailbox } from '../../test/mailbox.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let mailbox: Mailbox;
let server: TestServer;
let site: NewSite;
let admin: NewAgent;
const written: string[] = [];

beforeAll(async () => {
  mailbox = await startMailbox();
  server = await startTestServer({
    worker: true,
    env: { SMTP_URL: mailbox.url, LOG_LEVEL: 'trace', TRUST_PROXY: 'on' },
    logTo: { write: (line) => void written.push(line) },
  });
});
afterAll(async () => {
  await server.close();
  await mailbox.close();
});
beforeEach(async () => {
  site = await createSite(server.core);
  admin = await createAgent(server.core, site, { role: 'admin' });
});

const put = (body: object, token = admin.token, headers: Record<string, string> = {}) =>
  call<{ privacy: PrivacySettings }>(server, '/api/privacy/settings', { method: 'PUT', body, token, headers });
const ask = (text = 'We keep what you write.', policy_url: string | null = 'https://shop.test/privacy') =>
  put({ consent: { text, policy_url } });
type Opened = Visitor & { config: { consent?: Consent } };
const open = async (body: object = {}, headers: Record<string, string> = {}) =>
  (await call<Opened>(server, `/api/widget/${site.slug}/session`, { body, headers })).body;
const query = async <Row = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  (await server.core.database.pool.query(text, values)).rows as Row[];
const say = { message: { content: 'Hello' } };
const codes = (frames: readonly Frame[]) => frames.map(({ code }) => code);

describe('consent', () => {
  test('[D4] [D5] nothing that a visitor says or leaves is taken without, whichever way it comes; and all of it after', async () => {
    await ask();
    const visitor = await open();
    expect(visitor.config.consent).toEqual({
      version: 1,
      text: 'We keep what you write.',
      policy_url: 'https://shop.test/privacy',
    });
    const socket = await chat(server, site.slug, visitor);
    const every = () =>
      [
        ['leave_email', { email: 'kim@visitor.test' }],
        ['new_room', { consumer: visitor.consumer }],
        ['new_message', say],
        ['request_person', {}],
      ] as const;
    for (const [command, params] of every()) {
      expect([command, await socket.call(command, params)]).toMatchObject([
        command,
        { code: 'consent_required', retry: false, message: expect.stringContaining('Agree') },
      ]);
    }
    const room = `${site.slug} ${visitor.consumer}`;
    const http = await call(server, '/api/messages', { body: { room, ...say }, token: visitor.access_token });
    expect([http.status, http.error?.code]).toEqual([403, 'consent_required']);
    expect(await query('select 1 from rooms where site_id = $1', [site.id])).toEqual([]);
    expect(await socket.call('give_consent', { version: 2 })).toMatchObject({
      code: 'consent_changed',
      message: expect.stringContaining('Open a session again'),
    });

    // Another socket of the same visitor, which hears nothing of it.
    const other = await chat(server, site.slug, visitor);
    expect(await socket.call('give_consent', { version: 1 })).toMatchObject({ version: 1 });
    expect(await socket.call('give_consent', { version: 1 })).toMatchObject({ version: 1 });
    expect(codes([await socket.call('new_message', say), await other.call('new_message', say)])).toEqual([
      undefined,
      undefined,
    ]);
    for (const [command, params] of every()) expect((await other.call(command, params)).code).toBeUndefined();
    const [given, ...more] = await query('select version, given_at from consents where visitor_id = $1', [
      visitor.consumer,
    ]);
    expect([given, more]).toEqual([{ version: 1, given_at: expect.any(Date) }, []]);
    expect((await open({ visitor_token: visitor.visitor_token })).config.consent).toBeUndefined();
  });

  test('[D4] [D5] is asked of users as of anybody', async () => {
    const user = await createUser(server.core, site);
    await ask();
    const socket = await connect(server, `/ws/chat/${site.slug}/${user.consumer}`, user.token);
    expect((await socket.call('new_message', say)).code).toBe('consent_required');
    expect(await socket.call('give_consent', { version: 1 })).toMatchObject({ version: 1 });
    expect((await socket.call('new_message', say)).code).toBeUndefined();
    const again = await connect(server, `/ws/chat/${site.slug}/${user.consumer}`, user.token);
    expect((await again.call('new_message', say)).code).toBeUndefined();
  });

  test('[D4] may be given in the session call, as a client of one’s own does', async () => {
    await ask();
    const visitor = await open({ consent: 1 });
    expect(visitor.config.consent).toBeUndefined();
    const socket = await chat(server, site.slug, visitor);
    expect((await socket.call('new_message', say)).code).toBeUndefined();
    expect((await open({ consent: 7 })).config.consent?.version).toBe(1);
  });

  test('[D5] another text asks anew, and the consent to the first one stays known with its words', async () => {
    await ask('First.');
    const visitor = await open({ consent: 1 });
    expect((await ask('Second.')).body.privacy.consent?.version).toBe(2);
    const again = await open({ visitor_token: visitor.visitor_token });
    expect(again.config.consent).toMatchObject({ version: 2, text: 'Second.' });
    const socket = await chat(server, site.slug, again);
    expect((await socket.call('new_message', say)).code).toBe('consent_required');
    // Off and on again with the same words: who has agreed is not asked.
    await socket.call('give_consent', { version: 2 });
    await put({ consent: null });
    expect((await ask('Second.')).body.privacy.consent?.version).toBe(2);
    expect((await open({ visitor_token: visitor.visitor_token })).config.consent).toBeUndefined();
    const known = await query(
      `select t.text from consents c join consent_texts t using (site_id, version) where visitor_id = $1 order by version`,
      [visitor.consumer],
    );
    expect(known).toEqual([{ text: 'First.' }, { text: 'Second.' }]);
  });

  test('[D5] is asked of nobody where the site wants none, nor any more once it is taken back', async () => {
    const visitor = await open();
    expect(visitor.config).not.toHaveProperty('consent');
    const socket = await chat(server, site.slug, visitor);
    expect((await socket.call('give_consent', { version: 1 })).code).toBe('consent_changed');
    await ask();
    // Open since before: it comes back, and is asked.
    expect(await socket.closed).toBe(4401);
    const late = await openVisitor(server, site.slug);
    const refused = await chat(server, site.slug, late);
    expect((await refused.call('new_message', say)).code).toBe('consent_required');
    await put({ consent: null });
    expect((await refused.call('new_message', say)).code).toBeUndefined();
  });

  test('[D5] without it nothing is kept of where a visitor is and comes from', async () => {
    const origin = server.url;
    const body = { page: `${origin}/tents`, referrer: 'https://search.test/', language: 'pt' };
    const kept = async ({ consumer }: Visitor) =>
      (await query('select page, referrer, language from visitors where id = $1', [consumer]))[0];
    await ask();
    const visitor = await open(body, { origin });
    expect(await kept(visitor)).toEqual({ page: null, referrer: null, language: null });
    await open({ ...body, visitor_token: visitor.visitor_token }, { origin });
    expect(await kept(visitor)).toEqual({ page: null, referrer: null, language: null });
    await open({ ...body, visitor_token: visitor.visitor_token, consent: 1 }, { origin });
    expect(await kept(visitor)).toEqual(body);
  });

  test('its settings are refused when they are none, shown to agents, and changed by admins alone', async () => {
    expect((await ask('  ')).error?.fields).toHaveProperty(['consent.text']);
    for (const url of ['javascript:alert(1)', 'ftp://x.test/', 'shop.test', 'https://a:b@shop.test/'])
      expect((await ask('Yes?', url)).error?.fields).toHaveProperty(['consent.policy_url']);
    const agent = await createAgent(server.core, site);
    expect((await put({ consent: null }, agent.token)).error?.code).toBe('forbidden');
    await ask('Yes?', null);
    const seen = await call<{ privacy: PrivacySettings }>(server, '/api/privacy/settings', { token: agent.token });
    expect(seen.body.privacy).toEqual({
      consent: { version: 1, text: 'Yes?', policy_url: null },
      addresses: 'network',
    });
    const entries = await query(`select details from audit_log where site_id = $1`, [site.id]);
    expect(entries).toEqual([{ details: { fields: ['consent'] } }]);
  });
});

describe('[D6] addresses', () => {
  const V4 = '203.0.113.77';
  const V6 = '2001:db8:77:66:55:44:33:22';
  /** Everything that one may do from an address, well and badly. */
  async function live(ip: string): Promise<void> {
    const headers = { 'x-forwarded-for': ip };
    const visitor = await open({}, headers);
    const socket = await connect(server, `/ws/chat/${site.slug}/${visitor.consumer}`, visitor.access_token, headers);
    await socket.call('new_message', say);
    await socket.call('nonsense');
    socket.send('not JSON');
    await socket.close();
    await call(server, '/api/messages', { headers, token: 'no.such.token' });
    await call(server, '/api/users/login', { headers, body: { email: admin.email, password: PASSWORD } });
    await call(server, '/api/users/login', { headers, body: { email: admin.email, password: 'wrong' } });
    await call(server, '/api/users/password/forgot', { headers, body: { email: admin.email } });
    const inbox = await connect(server, `/ws/room/${site.slug}`, admin.token, headers);
    const room = `${site.slug} ${visitor.consumer}`;
    await inbox.call('redact_message', { room, seq: 1 });
    await inbox.call('request_erasure', { consumer: visitor.consumer });
    await inbox.call('invite_agent', { email: `x${Math.random()}@team.test`, name: 'X', role: 'agent' });
    await inbox.call('update_site', { name: ip });
    await inbox.call('update_site', { name: 'Acme' });
    await inbox.close();
    server.core.log.error(
      { err: new Error(`read ECONNRESET ${ip}:443`), reason: `refused by ${ip}` },
      'from elsewhere',
    );
  }
  const networks = () =>
    query<{ address: string | null }>('select distinct address from audit_log where site_id = $1', [site.id]);

  test('whole ones stand nowhere in the database and in no line of the log; in the audit log their networks', async () => {
    await live(V4);
    await live(V6);
    const all = (await dump(server.core.database.pool)) + written.join('');
    const whole = [V4, '.113.77', V6, '2001:db8:77:66', ':33:22'];
    expect(all.split('\n').filter((line) => whole.some((part) => line.includes(part)))).toEqual([]);
    expect(await networks()).toEqual(
      expect.arrayContaining([{ address: '203.0.113.0/24' }, { address: '2001:db8:77::/48' }]),
    );
    expect(written.join('')).toContain('read ECONNRESET 203.0.113.0/24:443');
  });

  test('where the site wants none kept, not even their networks', async () => {
    await put({ addresses: 'none' }, admin.token, { 'x-forwarded-for': V4 });
    await live(V4);
    await live(V6);
    expect(await networks()).toEqual([{ address: null }]);
    await put({ addresses: 'network' }, admin.token, { 'x-forwarded-for': V4 });
    expect(await networks()).toHaveLength(2);
  });
});
