/**
 * A Parley server in one process for the widget's browser tests: serves the built files, one visitor's session and room, and a
 * page on another origin with the tag. Answers as PROTOCOL.md says, as far as these tests ask; what others say is told to it.
 */
import { hash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Message, PublicArticle, Suggestion, VisitorRoom, WidgetConfig } from '@parley/protocol';
import { inject } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';

const dist = (name: string) => readFileSync(join(inject('dist'), name), 'utf8');

type Frame = { command: string; id?: string; [key: string]: unknown };

const CONFIG: WidgetConfig = {
  name: 'Acme Outdoor',
  bot_name: 'Assistant',
  greeting: 'Hi! What can I do for you?',
  quick_replies: ['Where is my order?', 'Shipping', 'Returns'],
  team: ['Ada', 'Ben'],
  reply_minutes: 4,
  people_online: true,
};

export interface PageOptions {
  strict?: boolean;
  dir?: 'ltr' | 'rtl';
  scheme?: 'light' | 'dark';
  accent?: string;
  position?: 'left' | 'right';
  tags?: number;
  inHead?: boolean;
  slug?: string;
  identity?: string;
  lang?: string;
  /** The page's `Permissions-Policy` keeps microphones off. */
  silent?: boolean;
}

/** A PNG of one red pixel. */
const RED = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';

export class FakeServer {
  readonly consumer = 'c1';
  messages: Message[] = [];
  room: VisitorRoom | null = null;
  config = { ...CONFIG };
  /** Sessions are refused and sockets dropped. */
  down = false;
  /** The chat module cannot be fetched. */
  broken = false;
  /** So many messages are stored, and their answer and the connection lost. */
  loseAnswers = 0;
  refuse: (frame: Frame) => { code: string; message: string; retry: boolean } | null = () => null;
  /** Bodies of the session calls. */
  readonly sessions: { visitor_token?: string; identity?: string; proof?: string }[] = [];
  /** What is suggested for what is typed. */
  suggest: (text: string) => Suggestion[] = () => [];
  /** By what `read_article` calls them. */
  readonly articles = new Map<string, PublicArticle>();
  /** An agent has blocked this visitor. */
  blocked = false;
  /** Identities are refused. */
  forged = false;
  /** Visitors may have accounts: `address` is signed in by each token here. */
  readonly signedIn = new Set<string>();
  readonly address = 'kim@customer.test';
  /** What was recorded, as it was sent. */
  readonly recordings: { audio: string; language?: string; token: string | undefined }[] = [];
  transcription: { status: number; body: object } = { status: 200, body: { text: 'where is my order' } };
  /** Bodies of the calls to sign up, in and out. */
  readonly accountCalls: ({ path: string } & Record<string, unknown>)[] = [];
  /** What signing up and in are answered with; null: it succeeds. */
  refuseAccount: (call: Record<string, unknown>) => { status: number; code: string; fields?: object } | null = () =>
    null;
  /** Whoever is not known is asked for work of so many bits. */
  flood: number | null = null;
  /** That were given. */
  readonly challenges = new Set<string>();
  readonly requests: string[] = [];
  readonly frames: Frame[] = [];
  #sockets = new Set<WebSocket>();
  #waiting: { test: (frame: Frame) => boolean; resolve: (frame: Frame) => void }[] = [];
  #site!: Server;
  #page!: Server;

