/** Holds the audit log: written with the deed or not at all, never changed, narrowed and paged, and silent about what was said. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AUDIT_ACTIONS, type AuditEntry } from '@parley/protocol';
import { sql } from 'kysely';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chat, openVisitor } from '../../test/client.ts';
import { call, createAgent, createSite, createUser, type NewAgent, type NewSite, PASSWORD } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { makeToken } from '../accounts/one-time-tokens.ts';
import { audited, type Deed } from '../core/deeds.ts';
import { uuidv7 } from '../core/ids.ts';
import { cleanUp } from '../retention/clean-up.ts';

let server: TestServer;
let site: NewSite;
let admin: NewAgent;

beforeAll(async () => {
  server = await startTestServer();
  site = await createSite(server.core, { slug: 'acme' });
  admin = await createAgent(server.core, site, { role: 'admin', name: 'Ada' });
});
afterAll(() => server.close());

const tell = (deed: Omit<Deed, 'siteId'>, of = site) =>
  server.core.db.transaction().execute((tx) => server.core.events.emit(audited, tx, { siteId: of.id, ...deed }));
const list = async (query: Record<string, string> = {}, token = admin.token) =>
  (
    await call<{ entries: AuditEntry[]; next: string | null }>(server, `/api/audit?${new URLSearchParams(query)}`, {
      token,
    })
  ).body;
const newest = async () => (await list({ limit: '1' })).entries[0];

describe('what is done is written down', () => {
  test('[U1] with who, whom, when and from which network; not at all when the transaction fails', async () => {
    const put = (body: object) => call(server, '/api/site', { method: 'PUT', body, token: admin.token });
    await put({ name: 'Acme & Sons', retention_days: 9 });
    expect(await newest()).toEqual({
      id: expect.any(String),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      actor: { kind: 'agent', id: admin.id, name: 'Ada' },
      action: 'site_changed',
      subject: null,
      details: { fields: ['name', 'retention_days'] },
      address: '127.0.0.0/24',
    });
    const failing = server.core.db.transaction().execute(async (tx) => {
      await server.core.events.emit(audited, tx, { siteId: site.id, by: { kind: 'system' }, action: 'bot_changed' });
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect((await newest())?.action).toBe('site_changed');
  });

  test('by the commands of articles, answers, the bot and the team', async () => {
    const { token } = admin;
    const article = { title: 'Opening hours', body: 'We keep a secret here.' };
    const { body } = await call<{ article: { id: string } }>(server, '/api/articles', { body: article, token });
    await call(server, `/api/articles/${body.article.id}`, {
      method: 'PUT',
      body: { ...article, title: 'Hours' },
      token,
    });
    await call(server, `/api/articles/${body.article.id}`, { method: 'DELETE', token });
    const answer = { title: 'Hi', triggers: ['hi'], content: 'Hello', quick_replies: [] };
    const made = await call<{ answer: { id: string } }>(server, '/api/answers', { body: answer, token });
    await call(server, `/api/answers/${made.body.answer.id}`, { method: 'PUT', body: answer, token });
    await call(server, `/api/answers/${made.body.answer.id}`, { method: 'DELETE', token });
    await call(server, '/api/chatbot', { body: { enabled: false, greeting: 'Welcome' }, token });
    await call(server, '/api/agents', { body: { email: 'kim@team.test', name: 'Kim', role: 'agent' }, token });
    const { entries } = await list({ limit: '8' });
    expect(entries.map(({ action, subject, details }) => [action, subject?.name, details])).toEqual([
      ['agent_invited', 'Kim', { email: 'k***@team.test', to: 'agent' }],
      ['bot_changed', undefined, { to: '2', fields: ['enabled', 'greeting'] }],
      ['answer_deleted', 'Hi', {}],
      ['answer_changed', 'Hi', {}],
      ['answer_created', 'Hi', {}],
      ['article_deleted', 'Hours', {}],
      ['article_changed', 'Hours', {}],
      ['article_created', 'Opening hours', {}],
    ]);
  });

  test('[U2] redacting another’s message names the room and not the words; one’s own is nobody’s business', async () => {
    const visitor = await openVisitor(server, 'acme');
    const socket = await chat(server, 'acme', visitor);
    await socket.call('new_message', { message: { content: 'my card is 4111' } });
    await socket.call('new_message', { message: { content: 'and this too' } });
    const room = `acme ${visitor.consumer}`;
    await call(server, '/api/messages/redact', { body: { room, seq: 1 }, token: admin.token });
    expect(await newest()).toMatchObject({
      action: 'message_redacted',
      subject: { kind: 'room', id: visitor.consumer },
      details: {},
    });
    const { id } = (await newest()) as AuditEntry;
    await socket.call('redact_message', { seq: 2 });
    expect((await newest())?.id).toBe(id);
    await socket.close();
  });

  describe('[U4] how the team comes in', () => {
    const login = (body: object) =>
      call<{ access_token: string }>(server, '/api/users/login', { body: { password: PASSWORD, ...body } });
    /** Kim, of two teams, and what their logs say of it, oldest first. */
    const onTwoTeams = async () => {
      const [here, there] = [await createSite(server.core), await createSite(server.core)];
      const kim = await createAgent(server.core, here, { name: 'Kim' });
      const membership = { site_id: there.id, account_id: kim.id, role: 'agent' as const };
      await server.core.db.insertInto('memberships').values(membership).execute();
      const bosses = [
        await createAgent(server.core, here, { role: 'owner' }),
        await createAgent(server.core, there, { role: 'owner' }),
      ];
      const logs = () => Promise.all(bosses.map(async ({ token }) => (await list({}, token)).entries.toReversed()));
      const actions = async () => (await logs()).map((entries) => entries.map(({ action }) => action));
      return { kim, logs, actions };
    };

    test('is told by sign-ins and ended sessions where one signed in to, and by passwords everywhere', async () => {
      const { kim, logs, actions } = await onTwoTeams();
      const first = (await login({ email: kim.email })).body.access_token;
      await login({ email: kim.email });
      await login({ email: kim.email, password: 'a wrong one of tests' });
      await call(server, '/api/users/sessions/revoke_others', { body: {}, token: first });
      const said = { password: PASSWORD, new_password: 'changed with some care' };
      await call(server, '/api/users/password/change', { body: said, token: first });
      const link = await makeToken(server.core, server.core.db, 'reset', kim.id);
      const chosen = await call(server, '/api/users/password', { body: { token: link, password: 'chosen with care' } });
      expect(chosen.status).toBe(200);
      expect(await actions()).toEqual([
        ['signed_in', 'signed_in', 'sessions_ended', 'password_changed', 'password_reset', 'signed_in'],
        ['password_changed', 'password_reset'],
      ]);
      const [[came, , ended] = []] = await logs();
      expect(came).toMatchObject({ actor: { kind: 'agent', name: 'Kim' }, subject: null, address: '127.0.0.0/24' });
      // The factory's own session is the other one.
      expect(ended).toMatchObject({ subject: { id: kim.id }, details: { count: 2 } });
    });

    test('and by the second step, of which a wrong code is told as nobody’s deed', async () => {
      const { kim, logs, actions } = await onTwoTeams();
      const { token } = kim;
      const { secret } = (
        await call<{ secret: string }>(server, '/api/users/two_factor', { body: { password: PASSWORD }, token })
      ).body;
      const { recovery_codes } = (
        await call<{ recovery_codes: string[] }>(server, '/api/users/two_factor/confirm', {
          body: { code: generateSync({ secret }) },
          token,
        })
      ).body;
      expect((await login({ email: kim.email })).error?.code).toBe('two_factor_required');
      expect((await login({ email: kim.email, code: 'xxxxx-xxxxx' })).error?.code).toBe('wrong_code');
      expect((await login({ email: kim.email, code: recovery_codes[0] })).status).toBe(200);
      const off = { password: PASSWORD, code: recovery_codes[1] };
      await call(server, '/api/users/two_factor/off', { body: off, token });
      expect(await actions()).toEqual([
        ['two_factor_on', 'sign_in_refused', 'signed_in', 'two_factor_off'],
        ['two_factor_on', 'sign_in_refused', 'two_factor_off'],
      ]);
      const [[, refused] = []] = await logs();
      expect(refused).toMatchObject({
        actor: { kind: 'nobody', id: null, name: null },
        subject: { kind: 'agent', id: kim.id, name: 'Kim' },
        details: {},
        address: '127.0.0.0/24',
      });
    });

    test('and from nowhere where the site keeps no addresses; of end customers nothing', async () => {
      const { kim, logs, actions } = await onTwoTeams();
      await sql`update sites set addresses = 'none'`.execute(server.core.db);
      await login({ email: kim.email });
      await sql`update sites set addresses = 'network'`.execute(server.core.db);
      expect((await logs())[0]?.map(({ address }) => address)).toEqual([null]);
      const before = await actions();
      const { site_id, slug } = await server.core.db
        .selectFrom('memberships as m')
        .innerJoin('sites as s', 's.id', 'm.site_id')
        .select(['m.site_id', 's.slug'])
        .where('m.account_id', '=', kim.id)
        .executeTakeFirstOrThrow();
      const user = await createUser(server.core, { id: site_id, slug });
      expect((await login({ email: user.email })).status).toBe(200);
      expect(await actions()).toEqual(before);
    });
  });

  test('every action of the list is told of somewhere', () => {
    const src = fileURLToPath(new URL('../', import.meta.url));
    const said = globSync('**/*.ts', { cwd: src, exclude: ['**/*.test.ts'] }).map((file) =>
      readFileSync(src + file, 'utf8'),
    );
    expect(AUDIT_ACTIONS.filter((action) => !said.some((text) => text.includes(`'${action}'`)))).toEqual([]);
  });
});

