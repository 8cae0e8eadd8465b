/** A raw WebSocket client for tests: what a third party would write from the protocol's page, and nothing of ours. */
import { WebSocket } from 'ws';
import { FrameContract } from './contract.ts';
import type { TestServer } from './server.ts';

export type Frame = Record<string, unknown> & { command: string };

export class RawClient {
  readonly ws: WebSocket;
  readonly frames: Frame[] = [];
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  #wanted: { match: (frame: Frame) => boolean; resolve: (frame: Frame) => void; reject: (drift: unknown) => void }[] =
    [];
  #id = 0;
  readonly #contract: FrameContract;

  constructor(ws: WebSocket) {
    this.ws = ws;
    this.#contract = new FrameContract(ws.url);
    this.closed = new Promise((resolve) => ws.once('close', (code) => resolve(code)));
    ws.on('message', (data) => {
      const frame = JSON.parse(data.toString()) as Frame;
      try {
        this.#contract.assertDescribed(frame);
      } catch (drift) {
        for (const { reject } of this.#wanted.splice(0)) reject(drift);
        throw drift;
      }
      this.frames.push(frame);
      const found = this.#wanted.findIndex(({ match }) => match(frame));
      if (found >= 0) this.#wanted.splice(found, 1)[0]?.resolve(frame);
    });
  }

  send(frame: unknown): void {
    this.#contract.sent(frame);
    this.ws.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** Sends with a fresh id and resolves with the frame that carries it, an error frame too. */
  call(command: string, params: object = {}): Promise<Frame> {
    const id = `t${++this.#id}`;
    const answer = this.next((frame) => frame.id === id);
    this.send({ command, id, ...params });
    return answer;
  }

  /** The next frame from now on that matches. */
  next(match: string | ((frame: Frame) => boolean)): Promise<Frame> {
    return new Promise((resolve, reject) => {
      const matches = typeof match === 'string' ? (frame: Frame) => frame.command === match : match;
      this.#wanted.push({ match: matches, resolve, reject });
    });
  }

  /** The first frame, past or future, that matches. */
  async seen(match: (frame: Frame) => boolean): Promise<Frame> {
    return this.frames.find(match) ?? this.next(match);
  }

  close(): Promise<number> {
    this.ws.close();
    return this.closed;
  }
}

/** Opens a socket and resolves when it is open; rejects with `HTTP <status>` when the handshake is refused. */
export function connect(
  server: Pick<TestServer, 'url'>,
  path: string,
  token: string | null,
  headers: Record<string, string> = {},
): Promise<RawClient> {
  const ws = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, {
    headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...headers },
  });
  const client = new RawClient(ws);
  return new Promise((resolve, reject) => {
    ws.once('open', () => resolve(client));
    ws.once('unexpected-response', (_request, response) => {
      ws.terminate();
      reject(new Error(`HTTP ${response.statusCode}`));
    });
    ws.once('error', reject);
  });
}

export interface Visitor {
  readonly consumer: string;
  readonly visitor_token: string;
  readonly access_token: string;
}

/** Opens a visitor's session as a widget would; `token` comes back as the same visitor. */
export async function openVisitor(server: Pick<TestServer, 'url'>, site: string, token?: string): Promise<Visitor> {
  const response = await fetch(`${server.url}/api/widget/${site}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(token ? { visitor_token: token } : {}),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  return (await response.json()) as Visitor;
}

/** The visitor's own socket. */
export const chat = (server: Pick<TestServer, 'url'>, site: string, visitor: Visitor): Promise<RawClient> =>
  connect(server, `/ws/chat/${site}/${visitor.consumer}`, visitor.access_token);
