/** Holds the team: who may make whom what, that one owner is always left, and that whoever leaves is gone on every node and leaves nobody waiting. */
import { type AgentDetails, type AuditEntry, CLOSE } from '@parley/protocol';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chat, connect, openVisitor } from '../../test/client.ts';
import { call, createAgent, createSite, type NewAgent, type NewSite, PASSWORD } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { makeToken } from '../accounts/one-time-tokens.ts';

let server: TestServer;
let site: NewSite;
let owner: NewAgent;
let admin: NewAgent;
let mia: NewAgent;

beforeAll(async () => {
  server = await startTestServer({ worker: true });
});
afterAll(() => server.close());
beforeEach(async () => {
  site = await createSite(server.core);
  owner = await createAgent(server.core, site, { name: 'Olga', role: 'owner' });
  admin = await createAgent(server.core, site, { name: 'Ada', role: 'admin' });
  mia = await createAgent(server.core, site, { name: 'Mia' });
});

const ask = (as: NewAgent, method: string, path: string, body?: object) =>
  call(server, `/api/agents/${path}`, { method, token: as.token, ...(body && { body }) });
const setRole = (as: NewAgent, of: NewAgent, role: string) => ask(as, 'PUT', `${of.id}/role`, { role });
const details = async (of: { id: string }) => (await ask(owner, 'GET', of.id)).body as unknown as AgentDetails;
const roleOf = async (of: NewAgent) => (await details(of)).agent.role;
const audit = async () =>
  (await call<{ entries: AuditEntry[] }>(server, '/api/audit', { token: owner.token })).body.entries.map(
    ({ action, subject, details }) => [action, subject?.name, details],
  );
const logIn = ({ email }: { email: string }) =>
  call<{ access_token: string }>(server, '/api/users/login', { body: { email, password: PASSWORD } });
const inbox = (as: NewAgent, at: Pick<TestServer, 'url'> = server) => connect(at, `/ws/room/${site.slug}`, as.token);

/** What every command of the team does to `of`. */
const commands = (of: { id: string }) =>
  [
    ['PUT', `${of.id}/role`, { role: 'agent' }],
    ['POST', `${of.id}/deactivate`, {}],
    ['POST', `${of.id}/reactivate`, {}],
    ['POST', `${of.id}/password`, {}],
    ['DELETE', of.id, undefined],
  ] as const;

describe('roles', () => {
  test('[W1] an admin promotes and demotes colleagues; their sockets close, and they come back in the new role', async () => {
    const socket = await inbox(mia);
    expect((await setRole(admin, mia, 'admin')).body).toMatchObject({ agent: { id: mia.id, role: 'admin' } });
    expect(await socket.closed).toBe(CLOSE.revoked.code);
    const again = await inbox(mia);
    expect(await again.call('get_me')).toMatchObject({
      user: { role: 'admin', permissions: expect.arrayContaining(['manage_team']) },
    });
    // What is as wished already closes nothing.
    await setRole(admin, mia, 'admin');
    expect((await again.call('get_me')).command).toBe('get_me');
    await again.close();
    await setRole(admin, mia, 'agent');
    expect((await audit()).filter(([action]) => action === 'role_changed')).toEqual([
      ['role_changed', 'Mia', { from: 'admin', to: 'agent' }],
      ['role_changed', 'Mia', { from: 'agent', to: 'admin' }],
    ]);
  });

  test('[W1] an admin touches no owner, nobody oneself, an agent nobody; strangers are not found', async () => {
    const elsewhere = await createAgent(server.core, await createSite(server.core));
    for (const [method, path, body] of commands(owner))
      expect((await ask(admin, method, path, body)).error).toMatchObject({
        code: 'forbidden',
        fields: { agent: 'is an owner' },
      });
    for (const [method, path, body] of commands(admin))
      expect((await ask(admin, method, path, body)).error).toMatchObject({
        code: 'forbidden',
        fields: { agent: 'is you' },
      });
    for (const [method, path, body] of commands(admin))
      expect((await ask(mia, method, path, body)).error?.code).toBe('forbidden');
    for (const id of [elsewhere.id, 'nobody'])
      for (const [method, path, body] of commands({ id }))
        expect((await ask(owner, method, path, body)).error?.code).toBe('not_found');
    expect([await roleOf(owner), await roleOf(admin)]).toEqual(['owner', 'admin']);
    expect((await setRole(owner, mia, 'owner')).error?.code).toBe('invalid');
  });
});