test('[U2] whole addresses and tokens are not written down, whoever tells of them', async () => {
  const token = 'x'.repeat(43);
  await tell({
    by: { kind: 'system' },
    action: 'bot_changed',
    subject: { kind: 'team', id: '1', name: `for ${token}` },
    details: { email: 'mia.long@team.test', from: 'see bob@x.test', fields: [token] },
    ip: '2001:db8:7:1::5',
  });
  const { rows } = await sql<{ line: string }>`
    select row_to_json(l)::text as line from audit_log l order by at desc, id desc limit 1`.execute(server.core.db);
  expect(rows[0]?.line).not.toMatch(/mia|bob|xxx|:1::5/);
  expect(await newest()).toMatchObject({
    actor: { kind: 'system', id: null, name: null },
    subject: { name: 'for [token]' },
    details: { email: 'm***@team.test', from: 'see b***@x.test', fields: ['[token]'] },
    address: '2001:db8:7::/48',
  });
});

describe('[U1] nothing is changed or removed', () => {
  const by = { kind: 'system' } as const;
  const refused = 'the audit log is only added to';

  test('by no statement', async () => {
    await tell({ by, action: 'bot_changed' });
    const { pool } = server.core.database;
    await expect(pool.query(`update audit_log set action = 'x'`)).rejects.toThrow(refused);
    await expect(pool.query('delete from audit_log')).rejects.toThrow(refused);
    await expect(pool.query('truncate audit_log')).rejects.toThrow(refused);
    await expect(pool.query('truncate sites cascade')).rejects.toThrow(refused);
  });

  test('but by the daily clean-up after 400 days, and with the whole site', async () => {
    const gone = await createSite(server.core);
    await tell({ by, action: 'bot_changed' }, gone);
    await server.core.db.deleteFrom('sites').where('id', '=', gone.id).execute();
    const kept = await createSite(server.core);
    const row = (days: number) => sql`insert into audit_log (site_id, id, at, actor_kind, action)
      values (${kept.id}, ${uuidv7()}, now() - ${days} * interval '1 day', 'system', ${`after ${days}`})`;
    for (const days of [399, 401, 500]) await row(days).execute(server.core.db);
    await cleanUp(server.core, {}, { attempt: 1, maxAttempts: 1, signal: new AbortController().signal });
    const left = await server.core.db
      .selectFrom('audit_log')
      .select('action')
      .where('site_id', 'in', [gone.id, kept.id])
      .execute();
    expect(left).toEqual([{ action: 'after 399' }]);
  });
});

