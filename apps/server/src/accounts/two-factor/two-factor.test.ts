/** Holds the second step: what passes, that nothing passes twice, and that no way leads round it. */
import type { beginTwoFactor, confirmTwoFactor, getTwoFactor, ResultOf, renewRecoveryCodes } from '@parley/protocol';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../../../test/client.ts';
import {
  call,
  createAgent,
  createSite,
  createUser,
  type NewAgent,
  type NewSite,
  PASSWORD,
} from '../../../test/create.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { makeToken } from '../one-time-tokens.ts';
import type { SignedInAgent } from '../sessions.ts';
import { spendStep } from './factor.ts';

const STEP = 30_000;
let server: TestServer;
let site: NewSite;
let agent: NewAgent;
/** Always the middle of a step, so that none ends while a test runs. */
const middle = () => Math.floor(Date.now() / STEP) * STEP + STEP / 2;
let clock = middle();
const now = () => clock;

beforeAll(async () => {
  server = await startTestServer({ now, env: { TRUST_PROXY: 'on' } });
  site = await createSite(server.core);
});
afterAll(() => server.close());
beforeEach(async () => {
  clock += 10 * STEP;
  agent = await createAgent(server.core, site, { role: 'admin' });
});

const codeAt = (secret: string, ms = clock) => generateSync({ secret, epoch: Math.floor(ms / 1000) });
const post = <Body = Record<string, unknown>>(path: string, body: object, token = agent.token) =>
  call<Body>(server, `/api/users/two_factor${path}`, { body, token });
const read = async (token = agent.token) =>
  (await call<ResultOf<typeof getTwoFactor>>(server, '/api/users/two_factor', { token })).body.two_factor;

interface Factor {
  readonly secret: string;
  readonly recovery: string[];
}

/** Turned on; its code of this moment is used up, so the clock moves on by a step. */
async function turnOn(who: { token: string } = agent): Promise<Factor> {
  const begun = await post<ResultOf<typeof beginTwoFactor>>('', { password: PASSWORD }, who.token);
  const { secret } = begun.body;
  const on = await post<ResultOf<typeof confirmTwoFactor>>('/confirm', { code: codeAt(secret) }, who.token);
  expect(on.status).toBe(200);
  clock += STEP;
  return { secret, recovery: on.body.recovery_codes };
}

const signIn = (body: object, { who = agent, ip = '203.0.113.1', cookie = '', on = server } = {}) =>
  call<SignedInAgent>(on, '/api/users/login', {
    body: { email: who.email, password: PASSWORD, ...body },
    headers: { 'x-forwarded-for': ip, ...(cookie && { cookie }) },
  });
const outcome = ({ status, error }: { status: number; error: { code: string } | undefined }) => error?.code ?? status;