describe('ownership', () => {
  const transfer = (as: NewAgent, of: { id: string }, body: object) => ask(as, 'POST', `${of.id}/ownership`, body);

  test('[W2] is handed over by an owner who knows the password, and by nobody else', async () => {
    expect((await transfer(admin, mia, { password: PASSWORD })).error?.code).toBe('forbidden');
    expect((await transfer(owner, mia, { password: 'a guess' })).error?.fields).toHaveProperty('password');
    expect((await transfer(owner, owner, { password: PASSWORD })).error?.code).toBe('forbidden');
    expect((await transfer(owner, mia, { password: PASSWORD })).body).toMatchObject({ agent: { role: 'owner' } });
    expect([await roleOf(owner), await roleOf(mia)]).toEqual(['admin', 'owner']);
    expect((await transfer(owner, admin, { password: PASSWORD })).error?.code).toBe('forbidden');
    await transfer(mia, admin, { password: PASSWORD, share: true });
    expect([await roleOf(mia), await roleOf(admin)]).toEqual(['owner', 'owner']);
    expect((await audit()).slice(0, 2)).toEqual([
      ['ownership_shared', 'Ada', { from: 'admin', to: 'owner' }],
      ['ownership_transferred', 'Mia', { from: 'agent', to: 'owner' }],
    ]);
  });

  test('[W2] asks an owner with a second factor for a code, once the password is right, and spends it', async () => {
    const factor = (path: string, body: object) =>
      call<{ secret: string; recovery_codes: string[] }>(server, `/api/users/two_factor${path}`, {
        body,
        token: owner.token,
      });
    const { secret } = (await factor('', { password: PASSWORD })).body;
    const [first, second] = (await factor('/confirm', { code: generateSync({ secret }) })).body.recovery_codes;
    expect((await transfer(owner, mia, { password: 'a guess', code: first })).error?.fields).toHaveProperty('password');
    expect((await transfer(owner, mia, { password: PASSWORD })).error?.code).toBe('two_factor_required');
    expect((await transfer(owner, mia, { password: PASSWORD, code: 'k3vd-9qm2-x7t0' })).error?.code).toBe('wrong_code');
    expect(await roleOf(mia)).toBe('agent');
    expect((await transfer(owner, mia, { password: PASSWORD, code: first, share: true })).status).toBe(200);
    expect(await roleOf(mia)).toBe('owner');
    const again = await transfer(owner, admin, { password: PASSWORD, code: first, share: true });
    expect(again.error?.code).toBe('wrong_code');
    expect((await transfer(owner, admin, { password: PASSWORD, code: second, share: true })).status).toBe(200);
    // Whoever is signed in has not failed to sign in.
    expect((await audit()).map(([action]) => action)).toEqual([
      'ownership_shared',
      'ownership_shared',
      'two_factor_on',
    ]);
  });

  test('[W2] is not handed to somebody who cannot come in', async () => {
    const invited = await invite('new@team.test');
    await ask(owner, 'POST', `${mia.id}/deactivate`, {});
    for (const of of [invited, mia])
      expect((await transfer(owner, of, { password: PASSWORD })).error?.fields).toHaveProperty('agent');
  });

  test('[W2] one owner is left when two remove, demote or deactivate each other at the same moment', async () => {
    for (const way of ['DELETE', 'PUT', 'POST'] as const) {
      const acme = await createSite(server.core);
      const [one, two] = [
        await createAgent(server.core, acme, { role: 'owner' }),
        await createAgent(server.core, acme, { role: 'owner' }),
      ];
      const against = (as: NewAgent, of: NewAgent) =>
        way === 'DELETE'
          ? ask(as, 'DELETE', of.id)
          : way === 'PUT'
            ? setRole(as, of, 'agent')
            : ask(as, 'POST', `${of.id}/deactivate`, {});
      await Promise.all([against(one, two), against(two, one)]);
      const left = await server.core.db
        .selectFrom('memberships')
        .select('role')
        .where('site_id', '=', acme.id)
        .where('role', '=', 'owner')
        .where('deactivated_at', 'is', null)
        .execute();
      expect([way, left]).toEqual([way, [{ role: 'owner' }]]);
    }
  });
});

