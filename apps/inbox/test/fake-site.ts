/** A site in memory that answers the agents' commands in the protocol's shapes. For tests of the screens alone. */
import {
  type AgentRoom,
  type Article,
  type Block,
  type CommandName,
  type CommandResult,
  type LabelColor,
  type Me,
  type Message,
  type PriceInForce,
  permissionsOf,
  type RoomEventKind,
} from '@parley/protocol';
import { FakeAccount, type Handlers } from './fake-account.ts';
import { answersIn, handOverOf, someSpending } from './fake-answers.ts';
import { FakeAssist } from './fake-assist.ts';
import { FakeAudit } from './fake-audit.ts';
import { FakeBot } from './fake-bot.ts';
import { FakeKeys } from './fake-keys.ts';
import { bears, FakeLabels } from './fake-labels.ts';
import { FakeLearning } from './fake-learning.ts';
import { mentionIn } from './fake-mention.ts';
import { FakeMetering } from './fake-metering.ts';
import { FakePrivacy } from './fake-privacy.ts';
import { FakeSources } from './fake-sources.ts';
import { FakeTeam } from './fake-team.ts';
import { FakeTwoFactor } from './fake-two-factor.ts';
import { answers, articles, manyRooms, someRooms } from './fixtures.ts';
import { Refused } from './refused.ts';

export { Refused };

export interface FakeOptions {
  empty?: boolean;
  /** The server has no language model. */
  noModel?: boolean;
  /** More rooms of the bot, and how many messages each holds. */
  many?: { rooms: number; messages: number };
  role?: Me['role'];
  /** The second step of who signs in. */
  twoFactor?: Me['two_factor'];
  /** Whose inbox it is: the owner's unless said. */
  me?: string;
  /** Named teams, and who is in each. */
  teams?: Readonly<Record<string, readonly string[]>>;
  /** Labels, and their colours. The id is the name in small letters. */
  labels?: Readonly<Record<string, LabelColor>>;
}

export const PASSWORD = 'parley-demo-1234';

