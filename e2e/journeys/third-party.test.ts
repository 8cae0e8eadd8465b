/** Clients that share no line with ours: a socket, and the page that tells what goes over it. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { expect, test } from '../journey.ts';

type Frame = Record<string, unknown> & { command: string };

/** Remembers every frame, so that none is missed between two lines of a test. */
class Client {
  readonly #socket: WebSocket;
  readonly #frames: Frame[] = [];
  readonly #looking = new Set<() => void>();

  private constructor(url: string, token: string) {
    this.#socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } });
    this.#socket.on('message', (data) => {
      this.#frames.push(JSON.parse(data.toString()));
      for (const look of this.#looking) look();
    });
  }

  static async connect(url: string, token: string): Promise<Client> {
    const client = new Client(url.replace(/^http/, 'ws'), token);
    await once(client.#socket, 'open');
    return client;
  }

  send(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  /** The first frame, past or future, that has these fields; it is not found again. */
  async frame(fields: Record<string, unknown>): Promise<Frame> {
    let found = -1;
    const look = () => {
      found = this.#frames.findIndex((frame) =>
        Object.entries(fields).every(([name, value]) => Object.is(frame[name], value)),
      );
      return found >= 0;
    };
    if (!look()) {
      await new Promise<void>((resolve) => {
        const again = () => {
          if (!look()) return;
          this.#looking.delete(again);
          resolve();
        };
        this.#looking.add(again);
      });
    }
    return this.#frames.splice(found, 1)[0] as Frame;
  }

  async close(): Promise<void> {
    this.#socket.close();
    await once(this.#socket, 'close');
  }
}

const post = async (url: string, body: object): Promise<Record<string, string>> => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, string>;
};

test('a visitor and an agent talk, by the page of the protocol alone', async ({ program: { url } }) => {
  const session = await post(`${url}/api/widget/acme/session`, {});
  const { consumer = '', access_token: token = '' } = session;
  const room = `acme ${consumer}`;
  const login = await post(`${url}/api/users/login`, { email: 'ada@parley.test', password: 'parley-demo-1234' });
  const agent = await Client.connect(`${url}/ws/room/acme`, login.access_token as string);
  const visitor = await Client.connect(`${url}/ws/chat/acme/${consumer}`, token);

  const said = { content: 'Good evening', client_id: 'third-party-1' };
  visitor.send({ command: 'new_message', id: '1', message: said });
  const acknowledged = await visitor.frame({ command: 'new_message', id: '1' });
  expect(acknowledged.message).toMatchObject({ ...said, room, seq: 1, role: 'visitor' });
  visitor.send({ command: 'new_message', id: '2', message: said });
  expect((await visitor.frame({ command: 'new_message', id: '2' })).message).toEqual(acknowledged.message);

  agent.send({ command: 'fetch_rooms', id: 'a', limit: 1 });
  expect(await agent.frame({ command: 'room', id: 'a' })).toMatchObject({ rooms: [{ consumer, room }] });
  agent.send({ command: 'new_message', id: 'b', room, message: { content: 'Good evening to you' } });
  await agent.frame({ command: 'new_message', id: 'b' });

  visitor.send({ command: 'no_such_thing', id: '3' });
  expect(await visitor.frame({ command: 'error', id: '3' })).toMatchObject({ retry: false });
  visitor.send({ command: 'fetch_messages', id: '4', after: 0 });
  const { messages, head } = (await visitor.frame({ command: 'messages', id: '4' })) as unknown as {
    messages: { seq: number; role: string; content: string }[];
    head: number;
  };
  expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, i) => i + 1));
  expect(messages.at(-1)).toMatchObject({ seq: head, role: 'agent', content: 'Good evening to you' });
  expect(messages.filter(({ content }) => content === said.content)).toHaveLength(1);

  await visitor.close();
  await agent.close();
});

test('what a client may not do is refused before a socket opens', async ({ program: { url } }) => {
  const status = (path: string, headers: Record<string, string>) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url.replace(/^http/, 'ws') + path, { headers });
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode)).once('error', () => {});
    });
  const mine = await post(`${url}/api/widget/acme/session`, {});
  const other = await post(`${url}/api/widget/acme/session`, {});
  const authorization = `Bearer ${mine.access_token}`;
  expect(await status(`/ws/chat/acme/${mine.consumer}`, {})).toBe(401);
  expect(await status(`/ws/chat/acme/${other.consumer}`, { authorization })).toBe(403);
  expect(await status(`/ws/chat/acme/${mine.consumer}`, { authorization, origin: 'http://elsewhere.example' })).toBe(
    403,
  );
});
