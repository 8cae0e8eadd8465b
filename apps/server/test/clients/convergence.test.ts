/** A store that was fed by events equals a fresh fetch, whatever happened and whatever was lost on the way. */
import { isDeepStrictEqual } from 'node:util';
import { AgentSession, type AnyList, labelled, ROOM_FILTERS, teamFilter } from '@parley/client/agent';
import type { Label, Team } from '@parley/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beat } from '../../src/rooms/heartbeat.ts';
import { chat, connect, openVisitor, type RawClient, type Visitor } from '../client.ts';
import { call, createAgent, createSite, type NewAgent } from '../create.ts';
import { eventually } from '../eventually.ts';
import { seededRandom } from '../fault-proxy.ts';
import { BETWEEN, startNodes, type TestNodes } from '../nodes.ts';

const ROOMS = 12;
const STEPS = 250;

interface Said {
  seq: number;
  content: string;
  change?: object;
}

describe.each(BETWEEN)('%s', (between) => {
  let nodes: TestNodes;
  let mia: NewAgent;
  let leo: RawClient;
  let fresh: RawClient;
  let visitors: { visitor: Visitor; socket: RawClient; room: string }[];
  let session: AgentSession;
  let returns: Team;
  let labels: Label[];
  let lists: readonly AnyList[];

  beforeAll(async () => {
    nodes = await startNodes(between);
    const { one, two } = nodes;
    const site = await createSite(one.core, { slug: 'acme' });
    mia = await createAgent(one.core, site, { name: 'Mia' });
    leo = await connect(one, '/ws/room/acme', (await createAgent(one.core, site, { name: 'Leo' })).token);
    fresh = await connect(one, '/ws/room/acme', mia.token);
    const admin = await createAgent(one.core, site, { role: 'admin' });
    const made = await call<{ team: Team }>(one, '/api/teams', { body: { name: 'Returns' }, token: admin.token });
    returns = made.body.team;
    labels = [];
    for (const name of ['VIP', 'Shop'])
      labels.push(
        (await call<{ label: Label }>(one, '/api/labels', { body: { name, color: 'blue' }, token: admin.token })).body
          .label,
      );
    lists = [...ROOM_FILTERS, teamFilter(returns.id)].flatMap((list) => [list, labelled(list, labels[0]?.id)]);
    visitors = [];
    for (let n = 0; n < ROOMS; n++) {
      const node = n % 2 === 0 ? one : two;
      const visitor = await openVisitor(node, 'acme');
      const socket = await chat(node, 'acme', visitor);
      await socket.call('new_message', { message: { content: 'Hello' } });
      visitors.push({ visitor, socket, room: `acme ${visitor.consumer}` });
    }
    session = new AgentSession({
      base: two.url,
      site: 'acme',
      me: { id: mia.id, name: mia.name },
      getToken: async () => ({ token: mia.token, expiresIn: 600 }),
      signals: new EventTarget(),
    });
    session.start();
    await eventually(() => session.state.status === 'online');
    await Promise.all(lists.map((list) => session.loadList(list)));
  });
  afterAll(async () => {
    session.stop();
    await nodes.close();
  });

  const question = (name: AnyList): object => {
    const [list, label] = name.split('+');
    const more = label ? { label } : {};
    if (list === 'closed') return { status: list, ...more };
    const team = list === teamFilter(returns.id) && { assignee: 'unassigned', team: returns.id };
    return { status: 'open', assignee: list, ...team, ...more };
  };

  async function step(random: () => number): Promise<void> {
    const { socket, room } = visitors[Math.floor(random() * visitors.length)] as (typeof visitors)[number];
    const content = `${random()}`;
    const [vip, shop] = labels.map(({ id }) => id) as [string, string];
    const acts: (() => Promise<unknown>)[] = [
      () => socket.call('new_message', { message: { content } }),
      () => socket.call('new_message', { message: { content } }),
      () => socket.call('request_person'),
      () => socket.call('mark_read', { seq: 1 + Math.floor(random() * 9) }),
      () => socket.call('mark_read', { seq: 0, delivered: 1 + Math.floor(random() * 12) }),
      // The same agent in another window.
      () => fresh.call('mark_read', { room, seq: 1 + Math.floor(random() * 9) }),
      () => socket.call('look_at', random() < 0.5 ? {} : { room: null }),
      () => leo.call('look_at', { room }),
      () => leo.call('take_over', { room }),
      () => leo.call('new_message', { room, message: { content } }),
      () => socket.call('edit_message', { seq: 1 + Math.floor(random() * 9), content }),
      () => socket.call('redact_message', { seq: 1 + Math.floor(random() * 9) }),
      () => leo.call('edit_message', { room, seq: last(room), content }),
      () => leo.call('redact_message', { room, seq: last(room) }),
      () => leo.call('assign_room', { room, team: returns.id }),
      () => session.assign(room, { team: returns }).catch(() => undefined),
      () => leo.call('hand_back', { room }),
      () => leo.call('close_room', { room }),
      () => leo.call('reopen_room', { room }),
      () => leo.call('label_room', { room, add: [vip] }),
      () => leo.call('label_room', { room, add: [shop], remove: [vip] }),
      () => session.label(room, { add: [vip], remove: [shop] }).catch(() => undefined),
      () => session.takeOver(room).catch(() => undefined),
      () => session.close(room).catch(() => undefined),
      async () => session.send(room, content),
    ];
    await acts[Math.floor(random() * acts.length)]?.();
  }

  /** The newest words in a room: what its line in the lists shows. */
  const last = (room: string): number => session.room(room)?.messages[0]?.seq ?? 1;

  const said = ({ seq, content, change }: Said) => [seq, content, change];

  const shape = (room: { messages: Said[] }) => ({
    ...room,
    messages: room.messages.map(said),
    // Without a bus each node knows who is on it, and no more.
    ...(between === 'two nodes and heartbeats' && { presence: null }),
  });

  async function told(): Promise<Record<string, unknown>> {
    const all: Record<string, unknown> = {};
    for (const list of lists) {
      const { rooms } = await fresh.call('fetch_rooms', { ...question(list), limit: 100 });
      all[list] = (rooms as { messages: Said[] }[]).map(shape);
    }
    return all;
  }

  const held = () =>
    Object.fromEntries(lists.map((list) => [list, session.list(list).rooms.map((room) => shape(room))]));

  test.each([
    ['nothing is lost', 3, 0],
    ['one announcement in four is lost, and a heartbeat tells (P6)', 4, 0.25],
  ])(
    '[L5] [P6] [M13] when %s, every list and every open room ends as a fresh fetch',
    async (_what, seed, loss) => {
      const random = seededRandom(seed);
      for (const { room } of visitors.slice(0, 4)) session.open(room);
      const whole = nodes.all.map(({ core: { sockets } }) => {
        const deliver = sockets.deliver.bind(sockets);
        sockets.deliver = (announcement) => {
          if (random() >= loss) deliver(announcement);
        };
        return () => Object.assign(sockets, { deliver });
      });
      for (let n = 0; n < STEPS; n++) await step(random);

      for (const again of whole) again();
      await eventually(() => session.outbox.unsent.length === 0);

      // Two beats: what the first one revealed is fetched, and nothing more is found by the second.
      for (const { core } of [...nodes.all, ...nodes.all]) await beat(core);
      await eventually(async () => isDeepStrictEqual(held(), await told()), 10_000).catch(() => undefined);
      expect(held()).toEqual(await told());
      for (const { room } of visitors.slice(0, 4)) {
        const { messages } = await fresh.call('fetch_messages', { room, limit: 200 });
        expect(session.conversation(room)?.messages.map(said)).toEqual(
          (messages as Said[]).slice(-(session.conversation(room)?.messages.length ?? 0)).map(said),
        );
      }
      // Counts are asked for again at most every two seconds.
      await eventually(async () => {
        const { teams, ...counts } = await fresh.call('count_rooms');
        const same = ROOM_FILTERS.every((filter) => session.counts?.[filter] === counts[filter]);
        return same && isDeepStrictEqual(session.counts?.teams, teams);
      });
    },
    60_000,
  );
});