describe('signing in', () => {
  test('[T1] without a code `two_factor_required`, then the same call with one', async () => {
    const { secret } = await turnOn();
    const asked = await signIn({});
    expect([asked.status, asked.error?.code, asked.cookie]).toEqual([401, 'two_factor_required', '']);
    expect(outcome(await signIn({ password: 'a wild guess', code: codeAt(secret) }))).toBe('invalid_credentials');
    const code = codeAt(secret);
    const passed = await signIn({ code: `${code.slice(0, 3)} ${code.slice(3)}` });
    expect(passed.status).toBe(200);
    expect(passed.body.user).toMatchObject({ id: agent.id, two_factor: 'on' });
  });

  test('[T1] whoever has no second step signs in as before, whatever stands as code', async () => {
    expect((await signIn({ code: '123456' })).body.user.two_factor).toBe('off');
    await post('', { password: PASSWORD });
    expect((await signIn({})).status).toBe(200);
  });

  test('[T2] a code passes once, and none of an earlier step after it', async () => {
    const { secret } = await turnOn();
    const [earlier, code] = [codeAt(secret, clock - STEP), codeAt(secret)];
    expect((await signIn({ code })).status).toBe(200);
    for (const used of [code, earlier]) {
      const again = await signIn({ code: used });
      expect([again.status, again.error?.code]).toEqual([401, 'wrong_code']);
      expect(again.error?.fields?.code).toContain('used already');
    }
    clock += STEP;
    expect((await signIn({ code: codeAt(secret) })).status).toBe(200);
  });

  test('[T2] the code that turned it on does not sign in', async () => {
    const { secret } = await turnOn();
    expect(outcome(await signIn({ code: codeAt(secret, clock - STEP) }))).toBe('wrong_code');
  });

  test('[T2] of twenty sign-ins with one code at the same moment, on four nodes, one passes', async () => {
    const { secret, recovery } = await turnOn();
    const nodes = await Promise.all(
      [1, 2, 3].map(() => startTestServer({ databaseUrl: server.databaseUrl, now, env: { TRUST_PROXY: 'on' } })),
    );
    const at = (n: number) => ({ ip: `203.0.113.${n}`, on: [server, ...nodes][n % 4] as TestServer });
    try {
      for (const code of [codeAt(secret), recovery[0] as string]) {
        const all = await Promise.all(Array.from({ length: 20 }, (_, n) => signIn({ code }, at(n))));
        expect(all.map(outcome).filter((each) => each === 200)).toEqual([200]);
        expect(new Set(all.map(outcome))).toEqual(new Set([200, 'wrong_code']));
      }
    } finally {
      for (const node of nodes) await node.close();
    }
  });

  test('[T2] of twenty that take one step at the same moment in the database, one gets it', async () => {
    await turnOn();
    const step = Math.floor(clock / STEP);
    const taken = await Promise.all(Array.from({ length: 20 }, () => spendStep(server.core.db, agent.id, step)));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  test('[T2] a clock that is a step off passes; one that is a minute off is told which way', async () => {
    const { secret } = await turnOn();
    clock += 3 * STEP;
    expect((await signIn({ code: codeAt(secret, clock - STEP) })).status).toBe(200);
    expect((await signIn({ code: codeAt(secret, clock + STEP) })).status).toBe(200);
    clock += 5 * STEP;
    const told = async (ms: number) => (await signIn({ code: codeAt(secret, clock + ms) })).error?.fields?.code;
    expect(await told(-2 * STEP)).toContain('about 1 minute behind');
    expect(await told(4 * STEP)).toContain('about 2 minutes ahead');
    expect(await told(-10 * STEP)).toContain('about 5 minutes behind');
    expect(await told(60 * STEP)).toBeUndefined();
  });
});

describe('recovery codes', () => {
  test('[T3] there are ten, each signs in once, however it is typed', async () => {
    const { recovery } = await turnOn();
    expect(new Set(recovery).size).toBe(10);
    for (const code of recovery) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){2}$/);
    const [first, second] = recovery as [string, string];
    expect((await signIn({ code: first })).status).toBe(200);
    expect(outcome(await signIn({ code: first }))).toBe('wrong_code');
    const carelessly = second.toUpperCase().replaceAll('-', ' – ').replaceAll('0', 'o').replaceAll('1', 'L');
    const passed = await signIn({ code: carelessly });
    expect(passed.status).toBe(200);
    expect((await read(passed.body.token)).recovery_codes_left).toBe(8);
  });

  test('[T3] another account’s code is nobody else’s', async () => {
    const { recovery } = await turnOn();
    const other = await createAgent(server.core, site);
    await turnOn(other);
    expect(outcome(await signIn({ code: recovery[0] }, { who: other }))).toBe('wrong_code');
  });

  test('[T3] [T7] ten others void the old ones', async () => {
    const { secret, recovery } = await turnOn();
    const renewed = await post<ResultOf<typeof renewRecoveryCodes>>('/recovery_codes', {
      password: PASSWORD,
      code: codeAt(secret),
    });
    expect(renewed.body.recovery_codes).toHaveLength(10);
    expect(outcome(await signIn({ code: recovery[0] }))).toBe('wrong_code');
    expect((await signIn({ code: renewed.body.recovery_codes[0] })).status).toBe(200);
  });

  test('neither they nor the secret lie in the database as they are', async () => {
    const { secret, recovery } = await turnOn();
    const { pool } = server.core.database;
    const all = (await pool.query('select * from two_factors')).rows.concat(
      (await pool.query('select * from recovery_codes')).rows,
    );
    const dump = all
      .flatMap((row) => Object.values(row))
      .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)));
    for (const text of [secret, ...recovery, ...recovery.map((code) => code.replaceAll('-', ''))])
      expect(dump.some((value) => value.includes(text))).toBe(false);
  });
});

