/** Holds passing a room to a colleague: who may get one, what the log says, and that the bot is silent from then on. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chat, connect, openVisitor } from '../../test/client.ts';
import { call, createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
let site: NewSite;
let ada: NewAgent;
let ben: NewAgent;

beforeAll(async () => {
  server = await startTestServer();
  site = await createSite(server.core, { slug: 'acme' });
  ada = await createAgent(server.core, site, { name: 'Ada', role: 'admin' });
  ben = await createAgent(server.core, site, { name: 'Ben' });
});
afterAll(() => server.close());

const aRoom = async () => {
  const visitor = await openVisitor(server, 'acme');
  const socket = await chat(server, 'acme', visitor);
  await socket.call('new_message', { message: { content: 'Hello' } });
  return { socket, room: `acme ${visitor.consumer}` };
};
const assign = (room: string, agent: string, as = ada) =>
  call(server, '/api/rooms/assign', { body: { room, agent }, token: as.token });

test('[R16] the colleague is the owner, sees it among the own rooms, and the log says who passed it on', async () => {
  const { socket, room } = await aRoom();
  const inbox = await connect(server, '/ws/room/acme', ben.token);
  // What the first message changed may be told after the socket is open.
  const told = inbox.next(({ command, room: changed }) => {
    const { room: name, owner } = (changed ?? {}) as { room?: string; owner?: { kind: string } };
    return command === 'room_changed' && name === room && owner?.kind === 'agent';
  });
  const seen = socket.next('new_message');
  const { body } = await assign(room, ben.id);
  expect(body).toMatchObject({ room: { owner: { kind: 'agent', id: ben.id, name: 'Ben' }, version: 2 } });
  expect(await told).toMatchObject({ room: { owner: { id: ben.id } } });
  expect(await seen).toMatchObject({
    message: { role: 'system', event: 'assigned', author: 'Ada', content: 'Ada passed the conversation to Ben' },
  });
  expect(await inbox.call('fetch_rooms', { assignee: 'mine' })).toMatchObject({ rooms: [{ room }] });
  // Twice is once.
  expect((await assign(room, ben.id)).body).toMatchObject({ room: { head: 2, version: 2 } });
  await Promise.all([socket.close(), inbox.close()]);
});

test('[R16] to oneself it is taking over; a closed room is opened by it', async () => {
  const { socket, room } = await aRoom();
  const own = socket.next('new_message');
  await assign(room, ada.id);
  expect(await own).toMatchObject({ message: { event: 'agent_joined' } });
  await call(server, '/api/rooms/close', { body: { room }, token: ada.token });
  expect((await assign(room, ben.id)).body).toMatchObject({ room: { status: 'open', owner: { id: ben.id } } });
  await socket.close();
});

test('[R16] nobody else gets a room: another site’s agent, one who is only invited or may not come in', async () => {
  const { socket, room } = await aRoom();
  const elsewhere = await createAgent(server.core, await createSite(server.core));
  const gone = await createAgent(server.core, site, { name: 'Gone' });
  await call(server, `/api/agents/${gone.id}/deactivate`, { body: {}, token: ada.token });
  const invited = await call<{ agent: { id: string } }>(server, '/api/agents', {
    body: { email: 'new@team.test', name: 'New', role: 'agent' },
    token: ada.token,
  });
  for (const id of [elsewhere.id, gone.id, invited.body.agent.id, 'nobody'])
    expect([id, (await assign(room, id)).error?.code]).toEqual([id, 'not_found']);
  expect((await assign('acme nobody', ben.id)).error?.code).toBe('room_not_found');
  await socket.close();
});
