/**
 * A Parley server in memory for one visitor's room: answers frames as the protocol says, and can lose, delay and refuse them.
 * Only for tests; it knows as much of the protocol as they ask of it.
 */
import type { ErrorFrame, Message, VisitorRoom } from '@parley/protocol';
import type { PageBounds } from '../timeline.ts';
import { settled } from './fake-clock.ts';

/** A frame's way, in turns of the microtask queue. */
const NETWORK_TURNS = 3;

type Frame = Record<string, unknown> & { command: string; id?: string };

export class FakeSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly url: string;
  readonly protocols: string[];
  readonly sent: Frame[] = [];
  closed = false;
  #server: FakeServer;

  constructor(server: FakeServer, url: string, protocols: string[]) {
    this.#server = server;
    this.url = url;
    this.protocols = protocols;
  }

  send(text: string): void {
    const frame = JSON.parse(text) as Frame;
    this.sent.push(frame);
    if (!this.closed) this.#server.take(this, frame);
  }

  close(): void {
    this.closed = true;
  }

  deliver(frame: object): void {
    if (!this.closed) this.onmessage?.({ data: JSON.stringify(frame) });
  }

  drop(code = 1006, reason = ''): void {
    if (this.closed) return;
    this.closed = true;
    this.onclose?.({ code, reason });
  }
}

export class FakeServer {
  readonly site = 'acme';
  consumer = 'c1';
  readonly sockets: FakeSocket[] = [];
  readonly messages: Message[] = [];
  room: VisitorRoom | null = null;
  sessions = 0;
  /** New sockets are refused before they open. */
  down = false;
  /** The answer is lost and the connection with it, once per true. */
  loseAnswer: (frame: Frame) => boolean = () => false;
  refuse: (frame: Frame) => Omit<ErrorFrame, 'command'> | null = () => null;

  /** To be handed to clients as `WebSocket`. */
  get WebSocket(): typeof WebSocket {
    const open = (url: string, protocols: string[]) => {
      const socket = new FakeSocket(this, url, protocols);
      this.sockets.push(socket);
      void settled(NETWORK_TURNS).then(() => (this.down ? socket.drop() : this.#greet(socket)));
      return socket;
    };
    // A constructor that returns an object makes that object: the test looks at it through the server.
    return function (url: string, protocols: string[]) {
      return open(url, protocols);
    } as never;
  }

  get socket(): FakeSocket {
    return this.sockets.at(-1) as FakeSocket;
  }

  get roomName(): string {
    return `${this.site} ${this.consumer}`;
  }

  /** The session request's answer. */
  session = async <Result>(): Promise<Result> => {
    this.sessions++;
    return {
      consumer: this.consumer,
      visitor_token: 'visitor-token',
      access_token: `access-${this.sessions}`,
      expires_in: 600,
      room: this.messages.length ? { key: this.consumer, head: this.messages.length, unread: 0 } : null,
      config: { name: 'Acme' },
    } as Result;
  };

  /** Stores a message of somebody and announces it, unless `silent`. */
  say(role: Message['role'], content: string, more: Partial<Message> = {}, silent = false): Message {
    const seq = this.messages.length + 1;
    const message: Message = {
      id: `m${seq}`,
      room: this.roomName,
      seq,
      author: role,
      role,
      content,
      created: new Date(1_750_000_000_000 + seq).toISOString(),
      client_id: null,
      ...more,
    };
    this.messages.push(message);
    if (!silent) this.announce({ command: 'new_message', message });
    return message;
  }

  /** Edits or, without `text`, redacts a message, and announces the entry, unless `silent`. */
  change(seq: number, text: string | null, silent = false): Message {
    const event = text === null ? 'redacted' : 'edited';
    const target = this.messages[seq - 1] as Message;
    const entry = this.say('system', event, { event, target: seq, ...(text !== null && { text }) }, true);
    const { text: _gone, ...earlier } = this.messages[(target.change?.seq ?? 0) - 1] ?? entry;
    if (target.change) this.messages[target.change.seq - 1] = earlier;
    const change = { seq: entry.seq, event, by: entry.author, at: entry.created } as const;
    this.messages[seq - 1] = { ...target, content: text ?? '', change };
    if (!silent) this.announce({ command: 'new_message', message: entry });
    return entry;
  }

  /** Erases all messages up to `to`, and announces the entry, unless `silent`. */
  erase(to: number, silent = false): Message {
    const entry = this.say('system', 'erased', { event: 'erased', target: to }, true);
    const change = { seq: entry.seq, event: 'redacted', by: entry.author, at: entry.created } as const;
    for (const [i, { sources: _gone, ...known }] of this.messages.slice(0, to).entries()) {
      const client_id = known.role === 'visitor' ? null : known.client_id;
      if (known.role !== 'system') this.messages[i] = { ...known, client_id, content: '', change };
    }
    if (!silent) this.announce({ command: 'new_message', message: entry });
    return entry;
  }

  /** As `fetch_messages` answers. */
  page({ after, before, around, limit = 50 }: PageBounds): { room: string; messages: Message[]; head: number } {
    const head = this.messages.length;
    const start = around === undefined ? after : Math.max(0, Math.min(around - Math.ceil(limit / 2), head - limit));
    const found = this.messages.filter(({ seq }) => seq > (start ?? 0) && seq < (before ?? head + 1));
    const messages = start === undefined ? found.slice(-limit) : found.slice(0, limit);
    return { room: this.roomName, messages, head };
  }

  announce(frame: object): void {
    for (const socket of this.sockets) socket.deliver(frame);
  }

  take(socket: FakeSocket, frame: Frame): void {
    const refusal = this.refuse(frame);
    const answer = refusal ? { command: 'error', ...refusal } : this.#answer(socket, frame);
    if (this.loseAnswer(frame)) return void settled(NETWORK_TURNS).then(() => socket.drop());
    void settled(NETWORK_TURNS).then(() => socket.deliver({ ...answer, id: frame.id }));
  }

  #greet(socket: FakeSocket): void {
    if (socket.closed) return;
    socket.onopen?.();
    if (this.room) socket.deliver({ command: 'room_changed', room: { ...this.room, head: this.messages.length } });
  }

  #answer(socket: FakeSocket, frame: Frame): object {
    if (frame.command === 'new_message') return this.#append(socket, frame.message as Message);
    if (frame.command === 'fetch_messages') {
      return { command: 'messages', ...this.page(frame as PageBounds) };
    }
    return { command: frame.command };
  }

  #append(sender: FakeSocket, { content, client_id }: Message): object {
    const known = this.messages.find((message) => message.client_id === client_id);
    if (known && known.content !== content)
      return { command: 'error', code: 'conflict', message: 'used', retry: false };
    const message = known ?? this.say('visitor', content, { client_id }, true);
    if (!known) {
      for (const socket of this.sockets) if (socket !== sender) socket.deliver({ command: 'new_message', message });
    }
    return { command: 'new_message', message };
  }
}
