/** Signing up and in where one talks: one account on several devices, whoever would like to have what is not theirs, and its end. */
import { randomUUID } from 'node:crypto';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chat, connect, openVisitor, type Visitor } from '../../test/client.ts';
import { call, createAgent, createSite, createUser, type NewAgent, type NewSite, PASSWORD } from '../../test/create.ts';
import { startNodes, type TestNodes } from '../../test/nodes.ts';
import type { TestServer } from '../../test/server.ts';
import { sayTo, wordsOf } from '../../test/talk.ts';
import { newSecret, signedIdentity } from '../../test/vouching.ts';
import { startGuard } from '../accounts/guard.ts';
import { makeToken } from '../accounts/one-time-tokens.ts';
import { hashToken, newOpaqueToken } from '../core/tokens.ts';

let nodes: TestNodes;
let one: TestServer;
let two: TestServer;
let acme: NewSite;
let admin: NewAgent;
let clock = 0;

beforeAll(async () => {
  nodes = await startNodes('two nodes and heartbeats', { now: () => Date.now() + clock, env: { TRUST_PROXY: 'on' } });
  ({ one, two } = nodes);
  acme = await createSite(one.core, { slug: 'acme', origins: ['https://acme.test'] });
  admin = await createAgent(one.core, acme, { role: 'admin' });
  const on = await call(one, '/api/site', { method: 'PUT', body: { visitor_accounts: true }, token: admin.token });
  expect(on.body.site).toMatchObject({ visitor_accounts: true });
  const other = await createSite(one.core, { slug: 'other' });
  await one.core.db.updateTable('sites').set({ visitor_accounts: true }).where('id', '=', other.id).execute();
});
afterAll(() => nodes.close());

interface Session extends Visitor {
  readonly room: { key: string; head: number } | null;
  readonly config: {
    accounts?: { me: { email: string; email_verified: boolean } | null };
    signed_out?: boolean;
    consent?: { version: number };
  };
}
interface At {
  readonly server?: TestServer;
  readonly site?: string;
  readonly headers?: Record<string, string>;
}
const post = (path: string, body: object, { server = one, site = 'acme', headers = {} }: At = {}) =>
  call<Session>(server, `/api/widget/${site}/${path}`, { body, headers });
const open = async (body: object = {}, at: At = {}): Promise<Session> => {
  const answer = await post('session', body, at);
  expect(answer.status).toBe(200);
  return answer.body;
};
const address = () => `kim-${randomUUID()}@customer.test`;
const chosen = (password = PASSWORD) => ({ password, password_confirm: password });
const signUp = async (body: object = {}, at: At = {}): Promise<Session & { email: string }> => {
  const email = address();
  const answer = await post('sign-up', { email, ...chosen(), ...body }, at);
  expect(answer.error).toBeUndefined();
  expect(answer.status).toBe(201);
  return { ...answer.body, email };
};
const signIn = (email: string, body: object = {}, at: At = {}) =>
  post('sign-in', { email, password: PASSWORD, ...body }, at);

/** Somebody who has talked, with an account since then. */
const talker = async (content = 'before signing up') => {
  const { visitor_token, consumer, access_token } = await openVisitor(one, 'acme');
  await sayTo(one, { visitor_token, consumer, access_token }, content);
  return { before: visitor_token, ...(await signUp({ visitor_token })) };
};
const roomOf = async (consumer: string) =>
  (
    await call<{ rooms: { contact: object }[] }>(one, `/api/room?room=${encodeURIComponent(`acme ${consumer}`)}`, {
      token: admin.token,
    })
  ).body.rooms[0];

