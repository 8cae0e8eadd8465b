/** Holds labels: who may make them, what a room that bears some looks like and how it is found, and that no visitor learns of any. */
import { type AgentRoom, type AuditEntry, type Label, MAX_LABELS, MAX_LABELS_ON_ROOM } from '@parley/protocol';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chat, connect, openVisitor, type RawClient } from '../../test/client.ts';
import { call, createAgent, createSite, createUser, type NewAgent, type NewSite } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { BETWEEN, startNodes } from '../../test/nodes.ts';
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
  call<{ label: Label }>(server, `/api/labels${path}`, { method, token: as.token, ...(body && { body }) });
const make = async (name: string, more: object = {}) =>
  (await ask('POST', '', { name, color: 'blue', ...more })).body.label;
const list = async (as = ben) =>
  (await call<{ labels: Label[]; state: string }>(server, '/api/labels', { token: as.token })).body;
const audit = async () =>
  (await call<{ entries: AuditEntry[] }>(server, '/api/audit', { token: ada.token })).body.entries.map(
    ({ action, subject, details }) => [action, subject?.name, details],
  );
const inbox = (as: NewAgent) => connect(server, `/ws/room/${site.slug}`, as.token);

/** A visitor has said hello. */
async function aRoom(words = 'Hello') {
  const visitor = await openVisitor(server, site.slug);
  const socket = await chat(server, site.slug, visitor);
  await socket.call('new_message', { message: { content: words } });
  return { visitor, socket, room: `${site.slug} ${visitor.consumer}` };
}
const put = (room: string, more: object, as = ben) =>
  call<{ room: AgentRoom }>(server, '/api/rooms/labels', { body: { room, ...more }, token: as.token });
const rooms = async (socket: RawClient, asked: object) =>
  ((await socket.call('fetch_rooms', asked)).rooms as AgentRoom[]).map(({ room }) => room);
const act = (what: string, room: string) => call(server, `/api/rooms/${what}`, { body: { room }, token: ada.token });