describe('guessing', () => {
  const guess = (n: number, ip: string) => signIn({ code: String(100_000 + n) }, { ip });

  test('[T4] wrong codes are slowed from one address, and the wait is told', async () => {
    const { secret } = await turnOn();
    for (let n = 0; n < 5; n++) expect(outcome(await guess(n, '203.0.113.9'))).toBe('wrong_code');
    const limited = await signIn({ code: codeAt(secret) }, { ip: '203.0.113.9' });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '2']);
    expect((await signIn({ code: codeAt(secret) })).status).toBe(200);
  });

  test('[T4] from many addresses digits are slowed too, and the owner still comes in by a recovery code', async () => {
    const { secret, recovery } = await turnOn();
    for (let n = 0; n < 20; n++) expect(outcome(await guess(n, `203.0.113.${10 + n}`))).toBe('wrong_code');
    expect(outcome(await guess(20, '203.0.113.40'))).toBe('rate_limited');
    expect(outcome(await signIn({ code: codeAt(secret) }))).toBe('rate_limited');
    expect((await signIn({ code: recovery[0] })).status).toBe(200);
  });
});

describe('remembered devices', () => {
  const deviceCookie = (headers: Headers): string =>
    headers.getSetCookie().find((cookie) => cookie.startsWith('parley_device_')) ?? '';

  test('[T5] a browser that was remembered needs no code for thirty days, and the password still', async () => {
    const { secret } = await turnOn();
    const { headers, body } = await signIn({ code: codeAt(secret), remember_device: true });
    const set = deviceCookie(headers);
    expect(set).toMatch(/^parley_device_[\da-f]{32}=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/);
    const cookie = set.split(';')[0] as string;
    expect((await signIn({}, { cookie })).status).toBe(200);
    expect(outcome(await signIn({ password: 'not it' }, { cookie }))).toBe('invalid_credentials');
    expect(outcome(await signIn({}))).toBe('two_factor_required');
    const [device, ...others] = (await read(body.token)).devices;
    expect(others).toEqual([]);
    expect(Date.parse(device?.expires as string) - clock).toBe(30 * 86_400_000);
    clock += 30 * 86_400_000;
    expect(outcome(await signIn({}, { cookie }))).toBe('two_factor_required');
  });

  test('[T5] it is one account’s alone, and its owner can end it', async () => {
    const { secret } = await turnOn();
    const other = await createAgent(server.core, site);
    await turnOn(other);
    const { headers, body } = await signIn({ code: codeAt(secret), remember_device: true });
    const cookie = deviceCookie(headers).split(';')[0] as string;
    const forged = cookie.replace(agent.id.replaceAll('-', ''), other.id.replaceAll('-', ''));
    expect(outcome(await signIn({}, { who: other, cookie: forged }))).toBe('two_factor_required');
    const [device] = (await read(body.token)).devices;
    const forget = (token: string) =>
      call(server, `/api/users/two_factor/devices/${device?.id}`, { method: 'DELETE', token });
    const session = await signIn({ code: codeAt(secret, clock + STEP) });
    expect(outcome(await forget(other.token))).toBe('not_found');
    expect((await forget(session.body.token)).status).toBe(200);
    expect(outcome(await signIn({}, { cookie }))).toBe('two_factor_required');
  });

  test('[T5] turning it off and on again ends them', async () => {
    const { secret } = await turnOn();
    const { headers, body } = await signIn({ code: codeAt(secret), remember_device: true });
    const cookie = deviceCookie(headers).split(';')[0] as string;
    clock += STEP;
    const off = await post('/off', { password: PASSWORD, code: codeAt(secret) }, body.token);
    expect(off.status).toBe(200);
    await turnOn({ ...agent, token: body.token });
    expect(outcome(await signIn({}, { cookie }))).toBe('two_factor_required');
  });

  test('[T5] [T6] a new password ends them', async () => {
    const { secret } = await turnOn();
    const { headers } = await signIn({ code: codeAt(secret), remember_device: true });
    const cookie = deviceCookie(headers).split(';')[0] as string;
    const token = await makeToken(server.core, server.core.db, 'reset', agent.id);
    const choose = (body: object, from = cookie) =>
      call<SignedInAgent>(server, '/api/users/password', {
        body: { token, password: 'chosen with some care', ...body },
        headers: { cookie: from },
      });
    expect(outcome(await choose({}))).toBe('two_factor_required');
    expect(outcome(await choose({ code: '000000' }))).toBe('wrong_code');
    expect((await signIn({}, { cookie })).status).toBe(200);
    clock += STEP;
    expect((await choose({ code: codeAt(secret) })).status).toBe(200);
    expect(outcome(await signIn({ password: 'chosen with some care' }, { cookie }))).toBe('two_factor_required');
  });
});