describe('[J2] signing up', () => {
  test('keeps the conversation, and the same account brings it to a second device, on another node', async () => {
    const first = await talker();
    expect(first.config.accounts).toEqual({ me: { email: first.email, email_verified: false } });
    expect(first.room?.key).toBe(first.consumer);
    expect(await wordsOf(one, first)).toEqual(['before signing up', 'Visitor signed in']);
    const second = (await signIn(first.email, {}, { server: two })).body;
    expect(second.consumer).toBe(first.consumer);
    expect(second.visitor_token).not.toBe(first.visitor_token);
    await sayTo(two, second, 'from the phone');
    expect(await wordsOf(one, await open({ visitor_token: first.visitor_token }))).toEqual([
      'before signing up',
      'Visitor signed in',
      'from the phone',
    ]);
    // And so it is on the next page, on each of them.
    const next = await open({ visitor_token: second.visitor_token }, { server: two });
    expect(next).toMatchObject({ consumer: first.consumer, config: { accounts: { me: { email: first.email } } } });
  });

  test('makes a user as signing up elsewhere does, who signs in there too, and is told of by mail', async () => {
    const { email, consumer } = await signUp({ name: 'Kim Lee' });
    const { body } = await call<{ user: object }>(one, '/api/users/login', { body: { email, password: PASSWORD } });
    expect(body.user).toMatchObject({ email, email_verified: false, name: 'Kim Lee', role: 'user', consumer });
    const weak = { email: address(), ...chosen('password1234') };
    expect(await post('sign-up', weak)).toMatchObject({
      status: 422,
      error: { fields: { password: expect.any(String) } },
    });
    const twice = { email: address(), password: PASSWORD, password_confirm: 'another password of tests' };
    expect((await post('sign-up', twice)).error?.fields).toEqual({
      password_confirm: 'is not the same as the password',
    });
    expect((await post('sign-up', { email: 'a@b.test\r\nbcc: c@d.test', ...chosen() })).error?.fields).toHaveProperty(
      'email',
    );
  });

  test('as who is somebody already begins anew: by a mailed link, vouched for, or with an account', async () => {
    const visitor = await openVisitor(one, 'acme');
    await sayTo(one, visitor, 'mine');
    for (const change of [{ origin: 'mail' as const }, { origin: 'identity' as const }]) {
      await one.core.db.updateTable('visitor_tokens').set(change).where('visitor_id', '=', visitor.consumer).execute();
      const { consumer, room } = await signUp({ visitor_token: visitor.visitor_token });
      expect([consumer === visitor.consumer, room]).toEqual([false, null]);
    }
    await one.core.db
      .updateTable('visitor_tokens')
      .set({ origin: 'browser' })
      .where('visitor_id', '=', visitor.consumer)
      .execute();
    const first = await signUp({ visitor_token: visitor.visitor_token });
    const second = await signUp({ visitor_token: first.visitor_token });
    expect(first.consumer).toBe(visitor.consumer);
    expect(second.consumer).not.toBe(first.consumer);
    expect(second.room).toBeNull();
  });

  test('[E1] by REST is the same: nothing that came by a forwarded link or the site’s word becomes the account’s', async () => {
    const visitor = await openVisitor(one, 'acme');
    await sayTo(one, visitor, 'mine');
    const rest = async (token: string) => {
      const username = `kim-${randomUUID()}`.slice(0, 40);
      const body = { email: `${username}@customer.test`, username, ...chosen() };
      const answer = await call<{ user: { consumer: string } }>(one, '/api/users/signup', { body, token });
      expect(answer.status).toBe(201);
      return answer.body.user.consumer;
    };
    const resume = newOpaqueToken();
    const link = { site_id: acme.id, visitor_id: visitor.consumer, purpose: 'resume' as const };
    await one.core.db
      .insertInto('visitor_tokens')
      .values({ ...link, token_hash: hashToken(resume), expires_at: new Date(one.core.now() + 60_000) })
      .execute();
    const forwarded = await open({ resume_token: resume });
    expect(forwarded.consumer).toBe(visitor.consumer);
    const again = await open({ visitor_token: forwarded.visitor_token });
    for (const { access_token } of [forwarded, again]) expect(await rest(access_token)).not.toBe(visitor.consumer);
    const known = (external_id: string | null) =>
      one.core.db.updateTable('visitors').set({ external_id }).where('id', '=', visitor.consumer).execute();
    await known(randomUUID());
    expect(await rest(visitor.access_token)).not.toBe(visitor.consumer);
    await known(null);
    // The browser in which it was said has the rest of its ten minutes, and a link that it follows itself changes nothing.
    const own = await open({ visitor_token: visitor.visitor_token, resume_token: resume });
    expect(await rest(own.access_token)).toBe(visitor.consumer);
    expect(await rest(visitor.access_token)).not.toBe(visitor.consumer);
  });

  test('[E1] [J4] by REST signs the browser in too, and out with the account', async () => {
    const visitor = await openVisitor(one, 'acme');
    const before = await chat(one, 'acme', visitor);
    await before.call('new_message', { message: { content: 'mine' } });
    const username = `kim-${randomUUID()}`.slice(0, 40);
    const joined = await call<{ token: string; user: { consumer: string } }>(one, '/api/users/signup', {
      body: { email: `${username}@customer.test`, username, ...chosen() },
      token: visitor.access_token,
    });
    expect(await before.closed).toBe(4401);
    const { visitor_token } = visitor;
    const here = await open({ visitor_token }, { server: two });
    expect(here.consumer).toBe(visitor.consumer);
    expect(here.config.accounts?.me).toMatchObject({ email: `${username}@customer.test` });
    expect(await wordsOf(one, here)).toEqual(['mine', 'Visitor signed in']);
    const socket = await chat(two, 'acme', here);
    await call(one, '/api/users/logout', { body: {}, token: joined.body.token });
    const stop = startGuard(two.core, 50);
    expect(await socket.closed).toBe(4401);
    stop();
    const next = await open({ visitor_token });
    expect(next.consumer).not.toBe(visitor.consumer);
    expect(next.room).toBeNull();
    // And the other way round: the page's way out ends the sign-in.
    const [again, email] = [await openVisitor(one, 'acme'), address()];
    const body = { email, username: email.split('@')[0]?.slice(0, 40), ...chosen() };
    const user = await call<{ token: string }>(one, '/api/users/signup', { body, token: again.access_token });
    await post('sign-out', { visitor_token: again.visitor_token });
    expect((await call(one, '/api/users/me', { token: user.body.token })).status).toBe(401);
  });

  test('of many who sign up with one browser at once one keeps its conversation, and nobody sees another’s', async () => {
    for (let round = 0; round < 5; round++) {
      const visitor = await openVisitor(one, 'acme');
      await sayTo(one, visitor, 'mine');
      const all = await Promise.all(
        Array.from({ length: 4 }, (_, n) =>
          signUp({ visitor_token: visitor.visitor_token }, { server: n % 2 ? one : two }),
        ),
      );
      expect(new Set(all.map(({ consumer }) => consumer)).size).toBe(4);
      expect(all.filter(({ room }) => room?.key === visitor.consumer)).toHaveLength(1);
    }
  });
});