const invite = async (email: string) =>
  (
    await call<{ agent: AgentDetails['agent'] }>(server, '/api/agents', {
      body: { email, name: 'New', role: 'agent' },
      token: admin.token,
    })
  ).body.agent;

describe('leaving', () => {
  test('[W3] [P8] who is removed is gone on every node, and comes in nowhere', async () => {
    const node = await startTestServer({ databaseUrl: server.databaseUrl });
    const sockets = [await inbox(mia), await inbox(mia, node)];
    expect((await ask(admin, 'DELETE', mia.id)).status).toBe(200);
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([CLOSE.revoked.code, CLOSE.revoked.code]);
    expect((await call(server, '/api/agents', { token: mia.token })).status).toBe(401);
    expect((await logIn(mia)).error?.code).toBe('invalid_credentials');
    expect((await ask(admin, 'GET', mia.id)).status).toBe(404);
    expect((await audit())[0]).toEqual([
      'agent_removed',
      'Mia',
      { email: expect.stringMatching(/^a\*\*\*@/), from: 'agent' },
    ]);
    await node.close();
  });

  test('[W3] another site of theirs notices nothing', async () => {
    const other = await createSite(server.core);
    await server.core.db
      .insertInto('memberships')
      .values({ site_id: other.id, account_id: mia.id, role: 'agent' })
      .execute();
    await ask(admin, 'DELETE', mia.id);
    const { body } = await logIn(mia);
    const socket = await connect(server, `/ws/room/${other.slug}`, body.access_token);
    expect((await socket.call('get_me')).command).toBe('get_me');
    await socket.close();
  });

  test('[W3] whom another site has invited too keeps the account, without ever having come in', async () => {
    const { id } = await invite('twice@team.test');
    const other = await createSite(server.core);
    const { db } = server.core;
    await db.insertInto('memberships').values({ site_id: other.id, account_id: id, role: 'agent' }).execute();
    expect((await ask(admin, 'DELETE', id)).status).toBe(200);
    const teams = db.selectFrom('memberships').select('site_id').where('account_id', '=', id);
    expect(await teams.execute()).toEqual([{ site_id: other.id }]);
  });

  test('[W3] their open rooms go to the queue, with a line in each; the closed ones and colleagues’ stay', async () => {
    const rooms = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const visitor = await openVisitor(server, site.slug);
        const socket = await chat(server, site.slug, visitor);
        await socket.call('new_message', { message: { content: 'Hello' } });
        return { socket, room: `${site.slug} ${visitor.consumer}` };
      }),
    );
    const [held, closed, others] = rooms.map(({ room }) => room) as [string, string, string];
    const act = (as: NewAgent, what: string, room: string) =>
      call(server, `/api/rooms/${what}`, { body: { room }, token: as.token });
    await act(mia, 'take_over', held);
    await act(mia, 'take_over', closed);
    await act(mia, 'close', closed);
    await act(admin, 'take_over', others);
    expect((await details(mia)).open_rooms).toBe(1);
    const left = rooms[0]?.socket.seen(
      ({ message }) => (message as { event?: string } | undefined)?.event === 'agent_left',
    );
    const watching = await inbox(admin);
    const announced = watching.next(
      ({ command, room }) => command === 'room_changed' && (room as { room: string }).room === held,
    );
    await ask(admin, 'DELETE', mia.id);
    expect(await left).toMatchObject({ message: { role: 'system', content: 'Mia left' } });
    expect(await announced).toMatchObject({ room: { owner: { kind: 'queue', id: null } } });
    const ownerOf = async (room: string) =>
      ((await watching.call('fetch_room', { room })).rooms as { owner: object }[])[0]?.owner;
    expect(await ownerOf(closed)).toMatchObject({ kind: 'agent', id: mia.id });
    expect(await ownerOf(others)).toMatchObject({ kind: 'agent', id: admin.id });
    await Promise.all([watching.close(), ...rooms.map(({ socket }) => socket.close())]);
  });

  test('[W4] deactivated one keeps the place and may not come in; reactivated one may, in the same role', async () => {
    const socket = await inbox(mia);
    expect((await ask(admin, 'POST', `${mia.id}/deactivate`, {})).body).toMatchObject({ agent: { deactivated: true } });
    expect(await socket.closed).toBe(CLOSE.revoked.code);
    await ask(admin, 'POST', `${mia.id}/deactivate`, {});
    expect((await logIn(mia)).error?.code).toBe('invalid_credentials');
    expect((await ask(admin, 'POST', `${mia.id}/reactivate`, {})).body).toMatchObject({
      agent: { deactivated: false },
    });
    await ask(admin, 'POST', `${mia.id}/reactivate`, {});
    // The sessions of before are gone for good.
    expect((await call(server, '/api/agents', { token: mia.token })).status).toBe(401);
    expect((await logIn(mia)).status).toBe(200);
    expect((await audit()).map(([action]) => action)).toEqual(['signed_in', 'agent_reactivated', 'agent_deactivated']);
  });
});