describe('changing it', () => {
  test('[T7] every change asks for the password, and while it is on for a code too', async () => {
    expect((await post('', { password: 'not it' })).error?.fields).toEqual({ password: 'is not right' });
    expect(outcome(await post('/confirm', { code: '123456' }))).toBe('not_found');
    expect(outcome(await post('/off', { password: PASSWORD, code: '123456' }))).toBe('not_found');
    const { secret } = await turnOn();
    expect(outcome(await post('', { password: PASSWORD }))).toBe('already_on');
    for (const path of ['/off', '/recovery_codes']) {
      const code = codeAt(secret);
      expect((await post(path, { password: 'not it', code })).error?.fields).toEqual({ password: 'is not right' });
      expect(outcome(await post(path, { password: PASSWORD, code: '000000' }))).toBe('wrong_code');
      expect(outcome(await post(path, { password: PASSWORD, code: '' }))).toBe('two_factor_required');
    }
    expect((await read()).on).toBe(true);
    expect((await post('/off', { password: PASSWORD, code: codeAt(secret) })).status).toBe(200);
    expect(await read()).toEqual({ on: false, since: null, required: false, recovery_codes_left: 0, devices: [] });
    expect((await signIn({})).status).toBe(200);
  });

  test('[T7] a secret that was replaced before it was confirmed is worth nothing', async () => {
    const begin = async () => (await post<ResultOf<typeof beginTwoFactor>>('', { password: PASSWORD })).body.secret;
    const [first, second] = [await begin(), await begin()];
    expect(outcome(await post('/confirm', { code: codeAt(first) }))).toBe('wrong_code');
    expect((await post('/confirm', { code: codeAt(second) })).status).toBe(200);
  });

  test('the address for the QR code names the site and the account', async () => {
    const named = await createSite(server.core, { name: 'Acme: Outdoor' });
    const who = await createAgent(server.core, named);
    const { body } = await post<ResultOf<typeof beginTwoFactor>>('', { password: PASSWORD }, who.token);
    const uri = new URL(body.uri);
    expect(uri.protocol).toBe('otpauth:');
    expect(decodeURIComponent(uri.pathname)).toContain(`Acme  Outdoor:${who.email}`);
    expect(uri.searchParams.get('secret')).toBe(body.secret);
    expect(body.secret).toMatch(/^[A-Z2-7]{32}$/);
  });

  test('[T7] turning it on ends the other sessions, which were opened without it', async () => {
    const other = await signIn({});
    await turnOn();
    expect((await call(server, '/api/users/me', { token: other.body.token })).status).toBe(401);
    expect((await call(server, '/api/users/me', { token: agent.token })).status).toBe(200);
  });

  test('passwords are not to be guessed from an open inbox', async () => {
    for (let n = 0; n < 5; n++) expect(outcome(await post('', { password: `guess ${n}` }))).toBe('invalid');
    expect(outcome(await post('', { password: PASSWORD }))).toBe('rate_limited');
  });

  test('with another SECRET the codes are refused, and the log says why', async () => {
    const { secret } = await turnOn();
    const lines: string[] = [];
    const moved = await startTestServer({
      databaseUrl: server.databaseUrl,
      now,
      env: { SECRET: 'another secret that is long enough to be one', LOG_LEVEL: 'error' },
      logTo: { write: (line) => void lines.push(line) },
    });
    try {
      expect(outcome(await signIn({ code: codeAt(secret) }, { on: moved }))).toBe('wrong_code');
      expect(lines.join('')).toContain('was SECRET changed?');
      expect(lines.join('')).not.toContain(secret);
    } finally {
      await moved.close();
    }
  });
});

