/** One person on several devices, and everything that must not become one. On two nodes that know of each other by the database alone. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chat, connect, openVisitor, type Visitor } from '../../test/client.ts';
import { call, createAgent, createSite } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { startNodes, type TestNodes } from '../../test/nodes.ts';
import type { TestServer } from '../../test/server.ts';
import { sayTo, wordsOf } from '../../test/talk.ts';
import { newSecret, part, signedIdentity } from '../../test/vouching.ts';

let nodes: TestNodes;
let one: TestServer;
let two: TestServer;
let clock = 0;
let secret: string;
let admin: string;

beforeAll(async () => {
  nodes = await startNodes('two nodes and heartbeats', { now: () => Date.now() + clock });
  ({ one, two } = nodes);
  const acme = await createSite(one.core, { slug: 'acme' });
  const other = await createSite(one.core, { slug: 'other' });
  admin = (await createAgent(one.core, acme, { role: 'admin' })).token;
  secret = await newSecret(one, admin);
  await newSecret(one, (await createAgent(one.core, other, { role: 'owner' })).token);
});
afterAll(() => nodes.close());

const signed = (sub: string, claims: object = {}, key = secret) => signedIdentity(key, sub, claims, Date.now() + clock);

interface Session extends Visitor {
  readonly room: { key: string; head: number } | null;
}
const open = (body: object, server = one, site = 'acme') =>
  call<Session>(server, `/api/widget/${site}/session`, { body });
const opened = async (body: object, server = one): Promise<Session> => {
  const answer = await open(body, server);
  expect(answer.status).toBe(200);
  return answer.body;
};
const person = () => `user-${randomUUID()}`;

describe('[I4] one person is one visitor', () => {
  test('on a second device, on another node, with the conversation of the first', async () => {
    const sub = person();
    const first = await opened({ identity: signed(sub) });
    await sayTo(one, first, 'from the laptop');
    const second = await opened({ identity: signed(sub) }, two);
    expect(second.consumer).toBe(first.consumer);
    expect(second.visitor_token).not.toBe(first.visitor_token);
    expect(second.room?.key).toBe(first.consumer);
    expect(await wordsOf(one, second)).toEqual(['from the laptop']);
    // Another site's person of the same id is somebody else, and its word counts nothing here.
    expect((await open({ identity: signed(sub) }, one, 'other')).error).toMatchObject({ code: 'identity_refused' });
  });

  test('however many of its devices come at the same moment', async () => {
    const sub = person();
    const all = await Promise.all(
      Array.from({ length: 16 }, (_, n) => opened({ identity: signed(sub) }, n % 2 ? one : two)),
    );
    expect(new Set(all.map(({ consumer }) => consumer)).size).toBe(1);
    expect(new Set(all.map(({ visitor_token }) => visitor_token)).size).toBe(16);
  });

  test('two browsers that have both talked sign in at once: one conversation becomes the person’s, the other stays and says where', async () => {
    for (let round = 0; round < 5; round++) {
      const sub = person();
      const browsers = await Promise.all([openVisitor(one, 'acme'), openVisitor(two, 'acme')]);
      await Promise.all(browsers.map((browser, n) => sayTo(n ? two : one, browser, `browser ${n}`)));
      const after = await Promise.all(
        browsers.map(({ visitor_token }, n) => opened({ identity: signed(sub), visitor_token }, n ? two : one)),
      );
      expect(after[0]?.consumer).toBe(after[1]?.consumer);
      const winner = browsers.findIndex(({ consumer }) => consumer === after[0]?.consumer);
      expect(await wordsOf(one, after[0] as Session)).toEqual([`browser ${winner}`, 'Visitor signed in']);
      const left = browsers[1 - winner] as Visitor;
      const log = await call<{ messages: { event?: string; goes_on?: string }[] }>(
        one,
        `/api/messages?room=${encodeURIComponent(`acme ${left.consumer}`)}`,
        { token: admin },
      );
      expect(log.body.messages.at(-1)).toMatchObject({ event: 'moved_on', goes_on: `acme ${after[0]?.consumer}` });
      const { count } = await one.core.db
        .selectFrom('visitors')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('external_id', '=', sub)
        .executeTakeFirstOrThrow();
      expect(count).toBe(1);
    }
  });
});

describe('[I5] the anonymous visitor of this browser', () => {
  test('becomes the person, keeps its token and its words, and agents see since when', async () => {
    const before = await openVisitor(one, 'acme');
    await sayTo(one, before, 'before signing in');
    const inbox = await connect(one, '/ws/room/acme', admin);
    const changed = inbox.next(
      ({ command, room }) => command === 'room_changed' && !!(room as { contact: { user_id: string } }).contact.user_id,
    );
    const sub = person();
    const claims = { name: 'Kim Lee', email: 'kim@example.test' };
    const after = await opened({ identity: signed(sub, claims), visitor_token: before.visitor_token });
    expect(after).toMatchObject({ consumer: before.consumer, visitor_token: before.visitor_token });
    expect(await wordsOf(one, after)).toEqual(['before signing in', 'Visitor signed in']);
    expect(await changed).toMatchObject({
      room: { contact: { user_id: sub, name: 'Kim Lee', email: 'kim@example.test', email_verified: true } },
    });
    await inbox.close();
  });

  test('that has talked takes the place of a person who never did, whose other browsers follow', async () => {
    const sub = person();
    const phone = await opened({ identity: signed(sub) });
    const onPhone = await chat(one, 'acme', phone);
    const laptop = await openVisitor(one, 'acme');
    await sayTo(one, laptop, 'hello');
    const after = await opened({ identity: signed(sub), visitor_token: laptop.visitor_token });
    expect(after.consumer).toBe(laptop.consumer);
    // The phone is told to ask again, and its own token leads to the conversation.
    expect(await onPhone.closed).toBe(4401);
    const back = await opened({ identity: signed(sub), visitor_token: phone.visitor_token });
    expect(back).toMatchObject({ consumer: laptop.consumer, room: { key: laptop.consumer } });
  });

  test('that has never talked gives way to the person who is there', async () => {
    const sub = person();
    const first = await opened({ identity: signed(sub) });
    await sayTo(one, first, 'earlier');
    const browser = await openVisitor(one, 'acme');
    const after = await opened({ identity: signed(sub), visitor_token: browser.visitor_token });
    expect(after.consumer).toBe(first.consumer);
    expect(await wordsOf(one, after)).toEqual(['earlier']);
  });

  test('is one person’s at most, when two sign in with it at once', async () => {
    for (let round = 0; round < 5; round++) {
      const { consumer, visitor_token } = await openVisitor(one, 'acme');
      await sayTo(
        one,
        { consumer, visitor_token, access_token: (await opened({ visitor_token })).access_token },
        'mine',
      );
      const people = [person(), person()];
      const both = await Promise.all(
        people.map((sub, n) => opened({ identity: signed(sub), visitor_token }, n ? two : one)),
      );
      expect(both.filter((session) => session.consumer === consumer)).toHaveLength(1);
      expect(both[0]?.consumer).not.toBe(both[1]?.consumer);
    }
  });
});

describe('[I6] nothing is joined', () => {
  test('for the sake of an email, left or signed', async () => {
    const victim = await openVisitor(one, 'acme');
    const socket = await chat(one, 'acme', victim);
    await socket.call('new_message', { message: { content: 'a secret' } });
    await socket.call('leave_email', { email: 'kim@victim.test' });
    await socket.close();
    const thief = await opened({ identity: signed(person(), { email: 'kim@victim.test' }) });
    expect(thief.consumer).not.toBe(victim.consumer);
    expect(thief.room).toBeNull();
  });

  test('with the history of the person who used this browser before', async () => {
    const first = await opened({ identity: signed(person()) });
    await sayTo(one, first, 'private');
    const second = await opened({ identity: signed(person()), visitor_token: first.visitor_token });
    expect(second.consumer).not.toBe(first.consumer);
    expect(second.room).toBeNull();
  });

  test('with what came by a mailed link: it shows its own conversation, and stays apart', async () => {
    const { hashToken, newOpaqueToken } = await import('../core/tokens.ts');
    const writer = await openVisitor(one, 'acme');
    await sayTo(one, writer, 'mailed to');
    const resume = newOpaqueToken();
    const { site_id } = await one.core.db
      .selectFrom('visitors')
      .select('site_id')
      .where('id', '=', writer.consumer)
      .executeTakeFirstOrThrow();
    const link = { site_id, visitor_id: writer.consumer, purpose: 'resume' as const };
    await one.core.db
      .insertInto('visitor_tokens')
      .values({ ...link, token_hash: hashToken(resume), expires_at: new Date(Date.now() + 60_000) })
      .execute();
    const sub = person();
    const identity = signed(sub);
    const followed = await opened({ identity, resume_token: resume });
    expect(followed.consumer).toBe(writer.consumer);
    // Not used up by that, and on the next page the browser goes on as the person, without the mail's conversation.
    const next = await opened({ identity, visitor_token: followed.visitor_token });
    expect(next.consumer).not.toBe(writer.consumer);
    expect(next.room).toBeNull();
  });

  test('by an identity that is forged, expired or used: refused with the reason, and not a row is different', async () => {
    const visitor = await openVisitor(one, 'acme');
    await sayTo(one, visitor, 'anonymous');
    const used = signed(person());
    await opened({ identity: used });
    const state = async () =>
      JSON.stringify([
        await one.core.db.selectFrom('visitors').select(['id', 'external_id']).orderBy('id').execute(),
        await one.core.db.selectFrom('visitor_tokens').select(['token_hash', 'origin']).orderBy('token_hash').execute(),
      ]);
    const before = await state();
    for (const [identity, why] of [
      [signed(person(), {}, 'parley_id_guessed'), /not signed with this site/],
      [signed(person(), { exp: 1 }), /expired/],
      [signed(person(), { exp: 9e9 }), /too far ahead/],
      [used, /used before/],
      [`${part({ alg: 'none' })}.${part({ sub: 'x', exp: 9e9 })}.`, /signature|HS256/],
      [{ user_id: 'u', at: 1, hmac: '00' }, /not signed/],
    ] as const) {
      const answer = await open({ identity, visitor_token: visitor.visitor_token });
      expect(answer).toMatchObject({
        status: 401,
        error: { code: 'identity_refused', fields: { identity: expect.stringMatching(why) } },
      });
    }
    expect(await state()).toBe(before);
    // It talks on as who it was.
    expect((await opened({ visitor_token: visitor.visitor_token })).consumer).toBe(visitor.consumer);
  });
});

test('[I6] what no secret can have signed is refused without looking one up', async () => {
  const [head, body] = signed(person()).split('.');
  await one.core.db.transaction().execute(async (tx) => {
    await sql`lock table identity_secrets in access exclusive mode`.execute(tx);
    for (const identity of [
      'nonsense',
      `${head}.${body}.`,
      `${head}.${body}.short`,
      `${part({ alg: 'none' })}.${body}.${'a'.repeat(43)}`,
      `${part({ alg: 'HS512' })}.${body}.${'a'.repeat(86)}`,
    ])
      expect((await open({ identity })).error?.code).toBe('identity_refused');
  });
});

test('[I3] an identity counts once, whoever comes with it how often at the same moment, on any node', async () => {
  for (let round = 0; round < 5; round++) {
    const identity = signed(person());
    const all = await Promise.all(Array.from({ length: 8 }, (_, n) => open({ identity }, n % 2 ? one : two)));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(all.filter(({ error }) => error?.code === 'identity_refused')).toHaveLength(7);
  }
});

test('[I7] the token of a person counts with the same person’s identity alone, used up and expired too', async () => {
  const sub = person();
  const identity = signed(sub);
  const session = await opened({ identity });
  const { visitor_token, consumer } = session;
  await sayTo(one, session, 'mine');
  // The same page asks again before its access token ends, for as long as it is open.
  expect((await opened({ identity, visitor_token })).consumer).toBe(consumer);
  clock = 3_600_000;
  try {
    expect((await opened({ identity, visitor_token })).consumer).toBe(consumer);
  } finally {
    clock = 0;
  }
  // Signed out: somebody new, who sees nothing.
  const out = await opened({ visitor_token });
  expect(out.consumer).not.toBe(consumer);
  expect(out.room).toBeNull();
  const another = await opened({ identity: signed(person()), visitor_token });
  expect(another.consumer).not.toBe(consumer);
});

describe('a signed email', () => {
  const contact = async (consumer: string) =>
    one.core.db
      .selectFrom('visitors')
      .select(['name', 'email', 'email_verified'])
      .where('id', '=', consumer)
      .executeTakeFirstOrThrow();

  test('is kept as verified, follows the site, and never replaces one that the visitor gave', async () => {
    const sub = person();
    const session = await opened({ identity: signed(sub, { email: 'kim@one.test', name: 'Kim' }) });
    await opened({ identity: signed(sub, { email: 'kim@two.test' }) });
    expect(await contact(session.consumer)).toEqual({ name: 'Kim', email: 'kim@two.test', email_verified: true });
    const leave = (email: string) => call(one, '/api/widget/email', { body: { email }, token: session.access_token });
    await leave('kim@two.test');
    expect(await contact(session.consumer)).toMatchObject({ email_verified: true });
    await leave('elsewhere@mail.test');
    await opened({ identity: signed(sub, { email: 'kim@two.test' }) });
    expect(await contact(session.consumer)).toEqual({
      name: 'Kim',
      email: 'elsewhere@mail.test',
      email_verified: false,
    });
    await leave('');
    await opened({ identity: signed(sub, { email: 'kim@two.test', email_verified: false }) });
    expect(await contact(session.consumer)).toEqual({ name: 'Kim', email: 'kim@two.test', email_verified: false });
  });
});

describe('[I8] the site’s secrets', () => {
  test('are told once, kept sealed, listed by their last letters, and replaced with a time in which both count', async () => {
    const site = await createSite(one.core);
    const { token } = await createAgent(one.core, site, { role: 'owner' });
    const first = await newSecret(one, token);
    const second = await newSecret(one, token, { overlap_hours: 1 });
    const listed = () =>
      call<{ secrets: { id: string; hint: string; ends: string | null; last_used: string | null }[] }>(
        one,
        '/api/identity/secrets',
        { token },
      );
    const { body } = await listed();
    expect(body.secrets.map(({ hint, ends }) => [hint, ends !== null])).toEqual([
      [second.slice(-4), false],
      [first.slice(-4), true],
    ]);
    expect(JSON.stringify(body)).not.toContain(first.slice(10, 40));
    const { rows } = await one.core.database.pool.query('select * from identity_secrets');
    expect(rows.some((row) => (row.sealed as Buffer).includes(Buffer.from(first.slice(10, 30))))).toBe(false);

    const come = (key: string) => open({ identity: signed(person(), {}, key) }, one, site.slug);
    expect([(await come(first)).status, (await come(second)).status]).toEqual([200, 200]);
    await eventually(async () => (await listed()).body.secrets.every(({ last_used }) => last_used !== null));
    clock = 3_700_000;
    try {
      expect([(await come(first)).status, (await come(second)).status]).toEqual([401, 200]);
    } finally {
      clock = 0;
    }
    // Ended by hand: at once.
    const id = body.secrets[0]?.id;
    expect((await call(one, `/api/identity/secrets/${id}`, { method: 'DELETE', token })).status).toBe(200);
    expect((await come(second)).error?.code).toBe('identity_refused');
    expect((await call(one, '/api/identity/secrets/nothing', { method: 'DELETE', token })).status).toBe(404);
  });

  test('made at once by two admins: both are there, one is the newest, and six are too many', async () => {
    const site = await createSite(one.core);
    const { token } = await createAgent(one.core, site, { role: 'owner' });
    const make = () => call(one, '/api/identity/secrets', { body: { overlap_hours: 1 }, token });
    const answers = await Promise.all(Array.from({ length: 6 }, make));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 201, 422]);
    const { body } = await call<{ secrets: { ends: string | null }[] }>(one, '/api/identity/secrets', { token });
    expect(body.secrets.filter(({ ends }) => ends === null)).toHaveLength(1);
  });

  test('an identity can be tried out: what it says, or why it does not count; that uses nothing up', async () => {
    const check = async (identity: unknown) =>
      (await call<{ problem: string | null }>(one, '/api/identity/check', { body: { identity }, token: admin })).body;
    const identity = signed('u-7', { name: 'Kim', email: 'kim@example.test' });
    const right = { problem: null, user_id: 'u-7', name: 'Kim', email: 'kim@example.test' };
    expect(await check(`  ${identity}\n`)).toMatchObject(right);
    expect(await check(identity)).toMatchObject(right);
    await opened({ identity });
    expect(await check(identity)).toMatchObject({ ...right, problem: expect.stringMatching(/used before/) });
    expect(await check('{"user_id":"u","at":1,"hmac":"00"}')).toMatchObject({
      problem: expect.stringMatching(/not signed/),
      user_id: null,
    });
    expect(await check('hello')).toMatchObject({ problem: expect.stringMatching(/not a JWT/) });
  });
});
