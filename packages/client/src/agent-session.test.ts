/** What an agent sees is what the server has, whatever the events did on their way. */
import type { AgentRoom, Label, Message, Team } from '@parley/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { AgentSession, labelled } from './agent-session.ts';
import { FakeBrowser, FakeClock, FakeServer, settled } from './testing/index.ts';

let clock: FakeClock;
let server: SiteServer;
let session: AgentSession;

/** The fake server with the agents' commands: many rooms, their lists and counts. */
class SiteServer extends FakeServer {
  readonly rooms = new Map<string, AgentRoom>();
  teams: Team[] = [];
  labels: Label[] = [];
  asked: string[] = [];

  add(name: string, change: Partial<AgentRoom> = {}): AgentRoom {
    const room: AgentRoom = {
      consumer: name.split(' ')[1] as string,
      room: name,
      kind: 'support',
      status: 'open',
      owner: { kind: 'bot', id: null, name: null },
      team: null,
      head: 1,
      version: 1,
      waiting_since: null,
      created: '2026-01-01T00:00:00.000Z',
      updated: `2026-01-01T00:00:${String(this.rooms.size).padStart(2, '0')}.000Z`,
      contact: {
        name: null,
        email: null,
        page: null,
        language: null,
        user_id: null,
        email_verified: false,
        blocked: false,
      },
      read: 0,
      unread: 1,
      visitor_read: 0,
      visitor_read_at: null,
      visitor_delivered: 0,
      messages: [],
      ...change,
    };
    this.rooms.set(name, room);
    return room;
  }

  override take(socket: FakeServer['socket'], frame: Parameters<FakeServer['take']>[1]): void {
    this.asked.push(frame.command);
    const answer = this.refuse(frame) ? null : this.#agents(frame as never);
    if (answer) void settled(3).then(() => socket.deliver({ ...answer, id: frame.id }));
    else super.take(socket, frame);
  }

  #agents(frame: {
    command: string;
    room: string;
    status: string;
    assignee: string;
    team?: string;
    label?: string;
    add?: string[];
    remove?: string[];
    cursor?: string;
    limit: number;
  }) {
    const all = [...this.rooms.values()];
    const filterOf = (room: AgentRoom) =>
      room.status === 'closed' ? 'closed' : { agent: 'mine', bot: 'bot', queue: 'unassigned' }[room.owner.kind];
    if (frame.command === 'fetch_rooms') {
      const wanted = frame.status === 'closed' ? 'closed' : frame.assignee;
      const from = Number(frame.cursor ?? 0);
      const found = all
        .filter((room) => filterOf(room) === wanted && (!frame.team || room.team?.id === frame.team))
        .filter(({ labels }) => !frame.label || labels?.some(({ id }) => id === frame.label))
        .sort((a, b) => (a.updated < b.updated ? 1 : -1));
      const next = from + frame.limit < found.length ? `${from + frame.limit}` : null;
      return { command: 'room', rooms: found.slice(from, from + frame.limit), next };
    }
    if (frame.command === 'fetch_room') {
      const room = this.rooms.get(frame.room);
      return room
        ? { command: 'room', rooms: [room], next: null }
        : { command: 'error', code: 'room_not_found', message: 'gone', retry: false };
    }
    if (frame.command === 'count_rooms') {
      const those = all.filter(({ labels }) => !frame.label || labels?.some(({ id }) => id === frame.label));
      const count = (filter: string) => those.filter((room) => filterOf(room) === filter).length;
      const [unassigned, mine, bot, closed] = ['unassigned', 'mine', 'bot', 'closed'].map(count);
      const waiting = those.filter((room) => filterOf(room) === 'unassigned');
      const teams = Object.fromEntries(
        this.teams.map(({ id }) => [id, waiting.filter(({ team }) => team?.id === id).length]),
      );
      return { command: 'room_counts', unassigned, mine, bot, others: 0, closed, teams };
    }
    if (frame.command === 'list_teams')
      return { command: 'list_teams', teams: this.teams, state: this.teams.map(({ name }) => name).join() };
    if (frame.command === 'list_labels')
      return { command: 'list_labels', labels: this.labels, state: this.labels.map(({ name }) => name).join() };
    const owner = { kind: 'agent' as const, id: 'ada', name: 'Ada' };
    const known = this.rooms.get(frame.room)?.labels ?? [];
    const put = (frame.add ?? []).filter((id) => !known.some((label) => label.id === id));
    const borne = [...known, ...put.map(on)];
    const deeds: Record<string, Partial<AgentRoom>> = {
      take_over: { owner },
      assign_room: {
        owner: { kind: 'queue', id: null, name: null },
        team: { id: frame.team as string, name: 'Returns' },
      },
      label_room: { labels: borne.filter(({ id }) => !frame.remove?.includes(id)) },
      close_room: { status: 'closed' },
      reopen_room: { status: 'open', owner },
    };
    const deed = deeds[frame.command];
    if (!deed) return null;
    const room = this.rooms.get(frame.room) as AgentRoom;
    const changed = { ...room, ...deed, version: room.version + 1 };
    this.rooms.set(frame.room, changed);
    return { command: frame.command, room: changed };
  }
}