describe('[U3] the list', () => {
  test('is paged without gaps or repetitions while entries are added, and narrowed by who, what and when', async () => {
    const other = await createSite(server.core, { slug: 'other' });
    const [boss, mate] = [
      await createAgent(server.core, other, { role: 'owner' }),
      await createAgent(server.core, other),
    ];
    // At the same millisecond too: the id decides.
    const told = Array.from({ length: 25 }, (_, n) => ({
      id: uuidv7(),
      at: new Date(Date.UTC(2026, 0, 1, 0, Math.floor(n / 4))),
      actor: n % 3 === 0 ? mate.id : n % 3 === 1 ? boss.id : null,
      action: n % 2 ? 'bot_changed' : 'site_changed',
    }));
    for (const { id, at, actor, action } of told) {
      await sql`insert into audit_log (site_id, id, at, actor_kind, actor_id, action)
        values (${other.id}, ${id}, ${at}, ${actor ? 'agent' : 'system'}, ${actor}, ${action})`.execute(server.core.db);
    }
    const order = told
      .toSorted((a, b) => b.at.getTime() - a.at.getTime() || (b.id > a.id ? 1 : -1))
      .map(({ id }) => id);
    const walk = async (query: Record<string, string>) => {
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await list({ ...query, limit: '7', ...(cursor && { cursor }) }, boss.token);
        ids.push(...page.entries.map(({ id }) => id));
        cursor = page.next;
        await tell({ by: { kind: 'system' }, action: 'answer_created' }, other);
      } while (cursor);
      return ids;
    };
    const until = '2026-06-01T00:00:00Z';
    const of = (which: (deed: (typeof told)[number]) => boolean) =>
      order.filter((id) => which(told.find((deed) => deed.id === id) as (typeof told)[number]));
    expect(await walk({ until })).toEqual(order);
    expect(await walk({ until, actor: mate.id })).toEqual(of(({ actor }) => actor === mate.id));
    expect(await walk({ until, actor: 'system' })).toEqual(of(({ actor }) => actor === null));
    expect(await walk({ action: 'site_changed' })).toEqual(of(({ action }) => action === 'site_changed'));
    const [since, end] = ['2026-01-01T00:02:00Z', '2026-01-01T00:04:00Z'];
    const between = of(({ at }) => at >= new Date(since) && at < new Date(end));
    expect(between).toHaveLength(8);
    expect(await walk({ since, until: end })).toEqual(between);
  });

  test('refuses what it does not understand, and agents who do not manage the site', async () => {
    const asked = (query: string, token = admin.token) => call(server, `/api/audit?${query}`, { token });
    for (const [query, field] of [
      ['since=yesterday', 'since'],
      ['until=2026-99-01', 'until'],
      ['cursor=x', 'cursor'],
      ['actor=me', 'actor'],
      ['limit=0', 'limit'],
    ] as const) {
      expect((await asked(query)).error).toMatchObject({ code: 'invalid', fields: { [field]: expect.any(String) } });
    }
    const agent = await createAgent(server.core, site);
    expect((await asked('', agent.token)).error?.code).toBe('forbidden');
  });
});