describe('a colleague’s reset', () => {
  const reset = (token: string, who = agent) =>
    call(server, `/api/agents/${who.id}/two_factor`, { method: 'DELETE', token });

  test('[T9] an admin takes it away with sessions and devices; then the password alone signs in', async () => {
    const { secret } = await turnOn();
    const { body, headers } = await signIn({ code: codeAt(secret), remember_device: true });
    expect(headers.getSetCookie()).toHaveLength(3);
    const admin = await createAgent(server.core, site, { role: 'admin' });
    expect((await reset(admin.token)).status).toBe(200);
    expect((await call(server, '/api/users/me', { token: body.token })).status).toBe(401);
    expect((await signIn({})).body.user.two_factor).toBe('off');
    expect(outcome(await reset(admin.token))).toBe('not_found');
    const told = await call<{ entries: { action: string; subject: object }[] }>(server, '/api/audit', {
      token: admin.token,
    });
    const subject = { kind: 'agent', id: agent.id, name: 'Mia' };
    const changes = told.body.entries.filter(({ action }) => action.startsWith('two_factor'));
    expect(changes.slice(0, 2)).toMatchObject([
      { action: 'two_factor_reset', actor: { id: admin.id }, subject },
      { action: 'two_factor_on', actor: { id: agent.id }, subject },
    ]);
  });

  test('[T9] nobody resets the own one, an agent nobody’s, an admin no owner’s, and nobody that of another site’s people', async () => {
    const admin = await createAgent(server.core, site, { role: 'admin' });
    const owner = await createAgent(server.core, site, { role: 'owner' });
    const plain = await createAgent(server.core, site);
    await turnOn();
    await turnOn(owner);
    expect(outcome(await reset(agent.token))).toBe('forbidden');
    expect(outcome(await reset(plain.token))).toBe('forbidden');
    expect(outcome(await reset(admin.token, owner))).toBe('forbidden');
    const elsewhere = await createSite(server.core);
    const foreign = await createAgent(server.core, elsewhere, { role: 'owner' });
    expect(outcome(await reset(foreign.token))).toBe('not_found');
    // Invited over there without being asked: that makes no admin of the other site theirs.
    await server.core.db
      .insertInto('memberships')
      .values({ site_id: elsewhere.id, account_id: agent.id, role: 'agent' })
      .execute();
    expect(outcome(await reset(foreign.token))).toBe('forbidden');
    expect(outcome(await signIn({}))).toBe('two_factor_required');
    expect((await reset(owner.token, owner)).status).toBe(403);
  });
});

describe('a site that requires it', () => {
  test('[T8] whoever has none can set it up and do nothing else, over HTTP and sockets', async () => {
    // Sockets run out by the server's clock, and tokens by the machine's.
    clock = middle();
    const strict = await createSite(server.core);
    const owner = await createAgent(server.core, strict, { role: 'owner' });
    const plain = await createAgent(server.core, strict);
    const require = (required: boolean) =>
      call<{ site: object }>(server, '/api/site', {
        method: 'PUT',
        body: { require_two_factor: required },
        token: owner.token,
      });
    expect((await require(true)).error?.fields).toHaveProperty('require_two_factor');
    await turnOn(owner);
    const open = await connect(server, `/ws/room/${strict.slug}`, plain.token);
    expect((await require(true)).body.site).toMatchObject({ require_two_factor: true });
    expect(await open.closed).toBe(4403);

    const { body } = await signIn({}, { who: plain });
    expect(body.user.two_factor).toBe('required');
    const asked = (path: string, more = {}) => call(server, path, { token: body.token, ...more });
    for (const path of ['/api/rooms', '/api/site', '/api/agents', '/api/articles'])
      expect(await asked(path)).toMatchObject({ status: 403, error: { code: 'two_factor_setup_required' } });
    await expect(connect(server, `/ws/room/${strict.slug}`, body.token)).rejects.toThrow('HTTP 403');
    await expect(connect(server, `/ws/chat/${strict.slug}/x`, body.token)).rejects.toThrow('HTTP 403');
    expect((await read(body.token)).required).toBe(true);

    await turnOn({ ...plain, token: body.token });
    expect((await asked('/api/rooms')).status).toBe(200);
    await connect(server, `/ws/room/${strict.slug}`, body.token);
    expect((await require(false)).body.site).toMatchObject({ require_two_factor: false });
  });

  test('who has it on is told to admins alone', async () => {
    const plain = await createAgent(server.core, site);
    await turnOn();
    const list = async (token: string) =>
      (await call<{ agents: { id: string; two_factor?: boolean }[] }>(server, '/api/agents', { token })).body.agents;
    const mine = (agents: { id: string; two_factor?: boolean }[]) =>
      agents.find(({ id }) => id === agent.id)?.two_factor;
    expect(mine(await list(agent.token))).toBe(true);
    expect(mine(await list(plain.token))).toBeUndefined();
  });
});