const message = (room: string, seq: number, more: Partial<Message> = {}): Message => ({
  id: `${room}-${seq}`,
  room,
  seq,
  author: 'Visitor',
  role: 'visitor',
  content: `message ${seq}`,
  created: '2026-02-01T00:00:00.000Z',
  client_id: null,
  ...more,
});
const on = (id: string) => ({ id, by: 'Ada', at: '2026-02-01T00:00:00.000Z' });
const names = (filter: Parameters<AgentSession['list']>[0]) => session.list(filter).rooms.map(({ room }) => room);

beforeEach(async () => {
  clock = new FakeClock();
  server = new SiteServer();
  for (const name of ['acme a', 'acme b', 'acme c']) server.add(name);
  server.add('acme q', { owner: { kind: 'queue', id: null, name: null }, waiting_since: '2026-01-01T00:00:00.000Z' });
  session = new AgentSession({
    base: 'http://parley.test',
    site: 'acme',
    me: { id: 'ada', name: 'Ada' },
    getToken: async () => ({ token: 't', expiresIn: 600 }),
    store: new FakeBrowser().open().store,
    WebSocket: server.WebSocket,
    clock,
    signals: new EventTarget(),
  });
  session.start();
  await clock.advance(0);
  await Promise.all([session.loadList('bot'), session.loadList('unassigned'), session.loadList('mine')]);
});