describe('[J3] signing in', () => {
  test('where only the browser has talked: its conversation is the account’s, on its other devices too', async () => {
    const phone = await signUp();
    const onPhone = await chat(one, 'acme', phone);
    const laptop = await openVisitor(one, 'acme');
    await sayTo(one, laptop, 'hello');
    const after = (await signIn(phone.email, { visitor_token: laptop.visitor_token })).body;
    expect(after.consumer).toBe(laptop.consumer);
    expect(await onPhone.closed).toBe(4401);
    const back = await open({ visitor_token: phone.visitor_token });
    expect(back).toMatchObject({ consumer: laptop.consumer, room: { key: laptop.consumer } });
    expect(await wordsOf(one, back)).toEqual(['hello', 'Visitor signed in']);
  });

  test('where both have talked: it goes on as the account’s, and the other conversation stays and says where', async () => {
    const account = await talker('at home');
    const work = await openVisitor(one, 'acme');
    await sayTo(one, work, 'at work');
    const after = (await signIn(account.email, { visitor_token: work.visitor_token })).body;
    expect(after.consumer).toBe(account.consumer);
    expect(await wordsOf(one, after)).toEqual(['at home', 'Visitor signed in']);
    const log = await call<{ messages: object[] }>(
      one,
      `/api/messages?room=${encodeURIComponent(`acme ${work.consumer}`)}`,
      { token: admin.token },
    );
    expect(log.body.messages.at(-1)).toMatchObject({ event: 'moved_on', goes_on: `acme ${account.consumer}` });
    // The account may not read it, and the browser's former token leads to nothing of the account's.
    expect((await open({ visitor_token: work.visitor_token })).consumer).toBe(work.consumer);
  });

  test('on two devices that have both talked, at once: one conversation becomes the account’s', async () => {
    for (let round = 0; round < 5; round++) {
      const { email } = await signUp();
      const browsers = await Promise.all([openVisitor(one, 'acme'), openVisitor(two, 'acme')]);
      await Promise.all(browsers.map((browser, n) => sayTo(n ? two : one, browser, `browser ${n}`)));
      const after = await Promise.all(
        browsers.map(({ visitor_token }, n) => signIn(email, { visitor_token }, { server: n ? two : one })),
      );
      expect(after[0]?.body.consumer).toBe(after[1]?.body.consumer);
      const winner = browsers.findIndex(({ consumer }) => consumer === after[0]?.body.consumer);
      expect(await wordsOf(one, after[0]?.body as Session)).toEqual([`browser ${winner}`, 'Visitor signed in']);
    }
  });

  test('takes the second step of an account that has one, and a remembered browser does not stand for it', async () => {
    const agent = await createAgent(one.core, acme);
    const { consumer } = await openVisitor(one, 'acme');
    await one.core.db
      .insertInto('users')
      .values({ site_id: acme.id, account_id: agent.id, visitor_id: consumer })
      .execute();
    const begun = await call<{ secret: string }>(one, '/api/users/two_factor', {
      body: { password: PASSWORD },
      token: agent.token,
    });
    const code = () => generateSync({ secret: begun.body.secret, epoch: Math.floor((Date.now() + clock) / 1_000) });
    await call(one, '/api/users/two_factor/confirm', { body: { code: code() }, token: agent.token });
    clock += 60_000;
    expect(await signIn(agent.email)).toMatchObject({ status: 401, error: { code: 'two_factor_required' } });
    expect((await signIn(agent.email, { code: '000000' })).error?.code).toBe('wrong_code');
    const passed = await signIn(agent.email, { code: code() });
    expect(passed.body).toMatchObject({ consumer, config: { accounts: { me: { email: agent.email } } } });
  });
});