  static async start(): Promise<FakeServer> {
    const fake = new FakeServer();
    fake.#site = createServer((request, response) => fake.#serve(request, response));
    fake.#page = createServer((request, response) => fake.#servePage(request, response));
    const wss = new WebSocketServer({ server: fake.#site, handleProtocols: () => 'parley.v1' });
    wss.on('connection', (socket) => fake.#connect(socket));
    for (const server of [fake.#site, fake.#page]) {
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    }
    return fake;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.terminate();
    for (const server of [this.#site, this.#page]) {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  }

  get base(): string {
    return `http://127.0.0.1:${(this.#site.address() as AddressInfo).port}`;
  }

  pageUrl(options: PageOptions = {}): string {
    return `http://localhost:${(this.#page.address() as AddressInfo).port}/?${encodeURIComponent(JSON.stringify(options))}`;
  }

  get roomName(): string {
    return `acme ${this.consumer}`;
  }

  get connected(): number {
    return this.#sockets.size;
  }

  /** Resolves with the next frame of a client that `test` accepts, or one that came already. */
  heard(test: (frame: Frame) => boolean): Promise<Frame> {
    const known = this.frames.find(test);
    return known ? Promise.resolve(known) : new Promise((resolve) => this.#waiting.push({ test, resolve }));
  }

  announce(frame: object): void {
    for (const socket of this.#sockets) socket.send(JSON.stringify(frame));
  }

  say(role: Message['role'], content: string, more: Partial<Message> = {}): Message {
    const message = this.#store(role, content, more);
    this.announce({ command: 'new_message', message });
    return message;
  }

  /** A piece of an answer that is being written. */
  delta(answer: string, text: string, offset = 0): void {
    this.announce({ command: 'bot_delta', room: this.roomName, answer, author: 'Assistant', offset, text });
  }

  change(change: Partial<VisitorRoom>): void {
    this.room = { ...this.#roomNow(), ...change, version: (this.room?.version ?? 0) + 1 };
    this.announce({ command: 'room_changed', room: this.room });
  }

  block(): void {
    this.blocked = true;
    for (const socket of this.#sockets) socket.close(4423, 'blocked');
  }

  drop(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  #roomNow(): VisitorRoom {
    return {
      consumer: this.consumer,
      room: this.roomName,
      status: 'open',
      owner: { kind: 'bot', name: null },
      version: 1,
      read: 0,
      agent_read: 0,
      agent_delivered: 0,
      has_email: false,
      messages: [],
      ...this.room,
      head: this.messages.length,
    };
  }

  #store(role: Message['role'], content: string, more: Partial<Message>): Message {
    const seq = this.messages.length + 1;
    const author = { visitor: 'Visitor', bot: 'Assistant', agent: 'Mia', system: 'Parley' }[role];
    const created = new Date().toISOString();
    const base = { id: `m${seq}`, room: this.roomName, seq, author, role, content, created, client_id: null };
    const message = { ...base, ...more };
    this.messages.push(message);
    this.room = this.#roomNow();
    return message;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const { url = '/', method } = request;
    this.requests.push(`${method} ${url}`);
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'content-type, authorization');
    const send = (status: number, type: string, body: string) => {
      response.writeHead(status, { 'content-type': type }).end(body);
    };
    if (method === 'OPTIONS') return send(204, 'text/plain', '');
    const { chat } = JSON.parse(dist('manifest.json')) as { chat: string };
    const [path = '', query = ''] = url.split('?');
    if (path === '/w/acme.js') {
      const { accent, position } = {
        accent: 'oklch(0.55 0.17 265)',
        position: 'right',
        ...(JSON.parse(decodeURIComponent(query) || '{}') as PageOptions),
      };
      const looks = { accent, position, name: 'Acme Outdoor', label: 'Chat with Acme' };
      const site = { slug: 'acme', base: this.base, chat: `/w/_/${chat}`, ...looks };
      return send(
        200,
        'text/javascript',
        dist('loader.js').replace('"__PARLEY_CONFIG__"', () => JSON.stringify(site)),
      );
    }
    const file = /^\/w\/_\/([\w-]+\.js)$/.exec(path)?.[1];
    if (file) return this.broken ? send(503, 'text/plain', '') : send(200, 'text/javascript', dist(file));
    if (path.startsWith('/exports/')) {
      response.setHeader('content-disposition', `attachment; filename="${path.slice('/exports/'.length)}"`);
      return send(200, 'application/octet-stream', '{}');
    }
    if (path === '/bot-avatars/a') {
      response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from(RED, 'base64'));
      return;
    }
    const account = /^\/api\/widget\/acme\/(sign-(?:up|in|out))$/.exec(path)?.[1];
    const speech = path === '/api/widget/transcription';
    if (!account && !speech && path !== '/api/widget/acme/session') return send(404, 'text/plain', '');
    if (this.down) return send(503, 'text/html', 'no upstream');
    let body = '';
    request.setEncoding('utf8').on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      if (speech) {
        this.recordings.push({ ...JSON.parse(body), token: request.headers.authorization });
        return send(this.transcription.status, 'application/json', JSON.stringify(this.transcription.body));
      }
      if (account) {
        const [status, answer] = this.#takeAccount(account, JSON.parse(body));
        return send(status, 'application/json', JSON.stringify(answer));
      }
      const asked = JSON.parse(body) as FakeServer['sessions'][number];
      this.sessions.push(asked);
      if (this.blocked) {
        const problem = { code: 'blocked', message: 'No' };
        return send(403, 'application/json', JSON.stringify({ error: problem }));
      }
      if (asked.identity && this.forged) {
        const problem = { code: 'identity_refused', message: 'No', fields: { identity: 'it expired 5 minutes ago' } };
        return send(401, 'application/json', JSON.stringify({ error: problem }));
      }
      if (this.flood !== null && asked.visitor_token !== 'visitor-token' && !this.#isProven(asked.proof)) {
        const text = randomBytes(30).toString('base64url');
        this.challenges.add(text);
        response.setHeader('retry-after', '30').setHeader('access-control-expose-headers', 'retry-after');
        const challenge = { text, bits: this.flood };
        const problem = { code: 'proof_wanted', message: 'Very many are coming at once.', challenge };
        return send(429, 'application/json', JSON.stringify({ error: problem }));
      }
      return send(200, 'application/json', JSON.stringify(this.#session(asked)));
    });
    return undefined;
  }

  #isProven(proof = ''): boolean {
    const isSolved = Math.clz32(hash('sha256', proof, 'buffer').readUInt32BE(0)) >= (this.flood ?? 0);
    return isSolved && this.challenges.has(proof.split('.')[0] as string);
  }

  #session({ visitor_token = '', identity }: FakeServer['sessions'][number]): object {
    const head = this.messages.length;
    const known = this.signedIn.has(visitor_token);
    const ended = !known && visitor_token.startsWith('account-');
    const me = known ? { email: this.address, email_verified: false } : null;
    return {
      consumer: this.consumer,
      visitor_token: known
        ? visitor_token
        : identity
          ? visitor_token || `token of ${identity}`
          : ended
            ? 'another-token'
            : 'visitor-token',
      access_token: 'access-token',
      expires_in: 600,
      room: head ? { key: this.consumer, head, unread: 0 } : null,
      config: {
        ...this.config,
        ...(this.config.accounts && { accounts: { me } }),
        ...(ended && { signed_out: true }),
        ...(this.#hasMore && { more: true }),
      },
    };
  }

  get #hasMore(): boolean {
    const { avatar, consent, consented, accounts } = this.config;
    return [avatar, consent, consented, accounts].some((part) => part !== undefined);
  }

  #takeAccount(path: string, body: Record<string, unknown>): [status: number, answer: object] {
    this.accountCalls.push({ path, ...body });
    if (path === 'sign-out') {
      this.endSignIn();
      return [200, {}];
    }
    const refused = this.refuseAccount(body);
    if (refused) return [refused.status, { error: { message: 'No', ...refused } }];
    const token = `account-${this.accountCalls.length}`;
    this.signedIn.add(token);
    return [path === 'sign-up' ? 201 : 200, this.#session({ visitor_token: token })];
  }

  /** As another device does that signs out everywhere. */
  endSignIn(): void {
    this.signedIn.clear();
    for (const socket of this.#sockets) socket.close(4401, 'token expired');
  }

  #connect(socket: WebSocket): void {
    if (this.down) return socket.terminate();
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('message', (data) => this.#take(socket, JSON.parse(data.toString()) as Frame));
    if (this.room) socket.send(JSON.stringify({ command: 'room_changed', room: this.#roomNow() }));
  }

  #take(socket: WebSocket, frame: Frame): void {
    this.frames.push(frame);
    const refusal = this.refuse(frame);
    const answer = refusal ? { command: 'error', ...refusal } : this.#answer(socket, frame);
    if (frame.command === 'new_message' && this.loseAnswers-- > 0) return socket.terminate();
    socket.send(JSON.stringify({ ...answer, id: frame.id }));
    for (const waiting of this.#waiting.splice(0)) {
      if (waiting.test(frame)) waiting.resolve(frame);
      else this.#waiting.push(waiting);
    }
  }

  #answer(socket: WebSocket, frame: Frame): object {
    const head = this.messages.length;
    if (frame.command === 'new_message') {
      const { content, client_id } = frame.message as Message;
      const known = this.messages.find((message) => message.client_id === client_id);
      const message = known ?? this.#store('visitor', content, { client_id });
      for (const other of known ? [] : this.#sockets) {
        if (other !== socket) other.send(JSON.stringify({ command: 'new_message', message }));
      }
      return { command: 'new_message', message };
    }
    if (frame.command === 'suggest') return { command: 'suggest', suggestions: this.suggest(frame.text as string) };
    if (frame.command === 'read_article') {
      const article = this.articles.get(frame.article as string);
      return article
        ? { command: frame.command, article }
        : { command: 'error', code: 'not_found', message: 'No', retry: false };
    }
    if (frame.command === 'fetch_messages') {
      const { after, before, limit = 50 } = frame as { after?: number; before?: number; limit?: number };
      const found = this.messages.filter(({ seq }) => seq > (after ?? 0) && seq < (before ?? head + 1));
      const messages = after === undefined ? found.slice(-limit) : found.slice(0, limit);
      return { command: 'messages', room: this.roomName, messages, head };
    }
    if (frame.command === 'request_person') {
      this.#store('system', 'A person was asked for', { event: 'person_requested' });
      this.room = { ...this.#roomNow(), owner: { kind: 'queue', name: null }, version: this.#roomNow().version + 1 };
      return { command: 'request_person', room: this.room };
    }
    if (frame.command === 'rate_answer') return { ...frame, room: this.roomName };
    if (frame.command === 'withdraw_consent') {
      const consent = { version: 3, text: 'We keep what you write.', policy_url: null };
      delete this.config.consented;
      this.config.consent = consent;
      return { command: frame.command, consent };
    }
    if (frame.command === 'give_consent') {
      this.config.consented = frame.version as number;
      delete this.config.consent;
    }
    if (frame.command === 'request_export')
      return { command: frame.command, request: { request: 'r1', state: 'queued' } };
    if (frame.command === 'get_privacy_request')
      return { command: frame.command, request: { request: 'r1', state: 'done' } };
    if (frame.command === 'open_export')
      return { command: frame.command, url: `${this.base}/exports/data.${frame.format}`, expires: '' };
    if (frame.command === 'leave_email') return { command: 'leave_email', email: frame.email };
    return { command: frame.command };
  }

  #servePage(request: IncomingMessage, response: ServerResponse): void {
    const query = request.url?.split('?')[1] ?? '';
    const options = JSON.parse(decodeURIComponent(query) || '{}') as PageOptions;
    const nonce = 'n0nce';
    const csp = [
      `script-src 'nonce-${nonce}' 'strict-dynamic'`,
      `style-src 'nonce-${nonce}'`,
      "require-trusted-types-for 'script'",
      "default-src 'self'",
      `connect-src ${this.base} ${this.base.replace('http', 'ws')}`,
    ].join('; ');
    const identity = options.identity ? ` data-identity="${options.identity}"` : '';
    const tag = `<script async nonce="${nonce}" src="${this.base}/w/${options.slug ?? 'acme'}.js?${query}"${identity}></script>`;
    const tags = tag.repeat(options.tags ?? 1);
    response.writeHead(200, {
      'content-type': 'text/html',
      ...(options.strict && { 'content-security-policy': csp }),
      ...(options.silent && { 'permissions-policy': 'microphone=()' }),
    });
    response.end(`<!doctype html><html lang="${options.lang ?? 'en'}" dir="${options.dir ?? 'ltr'}"><head><meta charset="utf-8"><title>A shop</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <style nonce="${nonce}">:root{color-scheme:${options.scheme ?? 'light'}} body{font:16px serif;margin:40px}
      button,textarea,section,p{color:red!important;font-size:40px!important;display:block}</style>
      ${options.inHead ? tags : ''}</head>
      <body><main><h1>A shop</h1><a href="#x">A link of the page</a></main>${options.inHead ? '' : tags}</body></html>`);
  }
}