describe('a customer', () => {
  const logIn = (body: object) => call<SignedInAgent>(server, '/api/users/login', { body });
  const inChat = (body: object) => call(server, `/api/widget/${site.slug}/sign-in`, { body });

  test('[T1] [T7] has it as an agent has: set up on its own page, asked for by REST and in the chat, renewed and turned off', async () => {
    await server.core.db.updateTable('sites').set({ visitor_accounts: true }).where('id', '=', site.id).execute();
    const user = await createUser(server.core, site);
    const name = { email: user.email, password: PASSWORD };
    const before = (await logIn(name)).body.token;
    expect(await read(user.token)).toMatchObject({ on: false, required: false, recovery_codes_left: 0 });
    expect((await post('', { password: 'a wild guess' }, user.token)).error?.fields).toHaveProperty('password');
    const { secret, recovery } = await turnOn(user);
    expect((await read(before)) as unknown).toBeUndefined();
    for (const enter of [logIn, inChat]) {
      expect(outcome(await enter(name))).toBe('two_factor_required');
      expect(outcome(await enter({ ...name, code: '000000' }))).toBe('wrong_code');
      expect((await enter({ ...name, code: codeAt(secret) })).status).toBe(200);
      expect(outcome(await enter({ ...name, code: codeAt(secret) }))).toBe('wrong_code');
      clock += STEP;
    }
    expect((await logIn({ ...name, code: recovery[0] })).status).toBe(200);
    const renew = await post<{ recovery_codes: string[] }>(
      '/recovery_codes',
      { password: PASSWORD, code: codeAt(secret) },
      user.token,
    );
    expect(renew.body.recovery_codes).toHaveLength(10);
    expect(outcome(await logIn({ ...name, code: recovery[1] }))).toBe('wrong_code');
    clock += STEP;
    expect((await post('/off', { password: PASSWORD, code: codeAt(secret) }, user.token)).status).toBe(200);
    expect((await logIn(name)).status).toBe(200);
  });

  test('[T6] a link to a new password does not lead round it, and a site that requires it of agents asks it of no customer', async () => {
    const strict = await createSite(server.core);
    await server.core.db.updateTable('sites').set({ require_two_factor: true }).where('id', '=', strict.id).execute();
    const user = await createUser(server.core, strict);
    expect(await read(user.token)).toMatchObject({ on: false, required: false });
    const { secret } = await turnOn(user);
    const token = await makeToken(server.core, server.core.db, 'reset', user.id);
    const choose = (more: object) =>
      call<SignedInAgent>(server, '/api/users/password', {
        body: { token, password: 'quartz lantern sideways', ...more },
      });
    expect(outcome(await choose({}))).toBe('two_factor_required');
    expect(outcome(await logIn({ email: user.email, password: 'quartz lantern sideways' }))).toBe(
      'invalid_credentials',
    );
    expect((await choose({ code: codeAt(secret) })).body.user).toMatchObject({ id: user.id, role: 'user' });
  });

  test('[T5] is not asked again in a browser that it lets remember it', async () => {
    const user = await createUser(server.core, site);
    const { secret } = await turnOn(user);
    const name = { email: user.email, password: PASSWORD };
    const remembered = await logIn({ ...name, code: codeAt(secret), remember_device: true });
    const cookie = remembered.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const again = await call(server, '/api/users/login', { body: name, headers: { cookie } });
    expect(again.status).toBe(200);
    const [device] = (await read(remembered.body.token)).devices;
    const forget = `/api/users/two_factor/devices/${device?.id}`;
    expect((await call(server, forget, { method: 'DELETE', token: remembered.body.token })).status).toBe(200);
    expect(outcome(await call(server, '/api/users/login', { body: name, headers: { cookie } }))).toBe(
      'two_factor_required',
    );
  });
});