describe('[J3] nothing of anybody’s is had', () => {
  test('by signing up with their address: neither the conversation of a visitor who left it nor an account’s', async () => {
    const left = await openVisitor(one, 'acme');
    const socket = await chat(one, 'acme', left);
    await socket.call('new_message', { message: { content: 'a secret' } });
    const email = address();
    await socket.call('leave_email', { email });
    await socket.close();
    const victim = await createUser(one.core, acme);
    for (const theirs of [email, victim.email]) {
      const answer = await post('sign-up', { email: theirs, ...chosen('quartz lantern sideways') });
      expect(answer.status).toBe(201);
      expect([left.consumer, victim.consumer]).not.toContain(answer.body.consumer);
      expect(answer.body.room).toBeNull();
      expect(answer.body.config.accounts?.me).toEqual({ email: theirs, email_verified: false });
    }
    // The victim comes in as ever, and so does the thief: each to their own.
    const own = await signIn(victim.email);
    expect(own.body.consumer).toBe(victim.consumer);
    expect(own.body.config.accounts?.me).toEqual({ email: victim.email, email_verified: true });
    const thief = await signIn(victim.email, { password: 'quartz lantern sideways' });
    expect(thief.body.consumer).not.toBe(victim.consumer);
  });

  test('[J6] by a guess: unknown, wrong, of another site, of an agent: one answer, and guessing is slowed down as everywhere', async () => {
    const other = await createSite(one.core);
    const foreign = await createUser(one.core, other);
    const known = await signUp();
    const answers = [
      await signIn(address()),
      await signIn(known.email, { password: 'a wild guess' }),
      await signIn(foreign.email),
      await signIn(admin.email),
      await signIn(known.email, {}, { site: 'other' }),
    ];
    for (const { status, error } of answers) expect([status, error]).toEqual([401, answers[0]?.error]);
    expect(answers[0]?.error?.code).toBe('invalid_credentials');
    const headers = { 'x-forwarded-for': '203.0.113.77' };
    const guess = (path: string) =>
      call(one, path, { body: { email: known.email, password: 'a wild guess' }, headers });
    for (let n = 0; n < 3; n++) await guess('/api/users/login');
    for (let n = 0; n < 2; n++) await guess('/api/widget/acme/sign-in');
    expect((await guess('/api/widget/acme/sign-in')).error?.code).toBe('rate_limited');
    expect((await guess('/api/users/login')).error?.code).toBe('rate_limited');
    expect((await signIn(known.email)).status).toBe(200);
  });

  test('[J1] where the site does not offer it, or from a page that it does not list', async () => {
    const closed = await createSite(one.core, { slug: 'closed' });
    const user = await createUser(one.core, closed);
    expect((await open({}, { site: 'closed' })).config).not.toHaveProperty('accounts');
    expect((await open()).config.accounts).toEqual({ me: null });
    for (const [path, body] of [
      ['sign-in', { email: user.email, password: PASSWORD }],
      ['sign-up', { email: address(), ...chosen() }],
    ] as const) {
      expect(await post(path, body, { site: 'closed' })).toMatchObject({ status: 403, error: { code: 'forbidden' } });
      const elsewhere = { headers: { origin: 'https://evil.test' } };
      expect((await post(path, body, elsewhere)).error?.code).toBe('origin_not_allowed');
      expect((await post(path, body, { site: 'nowhere' })).error?.code).toBe('site_not_found');
    }
    const { visitor_token, consumer } = await signUp();
    const out = await post('sign-out', { visitor_token }, { headers: { origin: 'https://evil.test' } });
    expect(out.error?.code).toBe('origin_not_allowed');
    // Of this site, and of no other.
    expect((await post('sign-out', { visitor_token }, { site: 'other' })).status).toBe(200);
    expect((await open({ visitor_token })).consumer).toBe(consumer);
    expect((await open({ visitor_token }, { site: 'other' })).consumer).not.toBe(consumer);
  });

  test('by a blocked visitor, as whoever it comes', async () => {
    const { email, consumer } = await signUp();
    const visitor = await openVisitor(one, 'acme');
    const block = (who: string) => call(one, '/api/blocks/visitors', { body: { consumer: who }, token: admin.token });
    await block(visitor.consumer);
    const { visitor_token } = visitor;
    expect((await signIn(email, { visitor_token })).error?.code).toBe('blocked');
    expect((await post('sign-up', { email: address(), ...chosen(), visitor_token })).error?.code).toBe('blocked');
    await block(consumer);
    expect((await signIn(email)).error?.code).toBe('blocked');
  });
});

