/** Two nodes of one installation: what a visitor on one and an agent on the other have of each other, with Redis and without. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { beat } from '../src/rooms/heartbeat.ts';
import { chat, connect, type Frame, openVisitor, type RawClient, type Visitor } from './client.ts';
import { call, createAgent, createSite, type NewAgent, type NewSite } from './create.ts';
import { eventually } from './eventually.ts';
import { type Answering, type FakeModel, startFakeModel } from './model.ts';
import { startNodes, type TestNodes } from './nodes.ts';
import { fillKnowledge } from './talk.ts';

describe.each(['two nodes and heartbeats', 'two nodes and Redis'] as const)('%s', (between) => {
  const shared = between === 'two nodes and Redis';
  let model: FakeModel;
  let nodes: TestNodes;
  let site: NewSite;
  let mia: NewAgent;
  let visitor: Visitor;
  /** The visitor's, on the node that runs the bot. */
  let socket: RawClient;
  /** The agent's, on the other node. */
  let inbox: RawClient;

  beforeAll(async () => {
    model = await startFakeModel();
    nodes = await startNodes(between, { worker: true, env: { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'fake' } });
    site = await createSite(nodes.one.core, { slug: 'acme' });
    await fillKnowledge(nodes.one.core, site);
  });
  afterAll(async () => {
    await nodes.close();
    await model.close();
  });
  beforeEach(async () => {
    mia = await createAgent(nodes.one.core, site, { name: 'Mia' });
    visitor = await openVisitor(nodes.one, 'acme');
    socket = await chat(nodes.one, 'acme', visitor);
    inbox = await connect(nodes.two, '/ws/room/acme', mia.token);
    if (shared) await hearing();
  });
  afterEach(() => {
    socket.ws.terminate();
    inbox.ws.terminate();
  });

  const room = () => `acme ${visitor.consumer}`;
  const says = (content: string) => (frame: Frame) =>
    frame.command === 'new_message' && (frame.message as { content: string }).content === content;
  const send = (from: RawClient, content: string) => from.call('new_message', { room: room(), message: { content } });
  /** Typing reaches the other side: from now on both nodes follow the site. */
  const hearing = () =>
    eventually(() => {
      socket.send({ command: 'typing', typing: true });
      inbox.send({ command: 'typing', room: room(), typing: true });
      return [socket, inbox].every(({ frames }) => frames.some((frame) => frame.command === 'typing'));
    });
  const typed = (frame: Frame) => frame.command === 'typing' && frame.role === 'visitor' && frame.room === room();

  test('[P3] [P5] [P6] a message from one node is found on the other, at once or by the next heartbeat', async () => {
    if (shared) {
      const heard = inbox.next(says('Are you there?'));
      const answered = socket.next(says('I am'));
      const ack = await send(socket, 'Are you there?');
      expect((await heard).message).toEqual(ack.message);
      expect((await send(inbox, 'I am')).message).toEqual((await answered).message);
    } else {
      await send(socket, 'Are you there?');
      await send(inbox, 'I am');
    }
    const beats = [socket.next('heartbeat'), inbox.next('heartbeat')];
    for (const { core } of nodes.all) await beat(core);
    const { head } = await inbox.call('fetch_messages', { room: room() });
    for (const heartbeat of await Promise.all(beats)) {
      expect((heartbeat.heads as Record<string, number>)[room()]).toBe(head);
    }
    const logs = await Promise.all([socket.call('fetch_messages'), inbox.call('fetch_messages', { room: room() })]);
    expect(logs[0]?.messages).toEqual(logs[1]?.messages);
    // Neither side was told anything twice.
    for (const { frames } of [socket, inbox]) {
      const seqs = frames.filter((frame) => frame.command === 'new_message' && frame.id === undefined);
      expect(new Set(seqs.map(({ message }) => (message as { id: string }).id)).size).toBe(seqs.length);
    }
  });

  test('[P2] the same client_id on both nodes at once is one message', async () => {
    const elsewhere = await chat(nodes.two, 'acme', visitor);
    const message = { content: 'Once', client_id: 'c1' };
    const acks = await Promise.all([socket, elsewhere].map((from) => from.call('new_message', { message })));
    expect(acks[0]?.message).toEqual(acks[1]?.message);
    elsewhere.ws.terminate();
  });

  test.runIf(shared)('[R13] typing crosses, and never back to the socket that typed', async () => {
    await send(socket, 'Hello');
    socket.frames.length = 0;
    const heard = inbox.next(typed);
    socket.send({ command: 'typing', id: 'mine', typing: true });
    await heard;
    const back = socket.next((frame) => frame.command === 'typing' && frame.role === 'agent');
    inbox.send({ command: 'typing', room: room(), typing: true });
    await back;
    expect(socket.frames.filter((frame) => typed(frame) && frame.id === undefined)).toEqual([]);
  });

  test('[P7] [L4] the bot streams on one node, an agent takes over on the other: it ends visibly, and says nothing more', async () => {
    let answering: Answering | undefined;
    model.will((begun) => {
      answering = begun;
      begun.text('Let me tell you ');
    });
    await inbox.call('look_at', { room: room() });
    const begun = socket.next('bot_delta');
    const watched = shared ? inbox.next('bot_delta') : null;
    await send(socket, 'How long is the warranty?');
    await begun;
    expect((await watched)?.room ?? room()).toBe(room());
    const ended = socket.next('bot_ended');
    const endedThere = shared ? inbox.next('bot_ended') : null;
    const took = await inbox.call('take_over', { room: room() });
    expect(took).toMatchObject({ room: { owner: { kind: 'agent' } } });
    expect(await ended).toMatchObject({ room: room(), reason: 'taken_over' });
    await endedThere;
    await answering?.abandoned;
    await send(inbox, 'I take it from here');
    const log = await socket.call('fetch_messages');
    expect((log.messages as { role: string }[]).map(({ role }) => role)).toEqual(['visitor', 'system', 'agent']);
  });

  // How soon is held where the guard is (src/accounts/access.test.ts): a busy machine adds to it.
  test('[P8] signing out on one node closes the sockets on the other', async () => {
    await call(nodes.one, '/api/users/logout', { body: {}, token: mia.token });
    expect(await inbox.closed).toBe(4403);
  });

  test('[P8] a role that changes by hand in the database closes them as well', async () => {
    await nodes.one.core.db
      .updateTable('memberships')
      .set({ role: 'admin' })
      .where('account_id', '=', mia.id)
      .execute();
    expect(await inbox.closed).toBe(4403);
  });

  test.runIf(shared)('a visitor is told that people are there, on whichever node they are', async () => {
    const told = async (node: TestNodes['one']) =>
      (await call<{ config: { people_online: boolean } }>(node, '/api/widget/acme/session', { body: {} })).body.config
        .people_online;
    await eventually(() => told(nodes.one));
    inbox.ws.terminate();
    await eventually(async () => !(await told(nodes.one)) && !(await told(nodes.two)));
  });

  test.runIf(shared)(
    '[P1] [P6] [P8] Redis dies and comes back: nothing is refused, and then typing crosses again',
    async () => {
      await send(socket, 'Before');
      await nodes.redis?.kill();
      await eventually(() => nodes.all.every(({ core }) => core.bus.state === 'down'));
      for (const node of nodes.all) {
        expect(await call(node, '/readyz')).toMatchObject({ status: 200, body: { status: 'ready', redis: 'down' } });
      }
      expect(await send(socket, 'While Redis is away')).toMatchObject({ command: 'new_message' });
      const heartbeat = inbox.next('heartbeat');
      await beat(nodes.two.core);
      const { message } = await send(inbox, 'So what');
      expect(message).toMatchObject({ role: 'agent' });
      const { heads } = await heartbeat;
      expect((heads as Record<string, number>)[room()]).toBeGreaterThanOrEqual(2);

      await call(nodes.one, '/api/users/logout', { body: {}, token: mia.token });
      expect(await inbox.closed).toBe(4403);

      await nodes.redis?.start();
      await eventually(() => nodes.all.every(({ core }) => core.bus.state === 'up'));
      expect((await call(nodes.one, '/readyz')).body).toMatchObject({ redis: 'up' });
      const leo = await createAgent(nodes.one.core, site, { name: 'Leo' });
      inbox = await connect(nodes.two, '/ws/room/acme', leo.token);
      await hearing();
    },
  );
});