describe('labels', () => {
  test('[R17] are made, changed and deleted by those who may, and each change is written down', async () => {
    const made = await ask('POST', '', { name: '  Delivery ', color: 'blue', description: ' Where a\nparcel is ' });
    expect(made.status).toBe(201);
    const { id } = made.body.label;
    const delivery = { id, name: 'Delivery', color: 'blue', description: 'Where a parcel is', auto: false, rooms: 0 };
    expect(made.body.label).toEqual(delivery);
    const returns = await make('Returns', { color: 'amber' });
    expect((await list()).labels).toEqual([delivery, { ...returns, description: '' }]);
    const { body } = await ask('PUT', `/${id}`, { name: 'Shipping', color: 'teal' });
    expect(body.label).toEqual({ ...delivery, name: 'Shipping', color: 'teal' });
    // As it is already: not written down.
    await ask('PUT', `/${id}`, { name: 'Shipping', color: 'teal', description: 'Where a parcel is' });
    await ask('PUT', `/${id}`, { description: '' });
    expect((await ask('DELETE', `/${id}`)).status).toBe(200);
    expect((await list()).labels).toEqual([returns]);
    expect(await audit()).toEqual([
      ['label_deleted', 'Shipping', { count: 0 }],
      ['label_changed', 'Shipping', { fields: ['description'] }],
      ['label_changed', 'Shipping', { from: 'Delivery', to: 'Shipping', fields: ['name', 'color'] }],
      ['label_created', 'Returns', {}],
      ['label_created', 'Delivery', {}],
    ]);
    for (const label of [id, uuidv7(), 'x'])
      for (const method of ['PUT', 'DELETE'])
        expect((await ask(method, `/${label}`, method === 'PUT' ? { name: 'X' } : undefined)).error?.code).toBe(
          'not_found',
        );
  });

  test('[R17] a name is the only one of the site, whatever its capitals, and has something visible', async () => {
    const { id } = await make('Returns');
    const billing = await make('Billing');
    for (const name of ['returns', 'RETURNS ', 'Ｒｅｔｕｒｎｓ']) {
      expect([name, (await ask('POST', '', { name, color: 'red' })).error?.code]).toEqual([name, 'taken']);
      expect([name, (await ask('PUT', `/${billing.id}`, { name })).error?.code]).toEqual([name, 'taken']);
    }
    for (const name of [' ', '\u200b', 'two\nlines', 'x'.repeat(41)])
      expect([name, (await ask('POST', '', { name, color: 'red' })).error?.code]).toEqual([name, 'invalid']);
    expect((await ask('POST', '', { name: 'X', color: 'beige' })).error?.code).toBe('invalid');
    expect((await ask('PUT', `/${id}`, { name: 'returns' })).body.label.name).toBe('returns');
    // Of several at the same moment one gets it.
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ask('POST', '', { name: 'Press', color: 'grey' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    await ask('DELETE', `/${id}`);
    expect((await ask('POST', '', { name: 'Returns', color: 'red' })).status).toBe(201);
    const olga = await createAgent(server.core, await createSite(server.core), { role: 'owner' });
    expect((await ask('POST', '', { name: 'Returns', color: 'red' }, olga)).status).toBe(201);
  });

  test(`[R17] a site has ${MAX_LABELS} at most, also of two that are made at once`, async () => {
    const names = Array.from({ length: MAX_LABELS - 1 }, (_, n) => `Label ${n}`);
    await server.core.db
      .insertInto('labels')
      .values(
        names.map((name) => ({ site_id: site.id, id: uuidv7(), name, name_key: name.toLowerCase(), color: 'grey' })),
      )
      .execute();
    const answers = await Promise.all(['One', 'Two'].map((name) => ask('POST', '', { name, color: 'grey' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  test('[R17] the heartbeat tells whoever hears the site that labels are not what they were', async () => {
    const socket = await inbox(ben);
    const { room, socket: visitor } = await aRoom();
    const told = async () => {
      const heard = socket.next('heartbeat');
      await beat(server.core);
      return (await heard).labels;
    };
    expect(await told()).toBe((await list()).state);
    const { id } = await make('Returns');
    const changes = [
      () => ask('PUT', `/${id}`, { name: 'Exchanges' }),
      () => ask('PUT', `/${id}`, { color: 'red' }),
      () => ask('PUT', `/${id}`, { description: 'Boots above all' }),
      () => put(room, { add: [id] }),
      () => ask('DELETE', `/${id}`),
    ];
    const states: string[] = [];
    for (const change of changes) {
      const before = await told();
      await change();
      const after = (await told()) as string;
      expect(after).toBe((await list()).state);
      states.push(after === before ? 'same' : 'other');
    }
    expect(states).toEqual(['other', 'other', 'other', 'same', 'other']);
    await Promise.all([socket.close(), visitor.close()]);
  });
});

describe('on rooms', () => {
  test('[R18] are put on and taken off by every agent, with who and when; nothing else of the room changes', async () => {
    const { socket, room } = await aRoom();
    const [returns, vip] = [await make('Returns'), await make('VIP')];
    const watching = await inbox(ada);
    const [before] = (await watching.call('fetch_room', { room })).rooms as [AgentRoom];
    expect(before).not.toHaveProperty('labels');
    const told = watching.seen(({ command, room: of }) => command === 'room_changed' && 'labels' in (of as object));
    const { body } = await put(room, { add: [vip.id, returns.id, vip.id] });
    const at = body.room.labels?.[0]?.at;
    const labels = [returns, vip].map(({ id }) => ({ id, by: 'Ben', at }));
    expect(body.room).toEqual({ ...before, labels, version: 2, presence: body.room.presence });
    expect(new Date(at as string).getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(await told).toMatchObject({ room: { room, labels, version: 2 } });
    // Twice is once; the difference alone is told.
    expect((await put(room, { add: [vip.id], remove: [uuidv7(), 'x'] }, ada)).body.room).toMatchObject({
      version: 2,
      labels,
    });
    const less = await put(room, { add: [vip.id], remove: [returns.id] }, ada);
    expect(less.body.room).toMatchObject({ version: 3, labels: [labels[1]], head: before.head, owner: before.owner });
    await act('close', room);
    expect((await put(room, { remove: [vip.id] })).body.room).not.toHaveProperty('labels');
    expect((await put(room, { add: [returns.id] })).body.room).toMatchObject({ status: 'closed' });
    expect((await list()).labels).toMatchObject([{ rooms: 1 }, { rooms: 0 }]);
    await Promise.all([socket.close(), watching.close()]);
  });

  test('[R18] two who label at once both get their way; a room bears only so many', async () => {
    const { socket, room } = await aRoom();
    const made = await Promise.all(Array.from({ length: MAX_LABELS_ON_ROOM + 1 }, (_, n) => make(`Label ${n}`)));
    const ids = made.map(({ id }) => id);
    await Promise.all(ids.slice(0, 6).map((id, n) => put(room, { add: [id] }, n % 2 === 0 ? ada : ben)));
    const six = await put(room, {});
    expect(six.body.room.labels?.map(({ id }) => id).sort()).toEqual(ids.slice(0, 6).sort());
    expect(six.body.room.version).toBe(7);
    expect((await put(room, { add: ids.slice(6, MAX_LABELS_ON_ROOM) })).body.room.labels).toHaveLength(
      MAX_LABELS_ON_ROOM,
    );
    expect((await put(room, { add: ids.slice(-1) })).error?.code).toBe('invalid');
    await socket.close();
  });

  test('[R18] what is not there is refused whole; so is an erased room, which bears none any more', async () => {
    const { socket, room, visitor } = await aRoom();
    const { id } = await make('Returns');
    const elsewhere = await createSite(server.core);
    const olga = await createAgent(server.core, elsewhere, { role: 'owner' });
    const foreign = (await ask('POST', '', { name: 'Foreign', color: 'red' }, olga)).body.label;
    for (const label of [foreign.id, uuidv7(), 'x'])
      expect([label, (await put(room, { add: [id, label] })).error?.code]).toEqual([label, 'not_found']);
    expect((await put(room, { add: [foreign.id] }, olga)).error?.code).toBe('room_not_found');
    expect((await put(room, {})).body.room).not.toHaveProperty('labels');
    await put(room, { add: [id] });
    await call(server, '/api/privacy/erasures', { body: { consumer: visitor.consumer }, token: ada.token });
    await eventually(async () => (await put(room, { add: [id] })).error?.code === 'erased');
    const left = await server.core.db.selectFrom('room_labels').selectAll().where('site_id', '=', site.id).execute();
    expect(left).toEqual([]);
    await socket.close();
  });

  test('[R19] narrow every list, its count and the search, by id or by name, and page by page', async () => {
    const [one, two, three] = [await aRoom('alpha'), await aRoom('beta'), await aRoom('alpha')];
    const [returns, vip] = [await make('Returns'), await make('VIP')];
    for (const { room } of [one, two]) await put(room, { add: [returns.id] });
    await act('take_over', two.room);
    await act('close', three.room);
    await put(three.room, { add: [returns.id] });
    const socket = await inbox(ben);
    const label = returns.id;
    const all = await rooms(socket, {});
    expect(await rooms(socket, { label })).toEqual(all);
    expect(await rooms(socket, { label, status: 'open' })).toEqual([two.room, one.room]);
    expect(await rooms(socket, { label, status: 'open', assignee: 'others' })).toEqual([two.room]);
    expect(await rooms(socket, { label, status: 'closed' })).toEqual([three.room]);
    expect((await rooms(socket, { label, query: 'alpha' })).sort()).toEqual([one.room, three.room].sort());
    expect(await rooms(socket, { label: 'returns', status: 'closed' })).toEqual([three.room]);
    const counts = { unassigned: 0, mine: 0, bot: 1, others: 1, closed: 1, teams: {} };
    for (const named of [label, 'returns'])
      expect(await socket.call('count_rooms', { label: named })).toMatchObject(counts);
    const nothing = { unassigned: 0, mine: 0, bot: 0, others: 0, closed: 0, teams: {} };
    for (const none of [vip.id, 'VIP', uuidv7(), 'nothing', '']) {
      expect([none, await rooms(socket, { label: none })]).toEqual([none, []]);
      expect([none, await socket.call('count_rooms', { label: none })]).toMatchObject([none, nothing]);
    }
    const pages: string[] = [];
    for (let cursor: unknown; cursor !== null; ) {
      const page = await socket.call('fetch_rooms', { label, limit: 1, ...(cursor !== undefined && { cursor }) });
      pages.push(...(page.rooms as AgentRoom[]).map(({ room }) => room));
      cursor = page.next;
    }
    expect(pages).toEqual(all);
    await Promise.all([one, two, three].map((each) => each.socket.close()));
    await socket.close();
  });

  test('[R20] a deleted label is gone from the list at once and from its rooms soon, of which the open ones are told', async () => {
    const [open, closed] = [await aRoom(), await aRoom()];
    const [returns, vip] = [await make('Returns'), await make('VIP')];
    for (const { room } of [open, closed]) await put(room, { add: [returns.id, vip.id] });
    await act('close', closed.room);
    const socket = await inbox(ben);
    const isLess = ({ command, room }: { command: string; room?: unknown }) =>
      command === 'room_changed' && (room as AgentRoom).room === open.room && (room as AgentRoom).labels?.length === 1;
    const told = socket.next(isLess);
    await ask('DELETE', `/${returns.id}`);
    expect(await rooms(socket, { label: returns.id })).toEqual([]);
    expect((await put(open.room, { add: [returns.id] })).error?.code).toBe('not_found');
    expect(await told).toMatchObject({ room: { version: 3, labels: [{ id: vip.id }] } });
    const labels = server.core.db.selectFrom('labels').select('id').where('site_id', '=', site.id);
    await eventually(async () => (await labels.execute()).length === 1);
    const [now] = (await socket.call('fetch_room', { room: closed.room })).rooms as [AgentRoom];
    expect(now).toMatchObject({ version: 4, labels: [{ id: vip.id }] });
    await Promise.all([open.socket.close(), closed.socket.close(), socket.close()]);
  });

  test('[R20] however many rooms bear it, each loses it and is told of once, while others label', async () => {
    const { id } = await make('Returns');
    await sql`insert into rooms (site_id, id, key, status)
      select ${site.id}, gen_random_uuid(), n::text, case when n % 2 = 0 then 'open' else 'closed' end
      from generate_series(1, 900) n`.execute(server.core.db);
    await sql`insert into room_labels (site_id, room_id, label_id, put_at)
      select site_id, id, ${id}, now() from rooms where site_id = ${site.id}`.execute(server.core.db);
    const label = (n: number) => put(`${site.slug} ${n}`, { add: [id] });
    const answers = await Promise.all([label(1), ask('DELETE', `/${id}`), label(2), label(3)]);
    expect(answers[1].status).toBe(200);
    const left = server.core.db.selectFrom('labels').select('id').where('site_id', '=', site.id);
    await eventually(async () => (await left.execute()).length === 0);
    const rows = await server.core.db.selectFrom('rooms').select('version').where('site_id', '=', site.id).execute();
    expect(new Set(rows.map(({ version }) => version))).toEqual(new Set([2]));
  });

  test('stand in what a person is given of its own, and in no other frame to it', async () => {
    const { room, visitor, socket } = await aRoom();
    const { id } = await make('Wants a refund');
    await put(room, { add: [id] });
    const asked = await call<{ request: { request: string } }>(server, '/api/privacy/exports', {
      body: { consumer: visitor.consumer },
      token: ada.token,
    });
    const { request } = asked.body.request;
    const state = async () =>
      (await call<{ request: { state: string } }>(server, `/api/privacy/requests/${request}`, { token: ada.token }))
        .body.request.state;
    await eventually(async () => (await state()) === 'done');
    const opened = await call<{ url: string }>(server, `/api/privacy/requests/${request}/link`, {
      body: { format: 'json' },
      token: ada.token,
    });
    const file = (await (await fetch(new URL(new URL(opened.body.url).pathname, server.url))).json()) as object;
    expect(file).toMatchObject({
      what_the_team_labelled_your_conversations: [{ conversation: visitor.consumer, label: 'Wants a refund' }],
    });
    await socket.close();
  });
});

describe.each(BETWEEN)('between %s', (between) => {
  test('[R21] [R18] every agent’s inbox sees a label within a beat, and no visitor’s or user’s frame or answer tells of it', async () => {
    const nodes = await startNodes(between);
    const { one, two } = nodes;
    const acme = await createSite(one.core, { slug: 'acme' });
    const admin = await createAgent(one.core, acme, { name: 'Ada', role: 'admin' });
    const user = await createUser(one.core, acme);
    const visitor = await openVisitor(two, 'acme');
    const theirs = [
      { socket: await chat(two, 'acme', visitor), token: visitor.access_token, room: `acme ${visitor.consumer}` },
      {
        socket: await connect(two, `/ws/chat/acme/${user.consumer}`, user.token),
        token: user.token,
        room: `acme ${user.consumer}`,
      },
    ];
    const mine = await connect(one, '/ws/room/acme', admin.token);
    const others = await connect(two, '/ws/room/acme', (await createAgent(two.core, acme)).token);
    const secret = 'Suspected fraud';
    const { label } = (await mine.call('create_label', { name: secret, color: 'red' })) as unknown as { label: Label };
    for (const { socket, token, room } of theirs) {
      await socket.call('new_message', { message: { content: 'Hello' } });
      await mine.call('label_room', { room, add: [label.id] });
      for (const node of [...nodes.all, ...nodes.all]) await beat(node.core);
      const bears = async () =>
        ((await others.call('fetch_room', { room })).rooms as AgentRoom[])[0]?.labels?.[0]?.id === label.id;
      await eventually(bears);
      if (between !== 'two nodes and heartbeats')
        await others.seen(
          ({ command, room: of }) =>
            command === 'room_changed' && (of as AgentRoom).room === room && 'labels' in (of as object),
        );
      // What they may ask for about the room, by either door; the last answer comes after whatever was told before.
      for (const command of ['list_labels', 'label_room', 'fetch_room'])
        expect(await socket.call(command, { room })).toMatchObject({ code: 'forbidden' });
      const seen: unknown[] = [await socket.call('fetch_messages')];
      await mine.call('take_over', { room });
      await mine.call('new_message', { room, message: { content: 'Bye' } });
      await mine.call('label_room', { room, remove: [label.id] });
      for (const node of nodes.all) await beat(node.core);
      await eventually(async () => JSON.stringify(await socket.call('fetch_messages')).includes('Bye'));
      seen.push(
        await (
          await fetch(`${two.url}/api/messages?room=${encodeURIComponent(room)}`, {
            headers: { authorization: `Bearer ${token}` },
          })
        ).json(),
      );
      seen.push(
        await openVisitor(two, 'acme', visitor.visitor_token),
        await socket.call('mark_read', { seq: 1 }),
        socket.frames,
      );
      const said = JSON.stringify(seen);
      expect(said).toContain('Bye');
      expect(said).not.toMatch(/label/i);
      expect(said).not.toContain(secret);
      expect(said).not.toContain(label.id);
    }
    await Promise.all([...theirs.map(({ socket }) => socket.close()), mine.close(), others.close()]);
    await nodes.close();
  });
});