describe('invitations', () => {
  test('[W5] say until when they are good, anew with each mail; withdrawn ones are good for nothing', async () => {
    const first = await invite('kim@team.test');
    const week = Date.now() + 7 * 86_400_000;
    expect(Math.abs(Date.parse(first.invitation_expires as string) - week)).toBeLessThan(60_000);
    await server.core.db
      .updateTable('memberships')
      .set({ invited_at: new Date(0) })
      .where('account_id', '=', first.id)
      .execute();
    expect((await details(first)).agent.invitation_expires).toBe('1970-01-08T00:00:00.000Z');
    expect((await invite('kim@team.test')).invitation_expires).not.toBe('1970-01-08T00:00:00.000Z');
    const token = await makeToken(server.core, server.core.db, 'invitation', first.id);
    expect((await ask(admin, 'DELETE', first.id)).status).toBe(200);
    const used = await call(server, '/api/users/password', { body: { token, password: PASSWORD } });
    expect(used.error?.code).toBe('link_expired');
    expect((await audit())[0]).toEqual(['invitation_withdrawn', null, { email: 'k***@team.test', from: 'agent' }]);
    expect((await invite('kim@team.test')).invited).toBe(true);
  });

  test('[W5] somebody who came in keeps the account when removed', async () => {
    await ask(admin, 'DELETE', mia.id);
    expect(await invite(mia.email)).toMatchObject({ id: mia.id, invited: false, invitation_expires: null });
  });
});

test('whoever manages the team sees a colleague’s sessions and when they were last here', async () => {
  await logIn(mia);
  const seen = await details(mia);
  expect(seen).toMatchObject({
    agent: { id: mia.id, name: 'Mia' },
    username: mia.username,
    sessions: 2,
    open_rooms: 0,
  });
  expect(Math.abs(Date.parse(seen.last_seen as string) - Date.now())).toBeLessThan(60_000);
  expect((await ask(mia, 'GET', admin.id)).error?.code).toBe('forbidden');
});

test('a link to a new password is mailed to the colleague, and not to whoever has none yet; too many are refused', async () => {
  const send = (of: { id: string }) => ask(admin, 'POST', `${of.id}/password`, {});
  const token = () =>
    server.core.db.selectFrom('one_time_tokens').select('purpose').where('account_id', '=', mia.id).executeTakeFirst();
  expect((await send(mia)).status).toBe(200);
  expect(await eventually(token)).toEqual({ purpose: 'reset' });
  expect((await audit())[0]?.slice(0, 2)).toEqual(['password_reset_sent', 'Mia']);
  expect((await send(await invite('none@team.test'))).error?.fields).toHaveProperty('agent');
  await send(mia);
  await send(mia);
  expect((await send(mia)).error?.code).toBe('rate_limited');
});