describe('agent session', () => {
  it('lists rooms by who holds them, newest activity first, with counts', () => {
    expect(names('bot')).toEqual(['acme c', 'acme b', 'acme a']);
    expect(names('unassigned')).toEqual(['acme q']);
    expect(session.counts).toMatchObject({ unassigned: 1, mine: 0, bot: 3, others: 0, closed: 0 });
    expect(session.list('closed').status).toBe('idle');
  });

  it('moves a room up when something is said in it, and counts it as unread', () => {
    server.announce({ command: 'new_message', message: message('acme a', 2) });
    expect(names('bot')[0]).toBe('acme a');
    expect(session.room('acme a')).toMatchObject({ head: 2, unread: 2, messages: [{ seq: 2 }] });
  });

  it('[R3] keeps what the visitor said last before what is said to it', () => {
    const say = (seq: number, role: Message['role']) =>
      server.announce({ command: 'new_message', message: { ...message('acme a', seq), role } });
    const words = () => session.room('acme a')?.messages.map(({ seq }) => seq);
    say(2, 'visitor');
    say(3, 'visitor');
    expect(words()).toEqual([3]);
    say(4, 'bot');
    say(5, 'system');
    say(6, 'agent');
    expect(words()).toEqual([3, 6]);
    say(7, 'visitor');
    expect(words()).toEqual([7]);
  });

  it('fetches a room that it hears of for the first time', async () => {
    server.add('acme new', { updated: '2026-03-01T00:00:00.000Z' });
    server.announce({ command: 'new_message', message: message('acme new', 1) });
    await clock.advance(0);
    expect(names('bot')[0]).toBe('acme new');
  });

  it('takes over at once, and takes it back when refused', async () => {
    const taking = session.takeOver('acme q');
    expect(names('mine')).toEqual(['acme q']);
    expect(session.counts).toMatchObject({ mine: 1, unassigned: 0 });
    await taking;
    expect(session.room('acme q')?.version).toBe(2);
    server.refuse = ({ command }) =>
      command === 'take_over' ? { code: 'forbidden', message: 'no', retry: false } : null;
    const refused = session.takeOver('acme a');
    expect(names('mine')).toContain('acme a');
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    expect(names('bot')).toContain('acme a');
    expect(session.counts).toMatchObject({ mine: 1, bot: 3 });
  });

  it('[Q4] lists what waits for a team, in the queue’s list too, and counts both', async () => {
    server.teams = [{ id: 'r', name: 'Returns', members: ['ada'], active: 1 }];
    const queue = { kind: 'queue' as const, id: null, name: null };
    const waits = server.add('acme r', { owner: queue, team: { id: 'r', name: 'Returns' } });
    session.apply({ command: 'room_changed', room: waits });
    await session.loadList('team-r');
    await clock.advance(2_000);
    expect([names('team-r'), names('unassigned')]).toEqual([['acme r'], ['acme r', 'acme q']]);
    expect(session.counts).toMatchObject({ unassigned: 2, teams: { r: 1 } });
    // To another team: it stays in the queue.
    session.apply({ command: 'room_changed', room: { ...waits, version: 2, team: { id: 's', name: 'Sales' } } });
    expect([names('team-r'), names('unassigned')]).toEqual([[], ['acme r', 'acme q']]);
    expect(session.counts).toMatchObject({ unassigned: 2, teams: { r: 0 } });
    session.apply({ command: 'room_changed', room: { ...waits, version: 3 } });
    await session.takeOver('acme r');
    expect([names('team-r'), names('unassigned'), names('mine')]).toEqual([[], ['acme q'], ['acme r']]);
    expect(session.counts).toMatchObject({ unassigned: 1, mine: 1, teams: { r: 0 } });
  });

  it('passes to a team at once, and takes it back when refused', async () => {
    await session.loadList('team-r');
    const team = { id: 'r', name: 'Returns' };
    const passing = session.assign('acme a', { team });
    expect([names('team-r'), names('bot')]).toEqual([['acme a'], ['acme c', 'acme b']]);
    await passing;
    expect(session.room('acme a')).toMatchObject({ version: 2, team, owner: { kind: 'queue' } });
    server.refuse = ({ command }) =>
      command === 'assign_room' ? { code: 'not_found', message: 'no', retry: false } : null;
    const refused = session.assign('acme b', { team });
    expect(names('team-r')).toContain('acme b');
    await expect(refused).rejects.toMatchObject({ code: 'not_found' });
    expect([names('team-r'), names('bot')]).toEqual([['acme a'], ['acme c', 'acme b']]);
    expect(session.room('acme b')).toMatchObject({ team: null, owner: { kind: 'bot' } });
  });

  it('[R19] lists what bears a label, of one list and however it comes to bear it', async () => {
    const vip = labelled('bot', 'vip');
    session.apply({ command: 'room_changed', room: server.add('acme a', { labels: [on('vip')] }) });
    await session.loadList(vip);
    expect(names(vip)).toEqual(['acme a']);
    const b = server.add('acme b', { labels: [on('shop'), on('vip')], version: 2 });
    session.apply({ command: 'room_changed', room: b });
    expect([names(vip), names(labelled('bot', 'shop'))]).toEqual([['acme b', 'acme a'], []]);
    await session.takeOver('acme b');
    expect(names(vip)).toEqual(['acme a']);
    session.apply({ command: 'room_changed', room: server.add('acme a', { version: 2 }) });
    expect(names(vip)).toEqual([]);
    expect(names('bot')).toContain('acme a');
  });

  it('[R19] counts what bears the label that is looked for, follows it at once, and counts all as before', async () => {
    session.apply({ command: 'room_changed', room: server.add('acme a', { labels: [on('vip')] }) });
    expect(session.labelCounts('vip')).toBeNull();
    session.countLabel('vip');
    await clock.advance(0);
    expect(session.labelCounts('vip')).toMatchObject({ bot: 1, mine: 0 });
    // Known here before it is counted there.
    const labelling = session.label('acme b', { add: ['vip'] });
    expect(session.labelCounts('vip')).toMatchObject({ bot: 2, mine: 0 });
    await labelling;
    const taking = session.takeOver('acme b');
    expect(session.labelCounts('vip')).toMatchObject({ bot: 1, mine: 1 });
    expect(session.counts).toMatchObject({ bot: 2, mine: 1 });
    await taking;
    // What came unseen is counted with the rest, a little later.
    session.apply({ command: 'room_changed', room: server.add('acme d', { labels: [on('vip')] }) });
    await clock.advance(2_000);
    expect(session.labelCounts('vip')).toMatchObject({ bot: 2, mine: 1 });
    session.countLabel('shop');
    expect([session.labelCounts('vip'), session.labelCounts('shop')]).toEqual([null, null]);
    await clock.advance(0);
    expect(session.labelCounts('shop')).toMatchObject({ bot: 0, mine: 0 });
  });

  it('[R18] labels at once, takes it back when refused, and keeps what was changed meanwhile', async () => {
    const borne = (room: string) => session.room(room)?.labels?.map(({ id }) => id) ?? [];
    const putting = [session.label('acme a', { add: ['vip'] }), session.label('acme a', { add: ['shop', 'vip'] })];
    expect(borne('acme a')).toEqual(['vip', 'shop']);
    await putting[0];
    expect(borne('acme a')).toEqual(['vip', 'shop']);
    await putting[1];
    server.refuse = ({ command }) =>
      command === 'label_room' ? { code: 'not_found', message: 'no', retry: false } : null;
    const refused = session.label('acme a', { remove: ['vip'], add: ['gone'] });
    const taking = session.takeOver('acme a');
    expect(borne('acme a')).toEqual(['shop', 'gone']);
    await expect(refused).rejects.toMatchObject({ code: 'not_found' });
    await taking;
    expect(session.room('acme a')?.owner.id).toBe('ada');
    expect(new Set(borne('acme a'))).toEqual(new Set(['vip', 'shop']));
  });

  it('[R17] knows the labels, and asks again when a heartbeat tells that they changed', async () => {
    await clock.advance(0);
    expect(session.labels).toEqual([]);
    server.labels = [{ id: 'v', name: 'VIP', color: 'pink', description: '', auto: false, rooms: 0 }];
    server.announce({ command: 'heartbeat', heads: {}, versions: {}, labels: 'VIP' });
    await clock.advance(0);
    expect(session.labels).toEqual(server.labels);
  });

  it('[Q6] knows the teams, and asks again when a heartbeat tells that they changed', async () => {
    await clock.advance(0);
    expect(session.teams).toEqual([]);
    server.teams = [{ id: 'r', name: 'Returns', members: [], active: 0 }];
    const beat = () => server.announce({ command: 'heartbeat', heads: {}, versions: {}, teams: 'Returns' });
    beat();
    await clock.advance(0);
    expect(session.teams).toMatchObject([{ name: 'Returns' }]);
    const asked = server.asked.length;
    beat();
    await clock.advance(0);
    expect(server.asked.length).toBe(asked);
  });

  it('shows what was wished last, whatever the answers to earlier wishes say', async () => {
    const statuses = new Set<string | undefined>();
    const closing = session.close('acme q');
    await settled(2);
    const reopening = session.reopen('acme q');
    session.subscribe(() => statuses.add(session.room('acme q')?.status));
    await Promise.all([closing, reopening]);
    expect([...statuses]).toEqual(['open']);
    expect(session.room('acme q')).toMatchObject({ status: 'open', version: 3, owner: { kind: 'agent' } });
  });

  it('[R10] [R11] ignores an older version and keeps its own read position, which common frames do not carry', () => {
    const { read: _read, unread: _unread, ...common } = server.rooms.get('acme a') as AgentRoom;
    const owner = { kind: 'agent' as const, id: 'ben', name: 'Ben' };
    server.announce({ command: 'room_changed', room: { ...common, version: 3, owner } });
    server.announce({ command: 'room_changed', room: { ...common, version: 2 } });
    expect(session.room('acme a')).toMatchObject({ version: 3, owner, read: 0, unread: 1 });
    expect(names('bot')).toEqual(['acme c', 'acme b']);
  });

  it('finds after a time away what moved unseen, and shows the old lists until then', async () => {
    session.open('acme a');
    await clock.advance(0);
    server.socket.drop();
    server.rooms.set('acme c', { ...(server.rooms.get('acme c') as AgentRoom), version: 9, status: 'closed' });
    server.rooms.delete('acme b');
    server.add('acme while away', { owner: { kind: 'queue', id: null, name: null } });
    expect(names('bot')).toEqual(['acme c', 'acme b', 'acme a']);
    await clock.advance(1_000);
    expect(names('bot')).toEqual(['acme a']);
    expect(names('unassigned')).toEqual(['acme while away', 'acme q']);
    expect(session.counts).toMatchObject({ unassigned: 2, bot: 1, closed: 1 });
  });

  it('[P6] learns from a heartbeat what the events did not bring', async () => {
    server.rooms.set('acme a', { ...(server.rooms.get('acme a') as AgentRoom), version: 2, status: 'closed' });
    server.announce({ command: 'heartbeat', heads: { 'acme a': 1 }, versions: { 'acme a': 2 } });
    await clock.advance(0);
    expect(session.room('acme a')?.status).toBe('closed');
    const asked = server.asked.length;
    server.announce({ command: 'heartbeat', heads: { 'acme a': 1 }, versions: { 'acme a': 2 } });
    expect(server.asked.length).toBe(asked);
  });

  it('pages, and shows no room below the page that was fetched', async () => {
    for (let i = 0; i < 70; i++) {
      server.add(`acme x${i}`, { status: 'closed', updated: `2026-01-02T00:${String(i).padStart(2, '0')}:00.000Z` });
    }
    await session.loadList('closed');
    expect([names('closed').length, session.list('closed').more]).toEqual([50, true]);
    session.apply({ command: 'room_changed', room: server.rooms.get('acme x0') as AgentRoom });
    expect(names('closed')).toHaveLength(50);
    await session.loadMore('closed');
    expect([names('closed').length, session.list('closed').more]).toEqual([70, false]);
  });

  it('sends into the room, and shows it until it is there', async () => {
    session.open('acme a');
    await clock.advance(0);
    session.send('acme a', 'hello');
    expect(session.conversation('acme a')?.unsent).toMatchObject([{ content: 'hello' }]);
    await clock.advance(0);
    expect(session.conversation('acme a')?.unsent).toEqual([]);
    expect(server.messages).toMatchObject([{ content: 'hello' }]);
  });

  it('hands out the same objects until they change, and tells once for many changes', async () => {
    session.open('acme a');
    await clock.advance(0);
    const look = () => [session.list('bot'), session.conversation('acme a'), session.counts, session.live('acme a')];
    const before = look();
    let told = 0;
    session.subscribe(() => told++);
    await clock.advance(0);
    expect(look().map((value, i) => value === before[i])).toEqual([true, true, true, true]);
    for (const name of ['acme b', 'acme c', 'acme q']) {
      server.announce({ command: 'new_message', message: message(name, 2) });
    }
    await clock.advance(0);
    expect(told).toBe(1);
    expect(look().map((value, i) => value === before[i])).toEqual([false, true, true, true]);
  });

  it('lets the longest unused conversation go', () => {
    for (let i = 0; i < 25; i++) session.open(`acme r${i}`);
    expect(session.conversation('acme r0')).toBeUndefined();
    expect(session.conversation('acme r24')).toBeDefined();
  });

  it('marks read what is here, once', async () => {
    const room = server.roomName;
    server.say('visitor', 'one');
    server.add(room, { head: 1 });
    session.open(room);
    await clock.advance(0);
    session.markRead(room);
    session.markRead(room);
    expect(server.asked.filter((command) => command === 'mark_read')).toHaveLength(1);
    expect(session.room(room)).toMatchObject({ read: 1, unread: 0 });
  });

  it('[R14] tells what has reached its screen, once, where it is the one to receive', async () => {
    const told = () => server.socket.sent.filter(({ delivered }) => delivered).map(({ room }) => room);
    const words = (room: string) => ({ messages: [message(room, 1)] });
    const [mine, queue] = [
      { kind: 'agent' as const, id: 'ada', name: 'Ada' },
      { kind: 'queue' as const, id: null, name: null },
    ];
    for (const [name, owner] of [
      ['acme m', mine],
      ['acme w', queue],
    ] as const)
      server.add(name, { owner, ...words(name) });
    server.add('acme bots', words('acme bots'));
    for (const name of ['acme m', 'acme w', 'acme bots']) session.open(name);
    await clock.advance(0);
    expect(told()).toEqual(['acme m', 'acme w']);
    server.announce({ command: 'new_message', message: message('acme m', 2) });
    server.announce({ command: 'new_message', message: message('acme m', 2) });
    await clock.advance(0);
    expect(told()).toEqual(['acme m', 'acme w', 'acme m']);
  });

  it('[L7] takes positions from events and heartbeats alike, and never back', async () => {
    const name = server.roomName;
    server.add(name, { head: 9 });
    session.open(name);
    await clock.advance(0);
    const at = '2026-01-02T14:02:00.000Z';
    const read = { command: 'read', room: name, role: 'visitor', author: 'Visitor', seq: 4, delivered: 4, at };
    server.announce({ ...read, seq: 0, delivered: 3, at: null });
    expect(session.room(name)).toMatchObject({ visitor_delivered: 3, visitor_read: 0, visitor_read_at: null });
    server.announce({ command: 'heartbeat', heads: {}, versions: {}, positions: [read] });
    expect(session.room(name)).toMatchObject({ visitor_delivered: 4, visitor_read: 4, visitor_read_at: at });
    server.announce({ ...read, seq: 2, delivered: 3, at: '2026-01-02T15:00:00.000Z' });
    expect(session.room(name)).toMatchObject({ visitor_delivered: 4, visitor_read: 4, visitor_read_at: at });
  });

  it('[L8] knows who is in its rooms, from events and heartbeats, and keeps it when a frame does not tell', async () => {
    const name = server.roomName;
    const room = server.add(name, { presence: { visitor: 'gone', agents: [] } });
    session.open(name);
    await clock.advance(0);
    const leo = { id: 'leo', name: 'Leo' };
    server.announce({ command: 'presence', rooms: [{ room: name, visitor: 'here', agents: [leo] }] });
    expect(session.room(name)?.presence).toEqual({ visitor: 'here', agents: [leo] });
    const { presence: _presence, ...told } = room;
    server.announce({ command: 'room_changed', room: { ...told, version: 2 } });
    expect(session.room(name)?.presence).toEqual({ visitor: 'here', agents: [leo] });
    const before = session.room(name);
    server.announce({
      command: 'heartbeat',
      heads: {},
      versions: {},
      presence: [{ room: name, visitor: 'here', agents: [leo] }],
    });
    expect(session.room(name)).toBe(before);
    server.announce({
      command: 'heartbeat',
      heads: {},
      versions: {},
      presence: [{ room: name, visitor: 'away', agents: [] }],
    });
    expect(session.room(name)?.presence).toEqual({ visitor: 'away', agents: [] });
  });

  it('[R15] says where it looks, and again on a new connection', async () => {
    const looks = () => server.socket.sent.filter(({ command }) => command === 'look_at').map(({ room }) => room);
    for (const room of ['acme a', 'acme a', 'acme b']) session.attention.lookAt(room);
    expect(looks()).toEqual(['acme a', 'acme b']);
    server.socket.drop();
    await clock.advance(2_000);
    expect(looks()).toEqual(['acme b']);
    session.attention.lookAt(null);
    server.socket.drop();
    await clock.advance(2_000);
    expect(looks()).toEqual([]);
  });
});