describe('[J4] what the page gets', () => {
  test('is a visitor’s session: no cookie, and no way to the account', async () => {
    const { email } = await signUp();
    const answer = await signIn(email, {}, { headers: { origin: 'https://acme.test' } });
    expect(answer.cookie).toBe('');
    expect(answer.headers.get('set-cookie')).toBeNull();
    const { visitor_token, access_token } = answer.body;
    expect(one.core.tokens.verify(access_token)?.claims).toMatchObject({ kind: 'visitor' });
    expect(JSON.parse(Buffer.from(access_token.split('.')[1] as string, 'base64url').toString())).toMatchObject({
      aud: 'visitor',
    });
    for (const [path, body] of [
      ['/api/users/me', undefined],
      ['/api/users/sessions', undefined],
      ['/api/users/email', { email: address(), password: PASSWORD }],
      ['/api/tokens', undefined],
    ] as const) {
      const refused = await call(one, path, { token: access_token, ...(body && { body }) });
      expect([path, refused.error?.code]).toEqual([path, 'forbidden']);
    }
    // Nor is it worth anything as a cookie.
    for (const cookie of [
      `parley_session=${visitor_token}`,
      `parley_session=${visitor_token.replace('account-', '')}`,
    ]) {
      const fresh = await call(one, '/api/users/refresh', { body: {}, headers: { cookie, 'x-parley-session': '1' } });
      expect(fresh.status).toBe(401);
    }
  });

  const ends: [
    string,
    (user: { id: string; token: string; email: string; visitor_token: string }) => Promise<unknown>,
  ][] = [
    ['signing out there', ({ visitor_token }) => post('sign-out', { visitor_token })],
    [
      'another password',
      ({ token }) =>
        call(one, '/api/users/password/change', {
          body: { password: PASSWORD, new_password: 'velvet harbour sideways' },
          token,
        }),
    ],
    ['signing out everywhere else', ({ token }) => call(one, '/api/users/sessions/revoke_others', { body: {}, token })],
    [
      'a deactivation',
      async ({ id }) => {
        const token = await makeToken(one.core, one.core.db, 'deactivate', id);
        return call(one, '/api/users/deactivate/confirm', { body: { token } });
      },
    ],
    [
      'the account’s deletion',
      async ({ id }) => {
        const token = await makeToken(one.core, one.core.db, 'delete_account', id);
        return call(one, '/api/users/delete/confirm', { body: { token } });
      },
    ],
    [
      'a change that nobody was told of',
      ({ id }) =>
        one.core.db.updateTable('accounts').set({ deactivated_at: new Date() }).where('id', '=', id).execute(),
    ],
  ];
  test.each(ends)(
    'ends with %s: sockets within 5 seconds, on every node, and the device is somebody new',
    async (_how, end) => {
      const session = await talker();
      const { email, visitor_token, consumer, access_token, before } = session;
      const { body } = await call<{ user: { id: string }; token: string }>(one, '/api/users/login', {
        body: { email, password: PASSWORD },
      });
      const here = await chat(one, 'acme', session);
      const there = await chat(two, 'acme', session);
      const stops = [one, two].map(({ core }) => startGuard(core, 100));
      await end({ id: body.user.id, token: body.token, email, visitor_token });
      expect(await Promise.all([here.closed, there.closed])).toEqual([4401, 4401]);
      for (const stop of stops) stop();
      await expect(chat(two, 'acme', session)).rejects.toThrow('401');
      expect((await call(two, '/api/widget/email', { body: { email }, token: access_token })).status).toBe(401);
      for (const token of [visitor_token, before]) {
        const next = await open({ visitor_token: token }, { server: two });
        expect(next.consumer).not.toBe(consumer);
        expect([next.room, next.config.accounts]).toEqual([null, { me: null }]);
      }
      // [J5] Known by the token alone.
      expect((await open({ visitor_token })).config.signed_out).toBe(true);
      expect((await open()).config).not.toHaveProperty('signed_out');
    },
  );

  test('goes on while it is used, for 90 days at most, and 30 without use', async () => {
    const { visitor_token, consumer } = await signUp();
    const day = 86_400_000;
    const is = async () => (await open({ visitor_token })).consumer === consumer;
    try {
      for (const days of [29, 58, 87]) {
        clock = days * day;
        expect([days, await is()]).toEqual([days, true]);
      }
      clock = 91 * day;
      expect(await is()).toBe(false);
    } finally {
      clock = 0;
    }
  });
});

