/** Holds named teams: who may make and fill them, what a room that waits for one looks like, and that nothing is lost with a team. */
import { type AgentRoom, type AuditEntry, MAX_TEAMS, type Team } from '@parley/protocol';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chat, connect, openVisitor, type RawClient } from '../../test/client.ts';
import { call, createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { uuidv7 } from '../core/ids.ts';
import { beat } from '../rooms/heartbeat.ts';

let server: TestServer;
let site: NewSite;
let ada: NewAgent;
let ben: NewAgent;

beforeAll(async () => {
  server = await startTestServer({ worker: true });
});
afterAll(() => server.close());
beforeEach(async () => {
  site = await createSite(server.core);
  ada = await createAgent(server.core, site, { name: 'Ada', role: 'admin' });
  ben = await createAgent(server.core, site, { name: 'Ben' });
});

const ask = (method: string, path: string, body?: object, as = ada) =>
  call<{ team: Team }>(server, `/api/teams${path}`, { method, token: as.token, ...(body && { body }) });
const make = async (name: string, members: string[] = []) => (await ask('POST', '', { name, members })).body.team;
const list = async (as = ada) =>
  (await call<{ teams: Team[]; state: string }>(server, '/api/teams', { token: as.token })).body;
const audit = async () =>
  (await call<{ entries: AuditEntry[] }>(server, '/api/audit', { token: ada.token })).body.entries.map(
    ({ action, subject, details }) => [action, subject?.name, details],
  );
const inbox = (as: NewAgent) => connect(server, `/ws/room/${site.slug}`, as.token);

/** A visitor has said hello, and the bot has answered. */
async function aRoom() {
  const visitor = await openVisitor(server, site.slug);
  const socket = await chat(server, site.slug, visitor);
  const answered = socket.next(({ message }) => (message as { role?: string } | undefined)?.role === 'bot');
  await socket.call('new_message', { message: { content: 'Hello' } });
  await answered;
  return { socket, room: `${site.slug} ${visitor.consumer}` };
}
const act = (what: string, room: string, more: object = {}, as = ada) =>
  call<{ room: AgentRoom }>(server, `/api/rooms/${what}`, { body: { room, ...more }, token: as.token });
const pass = async (room: string, team: string, as = ada) => (await act('assign', room, { team }, as)).body.room;
const rooms = async (socket: RawClient, asked: object) =>
  ((await socket.call('fetch_rooms', asked)).rooms as AgentRoom[]).map(({ room }) => room);

describe('teams', () => {
  test('[Q1] are made, named and filled; an agent may be in several, and each change is written down', async () => {
    const returns = await make('  Returns ', [ben.id]);
    expect(returns).toMatchObject({ name: 'Returns', members: [ben.id], active: 1 });
    await make('Billing', [ben.id, ada.id, ben.id]);
    const { body } = await ask('PUT', `/${returns.id}`, { name: 'Exchanges', add: [ada.id, ben.id], remove: [ben.id] });
    expect(body.team).toEqual({ id: returns.id, name: 'Exchanges', members: [ada.id], active: 1 });
    // Twice is once, and not written down again.
    await ask('PUT', `/${returns.id}`, { name: 'Exchanges', add: [ada.id], remove: [ben.id] });
    expect((await list(ben)).teams).toMatchObject([{ name: 'Billing', active: 2 }, { name: 'Exchanges' }]);
    expect((await ask('DELETE', `/${returns.id}`)).status).toBe(200);
    expect((await list()).teams).toMatchObject([{ name: 'Billing' }]);
    const deeds = await audit();
    expect(deeds.filter(([action]) => action !== 'team_member_added')).toEqual([
      ['team_deleted', 'Exchanges', {}],
      ['team_member_removed', 'Ben', { from: 'Exchanges' }],
      ['team_renamed', 'Exchanges', { from: 'Returns', to: 'Exchanges' }],
      ['team_created', 'Billing', {}],
      ['team_created', 'Returns', {}],
    ]);
    expect(deeds.filter(([action]) => action === 'team_member_added')).toHaveLength(4);
  });

  test('[Q1] a name is the only one of the site, whatever its capitals and width, and has something visible', async () => {
    const { id } = await make('Returns');
    const billing = await make('Billing');
    for (const name of ['returns', 'RETURNS ', 'Ｒｅｔｕｒｎｓ']) {
      expect([name, (await ask('POST', '', { name })).error?.code]).toEqual([name, 'taken']);
      expect([name, (await ask('PUT', `/${billing.id}`, { name })).error?.code]).toEqual([name, 'taken']);
    }
    for (const name of [' ', '\u200b', 'two\nlines', 'x'.repeat(41)])
      expect([name, (await ask('POST', '', { name })).error?.code]).toEqual([name, 'invalid']);
    expect((await ask('PUT', `/${id}`, { name: 'returns' })).body.team.name).toBe('returns');
    // Of several at the same moment one gets it.
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask('POST', '', { name: 'Press' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    await ask('DELETE', `/${id}`);
    expect((await ask('POST', '', { name: 'Returns' })).status).toBe(201);
    const elsewhere = await createSite(server.core);
    const olga = await createAgent(server.core, elsewhere, { role: 'owner' });
    expect((await ask('POST', '', { name: 'Returns' }, olga)).status).toBe(201);
  });

  test('[Q1] hold the site’s own people alone; nobody is lost among two who change it at once', async () => {
    const { id } = await make('Returns');
    const stranger = await createAgent(server.core, await createSite(server.core));
    for (const agent of [stranger.id, uuidv7(), 'nobody'])
      expect([agent, (await ask('PUT', `/${id}`, { add: [ben.id, agent] })).error?.code]).toEqual([agent, 'not_found']);
    expect((await list()).teams).toMatchObject([{ members: [] }]);
    await Promise.all([ask('PUT', `/${id}`, { add: [ada.id] }), ask('PUT', `/${id}`, { add: [ben.id] })]);
    expect((await list()).teams[0]?.members).toEqual([ada.id, ben.id].sort());
    for (const team of [uuidv7(), 'x'])
      for (const method of ['PUT', 'DELETE'])
        expect((await ask(method, `/${team}`, method === 'PUT' ? { add: [ben.id] } : undefined)).error?.code).toBe(
          'not_found',
        );
  });

  test(`[Q1] a site has ${MAX_TEAMS} at most, also of two that are made at once`, async () => {
    const names = Array.from({ length: MAX_TEAMS - 1 }, (_, n) => `Team ${n}`);
    await server.core.db
      .insertInto('teams')
      .values(names.map((name) => ({ site_id: site.id, id: uuidv7(), name, name_key: name.toLowerCase() })))
      .execute();
    const answers = await Promise.all(['One', 'Two'].map((name) => ask('POST', '', { name })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  test('[Q1] whoever leaves the site is in none; who may not come in for now stays, and counts as nobody', async () => {
    await make('Returns', [ada.id, ben.id]);
    const people = (what: string, method = 'POST') =>
      call(server, `/api/agents/${ben.id}${what}`, {
        method,
        token: ada.token,
        ...(method === 'POST' && { body: {} }),
      });
    await people('/deactivate');
    expect((await list()).teams).toMatchObject([{ members: [ada.id, ben.id].sort(), active: 1 }]);
    await people('/reactivate');
    expect((await list()).teams).toMatchObject([{ active: 2 }]);
    await people('', 'DELETE');
    expect((await list()).teams).toMatchObject([{ members: [ada.id], active: 1 }]);
  });

  test('[Q6] the heartbeat tells whoever hears the site that teams are not what they were', async () => {
    const socket = await inbox(ben);
    const told = async () => {
      const heard = socket.next('heartbeat');
      await beat(server.core);
      return (await heard).teams;
    };
    const states = [(await told()) as string];
    expect(states[0]).toBe((await list()).state);
    const { id } = await make('Returns');
    const changes = [
      () => ask('PUT', `/${id}`, { add: [ada.id] }),
      () => ask('PUT', `/${id}`, { name: 'Exchanges' }),
      () => call(server, `/api/agents/${ada.id}`, { token: ada.token }),
      () => ask('PUT', `/${id}`, { remove: [ada.id] }),
      () => ask('DELETE', `/${id}`),
    ];
    for (const change of changes) {
      const before = await told();
      await change();
      const after = (await told()) as string;
      expect(after).toBe((await list()).state);
      states.push(after === before ? 'same' : 'other');
    }
    expect(states.slice(1)).toEqual(['other', 'other', 'same', 'other', 'other']);
    await socket.close();
  });
});

describe('rooms', () => {
  test('[Q2] a room that is passed to a team waits in the queue for it, the log says so, and the bot is silent', async () => {
    const { socket, room } = await aRoom();
    const returns = await make('Returns', [ben.id]);
    const theirs = await inbox(ben);
    const told = theirs.next(({ command, room: of }) => command === 'room_changed' && (of as AgentRoom).room === room);
    const said = socket.next('new_message');
    const passed = await pass(room, returns.id);
    const shown = { id: returns.id, name: 'Returns' };
    expect(passed).toMatchObject({ owner: { kind: 'queue', id: null }, team: shown, head: 3, version: 2 });
    expect(passed.waiting_since).not.toBeNull();
    expect(await told).toMatchObject({ room: { team: shown, owner: { kind: 'queue' } } });
    expect(await said).toMatchObject({
      message: {
        event: 'assigned',
        author: 'Ada',
        team: returns.id,
        content: 'Ada passed the conversation to Returns',
      },
    });
    const { owner_generation } = await server.core.db
      .selectFrom('rooms')
      .select('owner_generation')
      .where('site_id', '=', site.id)
      .executeTakeFirstOrThrow();
    expect(owner_generation).toBe(2);
    // Twice is once.
    expect(await pass(room, returns.id)).toMatchObject({ head: 3, version: 2 });
    await Promise.all([socket.close(), theirs.close()]);
  });

  test('[Q2] from whoever holds it, and a closed one is opened; one or the other has to be named', async () => {
    const { socket, room } = await aRoom();
    const returns = await make('Returns');
    await act('take_over', room, {}, ben);
    expect(await pass(room, returns.id)).toMatchObject({ owner: { kind: 'queue' }, team: { name: 'Returns' } });
    await act('close', room);
    expect(await pass(room, returns.id)).toMatchObject({ status: 'open', owner: { kind: 'queue' } });
    const elsewhere = await createSite(server.core);
    const olga = await createAgent(server.core, elsewhere, { role: 'owner' });
    const foreign = (await ask('POST', '', { name: 'Foreign' }, olga)).body.team;
    for (const team of [foreign.id, uuidv7(), 'x'])
      expect([team, (await act('assign', room, { team })).error?.code]).toEqual([team, 'not_found']);
    for (const both of [{}, { team: returns.id, agent: ben.id }])
      expect((await act('assign', room, both)).error?.code).toBe('invalid');
    await socket.close();
  });

  test('[Q3] keeps its team whoever takes, passes, closes and reopens it; the bot’s rooms have none', async () => {
    const { socket, room } = await aRoom();
    const [returns, billing] = [await make('Returns'), await make('Billing')];
    await pass(room, returns.id);
    for (const [what, more] of [
      ['take_over', {}],
      ['assign', { agent: ben.id }],
      ['close', {}],
      ['reopen', {}],
    ] as const)
      expect([what, (await act(what, room, more)).body.room.team?.name]).toEqual([what, 'Returns']);
    expect((await pass(room, billing.id)).team?.name).toBe('Billing');
    expect((await act('hand_back', room)).body.room.team).toBeNull();
    await pass(room, billing.id);
    await act('close', room);
    // The visitor writes again, and the bot answers.
    await socket.call('new_message', { message: { content: 'One more thing' } });
    const watching = await inbox(ada);
    const [now] = (await watching.call('fetch_room', { room })).rooms as AgentRoom[];
    expect(now).toMatchObject({ status: 'open', owner: { kind: 'bot' }, team: null });
    await Promise.all([socket.close(), watching.close()]);
  });

  test('[Q3] goes back to its team’s queue when whoever took it leaves the site', async () => {
    const { socket, room } = await aRoom();
    const returns = await make('Returns', [ben.id]);
    await pass(room, returns.id);
    await act('take_over', room, {}, ben);
    await call(server, `/api/agents/${ben.id}`, { method: 'DELETE', token: ada.token });
    const watching = await inbox(ada);
    const asked = { status: 'open', assignee: 'unassigned', team: returns.id };
    await eventually(async () => (await rooms(watching, asked)).includes(room));
    await Promise.all([socket.close(), watching.close()]);
  });

  test('[Q4] every agent finds it in the queue; lists are narrowed to a team, and what waits for each is counted', async () => {
    const [one, two, three] = [await aRoom(), await aRoom(), await aRoom()];
    const [returns, billing] = [await make('Returns', [ben.id]), await make('Billing')];
    for (const { room } of [one, two]) await pass(room, returns.id);
    await three.socket.call('request_person');
    await act('take_over', two.room);
    const socket = await inbox(ben);
    const open = { status: 'open' };
    expect(await rooms(socket, { ...open, assignee: 'unassigned' })).toEqual([three.room, one.room]);
    expect(await rooms(socket, { ...open, assignee: 'unassigned', team: returns.id })).toEqual([one.room]);
    expect(await rooms(socket, { team: returns.id })).toEqual([two.room, one.room]);
    expect(await rooms(socket, { team: returns.id, query: 'hello' })).toEqual([two.room, one.room]);
    expect(await rooms(socket, { team: billing.id })).toEqual([]);
    expect(await rooms(socket, { team: 'nothing' })).toEqual([]);
    expect(await socket.call('count_rooms')).toMatchObject({
      unassigned: 2,
      teams: { [returns.id]: 1, [billing.id]: 0 },
    });
    await Promise.all([one, two, three].map((each) => each.socket.close()));
    await socket.close();
  });

  test('[Q5] a deleted team leaves its rooms in the queue, at once for whoever asks, and tells whoever sees them', async () => {
    const [waiting, taken, closed] = [await aRoom(), await aRoom(), await aRoom()];
    const returns = await make('Returns');
    for (const { room } of [waiting, taken, closed]) await pass(room, returns.id);
    await act('take_over', taken.room);
    await act('close', closed.room);
    const socket = await inbox(ben);
    const told = [waiting, taken].map(({ room }) =>
      socket.seen(({ command, room: of }) => command === 'room_changed' && isBare(of as AgentRoom, room)),
    );
    await ask('DELETE', `/${returns.id}`);
    for (const { room } of [waiting, taken, closed]) {
      const [now] = (await socket.call('fetch_room', { room })).rooms as AgentRoom[];
      expect(now?.team).toBeNull();
    }
    expect(await rooms(socket, { status: 'open', assignee: 'unassigned' })).toEqual([waiting.room]);
    expect((await act('assign', waiting.room, { team: returns.id })).error?.code).toBe('not_found');
    await Promise.all(told);
    const teams = server.core.db.selectFrom('teams').select('id').where('site_id', '=', site.id);
    await eventually(async () => (await teams.execute()).length === 0);
    const left = await server.core.db.selectFrom('rooms').selectAll().where('site_id', '=', site.id).execute();
    expect(left.map(({ team_id }) => team_id)).toEqual([null, null, null]);
    // The log still tells to whom it was passed.
    expect((await socket.call('fetch_messages', { room: waiting.room })).messages).toMatchObject([
      { role: 'visitor' },
      { role: 'bot' },
      { content: 'Ada passed the conversation to Returns' },
    ]);
    await Promise.all([waiting, taken, closed].map((each) => each.socket.close()));
    await socket.close();
  });

  test('[Q5] passing to a team while it is deleted ends in the queue or is refused, and leaves no room behind', async () => {
    const held = await Promise.all(Array.from({ length: 6 }, aRoom));
    const returns = await make('Returns');
    const answers = await Promise.all([
      ...held.slice(0, 3).map(({ room }) => act('assign', room, { team: returns.id })),
      ask('DELETE', `/${returns.id}`),
      ...held.slice(3).map(({ room }) => act('assign', room, { team: returns.id })),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set(answers.map(({ status }) => (status === 200 ? 200 : 404))),
    );
    const left = () => server.core.db.selectFrom('rooms').selectAll().where('site_id', '=', site.id).execute();
    await eventually(async () => (await left()).every(({ team_id }) => team_id === null));
    const passed = answers.filter(({ status }) => status === 200).length - 1;
    expect((await left()).filter(({ owner_kind }) => owner_kind === 'queue')).toHaveLength(passed);
    await Promise.all(held.map((each) => each.socket.close()));
  });

  test('[Q5] however many rooms it has, each is told of once and loses it', async () => {
    const { id } = await make('Returns');
    await sql`insert into rooms (site_id, id, key, owner_kind, status, team_id)
      select ${site.id}, gen_random_uuid(), n::text, 'queue', case when n % 2 = 0 then 'open' else 'closed' end, ${id}
      from generate_series(1, 900) n`.execute(server.core.db);
    await ask('DELETE', `/${id}`);
    const rows = () => server.core.db.selectFrom('rooms').selectAll().where('site_id', '=', site.id).execute();
    await eventually(async () => (await rows()).every(({ team_id }) => team_id === null));
    expect(new Set((await rows()).map(({ version }) => version))).toEqual(new Set([2]));
  });

  test('[Q5] a new name is told to whoever sees an open room', async () => {
    const { socket, room } = await aRoom();
    const { id } = await make('Returns');
    await pass(room, id);
    const watching = await inbox(ben);
    const told = watching.seen(
      ({ command, room: of }) => command === 'room_changed' && (of as AgentRoom).team?.name === 'Exchanges',
    );
    await ask('PUT', `/${id}`, { name: 'Exchanges' });
    expect(await told).toMatchObject({ room: { room, team: { id, name: 'Exchanges' }, version: 3 } });
    await Promise.all([socket.close(), watching.close()]);
  });
});

const isBare = (of: AgentRoom, room: string) => of.room === room && of.team === null;