export class FakeSite {
  readonly slug = 'acme';
  readonly me: Me;
  readonly account = new FakeAccount();
  readonly twoFactor: FakeTwoFactor;
  readonly team = new FakeTeam((code) => this.me.two_factor === 'on' && this.twoFactor.check(code));
  readonly audit = new FakeAudit();
  readonly assist = new FakeAssist();
  /** Commands that are refused until taken out, with the refusal. */
  readonly refusals = new Map<string, Refused>();
  readonly rooms = new Map<string, { room: AgentRoom; messages: Message[] }>();
  /** Where the agent said to look, one after the other. */
  readonly looks: (string | null)[] = [];
  readonly bot: FakeBot;
  readonly keys = new FakeKeys();
  readonly privacy = new FakePrivacy(this);
  readonly labels: FakeLabels;
  readonly learning: FakeLearning;
  readonly metering: FakeMetering;
  readonly sources: FakeSources;
  /** Frames for every connected agent. */
  announce: (frame: object) => void = () => {};
  #articles: Article[] = [...articles];
  #answers = [...answers];
  #site = {
    slug: 'acme',
    name: 'Acme Outdoor',
    origins: ['http://localhost:4001', 'https://www.acme-outdoor.example'],
    accent: '#4a63d3',
    position: 'right' as 'right' | 'left',
    retention_days: 30,
    require_two_factor: false,
    visitor_accounts: false,
    voice: true,
    tag: '<script async src="http://localhost:4000/w/acme.js"></script>',
  };
  #secrets: CommandResult<'list_identity_secrets'>['secrets'] = [];
  #blocks: Block[] = [];
  #spending = someSpending();
  #serial = 0;

  constructor({
    empty = false,
    noModel = empty,
    many,
    role = 'owner',
    me = 'agent-ada',
    twoFactor = 'off',
    teams = {},
    labels = {},
  }: FakeOptions = {}) {
    this.me = {
      id: me,
      email: 'ada@parley.test',
      username: 'ada',
      name: 'Ada Moreau',
      role,
      permissions: permissionsOf(role),
      site: this.slug,
      site_name: 'Acme Outdoor',
      two_factor: twoFactor,
    };
    this.twoFactor = new FakeTwoFactor(this.me, PASSWORD);
    if (noModel) this.#spending.prices = [];
    this.bot = new FakeBot(this.me.name, empty, !noModel);
    this.labels = new FakeLabels(this, labels);
    this.learning = new FakeLearning(empty);
    this.metering = new FakeMetering(this.me.name, empty);
    this.sources = new FakeSources(this, empty);
    for (const [name, members] of Object.entries(teams)) this.team.addTeam(name, members);
    const all = empty
      ? []
      : [...someRooms(this.slug), ...(many ? manyRooms(this.slug, many.rooms, many.messages) : [])];
    for (const each of all) this.rooms.set(each.room.room, each);
    if (empty) {
      this.keys.keys = [];
      this.#articles = [];
      this.#answers = [];
      this.team.agents = this.team.agents.slice(0, 1);
      this.audit.entries = [];
    }
  }

  /** Throws `Refused`. */
  call(name: CommandName, params: never): object {
    const refused = this.refusals.get(name);
    if (refused) throw refused;
    const handler = (this.#handlers[name] ??
      this.account.handlers[name] ??
      this.bot.handlers[name] ??
      this.keys.handlers[name] ??
      this.privacy.handlers[name] ??
      this.metering.handlers[name] ??
      this.sources.handlers[name] ??
      this.twoFactor.handlers[name] ??
      this.team.handlers[name] ??
      this.labels.handlers[name] ??
      this.assist.handlers[name] ??
      this.learning.handlers[name] ??
      this.audit.handlers[name]) as ((params: never) => object) | undefined;
    if (!handler) throw new Refused('unknown_command', `The fake server does not know ${name}.`);
    return handler(params);
  }

  /** Appends as `role` and announces; the room's owner and waiting time follow as on the real server. */
  say(room: string, role: Message['role'], content: string, extra: Partial<Message> = {}): Message {
    const found = this.#room(room);
    const message: Message = {
      id: `said-${++this.#serial}`,
      room: found.room.room,
      seq: found.room.head + 1,
      author:
        role === 'agent'
          ? this.me.name
          : role === 'bot'
            ? 'Assistant'
            : role === 'system'
              ? this.me.site_name
              : 'Visitor',
      role,
      content,
      created: new Date().toISOString(),
      client_id: null,
      ...extra,
    };
    found.messages.push(message);
    found.room = { ...found.room, head: message.seq, updated: message.created };
    if (role === 'visitor' && found.room.owner.kind !== 'bot') this.change(room, { waiting_since: message.created });
    if (role === 'agent') this.change(room, { waiting_since: null, read: message.seq });
    this.announce({ command: 'new_message', message });
    return message;
  }

  /** Edits, or without `text` redacts. */
  changeMessage(room: string | undefined, seq: number, text: string | null): Message {
    const { messages } = this.#room(room);
    const event = text === null ? ('redacted' as const) : ('edited' as const);
    const name = this.#room(room).room.room;
    const entry = this.say(name, 'system', `${this.me.name} ${event}`, {
      author: this.me.name,
      event,
      target: seq,
      ...(text && { text }),
    });
    const { sources: _gone, ...target } = messages[seq - 1] as Message;
    const change = { seq: entry.seq, event, by: this.me.name, at: entry.created };
    messages[seq - 1] = { ...target, content: text ?? '', change };
    return messages[seq - 1] as Message;
  }

  change(room: string, change: Partial<AgentRoom>): AgentRoom {
    const found = this.#room(room);
    found.room = { ...found.room, ...change, version: found.room.version + 1 };
    this.announce({ command: 'room_changed', room: this.#listed(found) });
    return found.room;
  }

  #room(name: string | undefined) {
    const found = this.rooms.get(name ?? '');
    if (!found) throw new Refused('room_not_found', 'There is no such conversation, or it is not yours.');
    return found;
  }

  #listed(found: { room: AgentRoom; messages: Message[] }): AgentRoom {
    const [last, asked] = [
      found.messages.findLast(({ role }) => role !== 'system'),
      found.messages.findLast(({ role }) => role === 'visitor'),
    ];
    return { ...found.room, messages: [...new Set([asked, last])].filter((message) => message !== undefined) };
  }

  #folder({ status, owner }: AgentRoom): 'unassigned' | 'mine' | 'bot' | 'others' | 'closed' {
    if (status === 'closed') return 'closed';
    if (owner.kind === 'queue') return 'unassigned';
    if (owner.kind === 'bot') return 'bot';
    return owner.id === this.me.id ? 'mine' : 'others';
  }

  #event(
    room: string | undefined,
    change: Partial<AgentRoom>,
    event: RoomEventKind,
    words: string,
  ): { room: AgentRoom } {
    const name = this.#room(room).room.room;
    this.change(name, change);
    this.say(name, 'system', words, { event });
    return { room: this.#listed(this.#room(name)) };
  }

  /** Forgets the person of these rooms, as the real server does. */
  erase(name: string): void {
    const { room, messages } = this.#room(name);
    if (room.erased) return;
    const contact = {
      name: null,
      email: null,
      page: null,
      language: null,
      user_id: null,
      email_verified: false,
      blocked: false,
    };
    this.say(name, 'system', 'erased', { author: this.me.name, event: 'erased', target: room.head });
    const change = { seq: room.head + 1, event: 'redacted' as const, by: this.me.name, at: new Date().toISOString() };
    for (const [i, message] of messages.entries())
      if (message.role !== 'system') messages[i] = { ...message, content: '', change };
    this.change(name, { erased: true, status: 'closed', contact });
  }

  #block({ hours, ...what }: Partial<Block> & { hours?: number | undefined }): Block {
    const created = new Date().toISOString();
    const ends = hours === undefined ? null : new Date(Date.now() + hours * 3_600_000).toISOString();
    const id = `block-${++this.#serial}`;
    const block = {
      consumer: null,
      addresses: null,
      name: null,
      reason: '',
      by: this.me.name,
      ...what,
      id,
      created,
      ends,
    };
    this.#blocks = [block, ...this.#blocks];
    return block;
  }

  readonly #handlers: Handlers = {
    authenticate: () => ({ expires_in: 600 }),
    get_me: () => ({ user: this.me }),
    edit_message: ({ room, seq, content }) => ({ message: this.changeMessage(room, seq, content) }),
    redact_message: ({ room, seq }) => ({ message: this.changeMessage(room, seq, null) }),
    fetch_messages: ({ room, before, around, limit = 50, ...more }) => {
      const { room: found, messages } = this.#room(room);
      const middle = around && Math.max(0, Math.min(around - Math.ceil(limit / 2), found.head - limit));
      const after = middle ?? more.after;
      const within = messages.filter(({ seq }) => seq > (after ?? 0) && seq < (before ?? Infinity));
      const page = after === undefined ? within.slice(-limit) : within.slice(0, limit);
      return { room: found.room, messages: page, head: found.head };
    },
    new_message: ({ room, message }) => {
      const { owner } = this.#room(room).room;
      if (owner.kind === 'bot' || (owner.kind === 'agent' && owner.id !== this.me.id))
        throw new Refused('not_yours', 'Somebody else holds this conversation now. Take it over first.');
      return { message: this.say(room ?? '', 'agent', message.content, { client_id: message.client_id ?? null }) };
    },
    fetch_rooms: ({ status = 'open', assignee, team, label, query, cursor, limit = 50 }) => {
      const words = query?.toLowerCase().split(/\s+/).filter(Boolean);
      const matching = [...this.rooms.values()]
        .filter(({ room }) => room.status === status && (!assignee || this.#folder(room) === assignee))
        .filter(({ room }) => !team || room.team?.id === team)
        .filter(({ room }) => !label || bears(room, label))
        .filter((each) => !words?.length || words.some((word) => JSON.stringify(each).toLowerCase().includes(word)))
        .sort((a, b) => b.room.updated.localeCompare(a.room.updated));
      const from = Number(cursor ?? 0);
      return {
        rooms: matching.slice(from, from + limit).map((each) => this.#listed(each)),
        next: from + limit < matching.length ? String(from + limit) : null,
        ...(words?.length && { mentions: matching.flatMap((each) => mentionIn(each.messages, words)) }),
      };
    },
    fetch_room: ({ room }) => ({ rooms: [this.#listed(this.#room(room))], next: null }),
    count_rooms: ({ label }) => {
      const counts = { unassigned: 0, mine: 0, bot: 0, others: 0, closed: 0 };
      const those = [...this.rooms.values()].filter(({ room }) => !label || bears(room, label));
      for (const { room } of those) counts[this.#folder(room)]++;
      const waiting = those.filter(({ room }) => this.#folder(room) === 'unassigned');
      const teams = this.team.teams.map(({ id }) => [id, waiting.filter(({ room }) => room.team?.id === id).length]);
      return { ...counts, teams: Object.fromEntries(teams) };
    },
    take_over: ({ room }) => {
      const owner = { kind: 'agent' as const, id: this.me.id, name: this.me.name };
      return this.#event(room, { owner, status: 'open' }, 'agent_joined', `${this.me.name} joined the conversation.`);
    },
    assign_room: ({ room, agent: id, team: teamId }) => {
      if (teamId !== undefined) {
        const { name } = this.team.findTeam(teamId);
        const waits = { owner: { kind: 'queue' as const, id: null, name: null }, team: { id: teamId, name } };
        const waiting_since = new Date().toISOString();
        const words = `${this.me.name} passed the conversation to ${name}`;
        return this.#event(room, { ...waits, waiting_since, status: 'open' }, 'assigned', words);
      }
      const to = this.team.agents.find((each) => each.id === id);
      if (!to) throw new Refused('not_found', 'It is not there, or no longer.');
      const owner = { kind: 'agent' as const, id: to.id, name: to.name };
      const words = `${this.me.name} passed the conversation to ${to.name}`;
      return this.#event(room, { owner, status: 'open' }, 'assigned', words);
    },
    hand_back: ({ room }) =>
      this.#event(
        room,
        { owner: { kind: 'bot', id: null, name: null }, team: null, waiting_since: null },
        'handed_back',
        'The assistant answers again.',
      ),
    close_room: ({ room }) =>
      this.#event(
        room,
        { status: 'closed', waiting_since: null },
        'closed',
        `${this.me.name} closed the conversation.`,
      ),
    reopen_room: ({ room }) =>
      this.#event(
        room,
        { status: 'open', owner: { kind: 'agent', id: this.me.id, name: this.me.name } },
        'reopened',
        `${this.me.name} opened the conversation again.`,
      ),
    mark_read: ({ room, seq }) => {
      const found = this.#room(room);
      const read = Math.max(found.room.read ?? 0, Math.min(seq, found.room.head));
      found.room = { ...found.room, read, unread: 0 };
      this.announce({
        command: 'read',
        room: found.room.room,
        role: 'agent',
        author: 'Agent',
        seq: read,
        delivered: read,
        at: null,
      });
      return { room: found.room.room, seq: read, delivered: read };
    },
    typing: () => ({}),
    look_at: ({ room = null }) => {
      this.looks.push(room);
      return {};
    },
    get_site: () => ({ site: this.#site }),
    update_site: (change) => {
      if (change.require_two_factor && this.me.two_factor !== 'on')
        throw new Refused('invalid', 'Some fields are missing or wrong.', {
          require_two_factor: 'set it up for yourself first',
        });
      const bad = change.origins?.find((origin) => origin.includes('*'));
      if (bad)
        throw new Refused('invalid', 'Some fields are missing or wrong.', { origins: `${bad} is not an origin.` });
      this.#site = { ...this.#site, ...change };
      return { site: this.#site };
    },
    block_visitor: ({ consumer, reason = '', hours }) => {
      const room = `${this.slug} ${consumer}`;
      this.change(room, { contact: { ...this.#room(room).room.contact, blocked: true } });
      return { block: this.#block({ consumer, reason, hours, name: this.#room(room).room.contact.name }) };
    },
    preview_block: ({ addresses }) => ({
      addresses: addresses ?? '203.0.113.7/32',
      here: 3,
      includes_you: !!addresses,
    }),
    block_addresses: ({ addresses = '203.0.113.7/32', reason = '', hours }) => ({
      block: this.#block({ addresses, reason, hours }),
    }),
    list_blocks: () => ({ blocks: this.#blocks }),
    unblock: ({ block }) => {
      const gone = this.#blocks.find(({ id }) => id === block);
      this.#blocks = this.#blocks.filter(({ id }) => id !== block);
      const room = `${this.slug} ${gone?.consumer}`;
      if (gone?.consumer) this.change(room, { contact: { ...this.#room(room).room.contact, blocked: false } });
      return {};
    },
    list_identity_secrets: () => ({ secrets: this.#secrets }),
    create_identity_secret: () => {
      const secret = `parley_id_of-the-fake-server-${++this.#serial}abc`;
      const created = new Date().toISOString();
      const before = this.#secrets.map((each) => ({ ...each, ends: each.ends ?? created }));
      this.#secrets = [
        { id: `secret-${this.#serial}`, hint: secret.slice(-4), created, last_used: null, ends: null },
        ...before,
      ];
      return { secret, secrets: this.#secrets };
    },
    delete_identity_secret: ({ secret }) => {
      this.#secrets = this.#secrets.filter(({ id }) => id !== secret);
      return { secrets: this.#secrets };
    },
    check_identity: ({ identity }) =>
      identity === 'good'
        ? { problem: null, user_id: 'u-7', name: 'Kim Lee', email: null, expires: new Date().toISOString() }
        : { problem: 'it expired 5 minutes ago', user_id: null, name: null, email: null, expires: null },
    get_bot_spending: () => ({ spending: this.#spending }),
    update_bot_limits: (limits) => {
      const spending = this.#spending;
      const all = { ...spending.limits, ...limits };
      const prices = spending.prices.map((price): PriceInForce => {
        const own = all.prices.find(({ model }) => model === price.model);
        return own ? { ...price, ...own, by: 'site' } : { ...price, ...price.otherwise };
      });
      this.#spending = { ...spending, limits: all, prices, reached: null };
      return { spending: this.#spending };
    },
    explain_answers: ({ room }) => ({ answers: answersIn(this.#room(room).messages) }),
    get_hand_over: ({ room }) => ({ hand_over: handOverOf(this.#room(room)) }),
    list_answers: () => ({ answers: this.#answers }),
    create_answer: (fields) => {
      const answer = { id: `answer-new-${++this.#serial}`, ...fields };
      this.#answers = [...this.#answers, answer];
      return { answer };
    },
    update_answer: ({ answer: id, ...fields }) => {
      const answer = { id, ...fields };
      this.#answers = this.#answers.map((each) => (each.id === answer.id ? answer : each));
      return { answer };
    },
    delete_answer: ({ answer: id }) => {
      this.#answers = this.#answers.filter((each) => each.id !== id);
      return {};
    },
    list_articles: ({ query, source }) => ({
      articles: this.#articles.filter(
        (each) => each.title.toLowerCase().includes((query ?? '').toLowerCase()) && (!source || each.source === source),
      ),
      next: null,
    }),
    get_article: ({ article: id }) => {
      const article = this.#articles.find((each) => each.id === id);
      if (!article) throw new Refused('not_found', 'It is not there, or no longer.');
      return { article };
    },
    create_article: (fields) => {
      const id = `article-new-${++this.#serial}`;
      const article = {
        id,
        slug: id,
        url: `/kb/acme/${id}`,
        updated: new Date().toISOString(),
        source: null,
        ...fields,
      };
      this.#articles = [...this.#articles, article];
      return { article };
    },
    update_article: ({ article: id, ...fields }) => {
      this.#articles = this.#articles.map((each) =>
        each.id === id ? { ...each, ...fields, updated: new Date().toISOString() } : each,
      );
      return { article: this.#articles.find((each) => each.id === id) as Article };
    },
    detach_article: ({ article: id }) => {
      this.#articles = this.#articles.map((each) =>
        each.id === id ? { ...each, source: null, url: `/kb/acme/${each.slug}` } : each,
      );
      return { article: this.#articles.find((each) => each.id === id) as Article };
    },
    delete_article: ({ article: id }) => {
      this.#articles = this.#articles.filter((each) => each.id !== id);
      return {};
    },
  };
}