test('[J1] [I5] where the page says who is there it offers no account, and what is an account’s does not become that person’s', async () => {
  const identity = signedIdentity(await newSecret(one, admin.token), randomUUID());
  const account = await talker();
  const vouchedFor = await open({ identity, visitor_token: account.visitor_token });
  expect(vouchedFor.consumer).not.toBe(account.consumer);
  expect(vouchedFor.room).toBeNull();
  expect(vouchedFor.config).not.toHaveProperty('accounts');
  expect(vouchedFor.config).not.toHaveProperty('signed_out');
  // Without the page's word it is signed in as before.
  expect((await open({ visitor_token: account.visitor_token })).consumer).toBe(account.consumer);
});

test('[J7] agents see that the visitor has an account, and as soon as it is, that its address is confirmed', async () => {
  const anonymous = await openVisitor(one, 'acme');
  await sayTo(one, anonymous, 'hello');
  expect((await roomOf(anonymous.consumer))?.contact).not.toHaveProperty('account');
  const { email, consumer } = await talker();
  expect((await roomOf(consumer))?.contact).toMatchObject({ account: { email, email_verified: false } });
  const inbox = await connect(one, '/ws/room/acme', admin.token);
  const changed = inbox.next('room_changed');
  const account = await one.core.db
    .selectFrom('accounts')
    .select('id')
    .where('claimed_email', '=', email)
    .executeTakeFirstOrThrow();
  const token = await makeToken(one.core, one.core.db, 'verify_email', account.id, email);
  expect((await call(one, '/api/users/email/confirm', { body: { token } })).status).toBe(200);
  expect(await changed).toMatchObject({ room: { consumer, contact: { account: { email, email_verified: true } } } });
  await inbox.close();
});

test('[J2] where consent is asked for, nobody signs up without, and the conversation keeps its own', async () => {
  const text = { consent: { text: 'We keep what you write.', policy_url: null } };
  const site = await createSite(one.core, { slug: 'asking' });
  const owner = await createAgent(one.core, site, { role: 'owner' });
  await call(one, '/api/site', { method: 'PUT', body: { visitor_accounts: true }, token: owner.token });
  const asks = await call(one, '/api/privacy/settings', { method: 'PUT', body: text, token: owner.token });
  expect(asks.status).toBe(200);
  const at = { site: 'asking' };
  const visitor = await open({}, at);
  const body = { email: address(), ...chosen(), visitor_token: visitor.visitor_token };
  expect((await post('sign-up', body, at)).error?.code).toBe('consent_required');
  await open({ visitor_token: visitor.visitor_token, consent: visitor.config.consent?.version }, at);
  const signedUp = await post('sign-up', body, at);
  expect(signedUp.status).toBe(201);
  expect(signedUp.body.config).not.toHaveProperty('consent');
});
