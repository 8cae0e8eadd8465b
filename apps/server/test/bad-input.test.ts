/** Whatever a client sends: a clear answer to the sender, and everyone else's conversation goes on. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect as tcpConnect } from 'node:net';
import { MAX_CONTENT_LENGTH } from '@parley/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { chat, connect, openVisitor, type RawClient, type Visitor } from './client.ts';
import { call, createAgent, createSite } from './create.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
let visitor: Visitor;
let socket: RawClient;
let bystander: RawClient;

beforeAll(async () => {
  server = await startTestServer();
  await createSite(server.core, { slug: 'acme' });
  visitor = await openVisitor(server, 'acme');
  socket = await chat(server, 'acme', visitor);
  bystander = await chat(server, 'acme', await openVisitor(server, 'acme'));
});
afterAll(async () => {
  expect(await bystander.call('new_message', { message: { content: 'still here' } })).toMatchObject({
    command: 'new_message',
  });
  await server.close();
});

const errorAfter = async (frame: string) => {
  const answer = socket.next('error');
  socket.send(frame);
  return answer;
};

describe('frames', () => {
  test.each([
    ['not JSON', 'hello', 'bad_json'],
    ['nothing', '', 'bad_json'],
    ['half a frame', '{"command":"fetch_mess', 'bad_json'],
    ['null', 'null', 'bad_frame'],
    ['an array', '[{"command":"fetch_messages"}]', 'bad_frame'],
    ['a number beyond all numbers', '1e999', 'bad_frame'],
    ['a string', '"fetch_messages"', 'bad_frame'],
    ['no command', '{"id":"1"}', 'bad_frame'],
    ['a command that is no string', '{"command":["fetch_messages"]}', 'bad_frame'],
    ['an id that is no string', '{"command":"fetch_messages","id":7}', 'bad_frame'],
    ['an id of 65 characters', `{"command":"fetch_messages","id":"${'x'.repeat(65)}"}`, 'bad_frame'],
    ['an unknown command', '{"command":"drop_tables"}', 'unknown_command'],
    ['a command named as an object has it', '{"command":"constructor"}', 'unknown_command'],
    ['a command of HTTP alone', '{"command":"login","email":"a@b.test","password":"x"}', 'unknown_command'],
    ['a limit beyond all numbers', '{"command":"fetch_messages","limit":1e999}', 'invalid'],
    ['a limit of 201', '{"command":"fetch_messages","limit":201}', 'invalid'],
    ['a message that is a string', '{"command":"new_message","message":"hi"}', 'invalid'],
    ['content that is a number', '{"command":"new_message","message":{"content":5}}', 'invalid'],
    ['deep nesting', `{"command":"new_message","message":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 'invalid'],
  ])('[F1] [F5] %s: an error, and the socket stays open', async (_what, frame, code) => {
    expect(await errorAfter(frame)).toMatchObject({ command: 'error', code, retry: false });
    expect(await socket.call('fetch_messages')).toMatchObject({ command: 'messages' });
  });

  test('a __proto__ key is data and changes nothing', async () => {
    const frame =
      '{"command":"fetch_messages","id":"p","__proto__":{"room":"acme x"},"constructor":{"prototype":{"polluted":1}}}';
    const answer = socket.next((said) => said.id === 'p');
    socket.send(frame);
    expect(await answer).toMatchObject({ command: 'messages' });
    expect('polluted' in {}).toBe(false);
  });

  test('[F1] a binary frame is refused', async () => {
    const answer = socket.next('error');
    socket.ws.send(Buffer.from('{"command":"fetch_messages"}'));
    expect(await answer).toMatchObject({ code: 'bad_frame' });
  });

  test('[F4] [F8] a frame of 1 MB closes its own socket with 1009, and no other', async () => {
    const loud = await chat(server, 'acme', visitor);
    loud.send('x'.repeat(1_000_000));
    expect(await loud.closed).toBe(1009);
    expect(await socket.call('fetch_messages')).toMatchObject({ command: 'messages' });
  });

  test('[F6] a thousand frames at once are all answered, in order, while others are served', async () => {
    const busy = await chat(server, 'acme', await openVisitor(server, 'acme'));
    const answers = Promise.all(
      Array.from({ length: 1_000 }, (_, n) =>
        busy.call('new_message', { message: { content: `${n}`, client_id: `c${n}` } }),
      ),
    );
    expect(await bystander.call('fetch_messages')).toMatchObject({ command: 'messages' });
    expect((await answers).map((answer) => (answer.message as { seq: number }).seq)).toEqual(
      Array.from({ length: 1_000 }, (_, n) => n + 1),
    );
  });

  test('[S10] frames sent with the handshake itself are not lost', async () => {
    const ws = new WebSocket(`${server.url.replace('http', 'ws')}/ws/chat/acme/${visitor.consumer}`, {
      headers: { authorization: `Bearer ${visitor.access_token}` },
    });
    const answered = new Promise((resolve) => {
      ws.on('message', (data) => {
        const frame = JSON.parse(data.toString()) as { id?: string };
        if (frame.id === 'early') resolve(frame);
      });
    });
    ws.on('open', () => ws.send('{"command":"fetch_messages","id":"early"}'));
    expect(await answered).toMatchObject({ command: 'messages' });
    ws.close();
  });

  test('[F8] bytes instead of a handshake end that connection alone', async () => {
    const raw = tcpConnect(Number(new URL(server.url).port), '127.0.0.1');
    const closed = new Promise((resolve) => {
      raw.once('close', resolve);
    });
    raw.on('error', () => undefined);
    raw.resume();
    raw.write(Buffer.from([0x81, 0xff, 0, 0, 13, 10, 13, 10]));
    await closed;
  });
});

describe('upgrades', () => {
  test.each(['/', '/healthz', '/api/messages', '/ws/nothing', '/ws/chat/acme'])(
    '[S5] %s is no socket, with a token or without: HTTP 404, and nothing is opened',
    async (path) => {
      for (const token of [visitor.access_token, null]) {
        await expect(connect(server, path, token)).rejects.toThrow('HTTP 404');
      }
    },
  );

  test('[H1] an offer to go on in HTTP/2 is declined by answering, as Java and curl --http2 expect', async () => {
    const asked = request(`${server.url}/api/widget/acme/session`, {
      method: 'POST',
      headers: {
        connection: 'Upgrade, HTTP2-Settings',
        upgrade: 'h2c',
        'http2-settings': 'AAMAAABkAAQAoAAAAAIAAAAA',
        'content-type': 'application/json',
      },
    });
    asked.end('{}');
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of answer) text += chunk;
    expect({ status: answer.statusCode, ...JSON.parse(text) }).toMatchObject({
      status: 200,
      consumer: expect.any(String),
    });
  });
});

describe('content', () => {
  const send = (content: string) =>
    socket.call('new_message', { message: { content, client_id: crypto.randomUUID() } });

  test.each([
    ['U+0000', 'a\u0000b', 'bad_content'],
    ['half a surrogate pair', 'a\ud83d', 'bad_content'],
    ['nothing', '', 'empty'],
    ['white space', ' \n\t ', 'empty'],
    ['U+200B', '\u200b', 'empty'],
    ['joiners, marks and a byte order mark', '\u200c\u200d \u2060\u200e\u061c\n\ufeff\u00ad', 'empty'],
    ['fillers, variation selectors, tags and the blank of Braille', '\u3164\u115f\ufe0f\u{e0061}\u180e\u2800', 'empty'],
    ['a line of 60 kB', 'x'.repeat(60_000), 'too_long'],
    ['one character too many', 'x'.repeat(MAX_CONTENT_LENGTH + 1), 'too_long'],
  ])('[M3] [F7] %s: %s is refused and nothing is stored', async (_what, content, code) => {
    const { head } = await socket.call('fetch_messages');
    expect(await send(content)).toMatchObject({ command: 'error', code, retry: false });
    expect((await socket.call('fetch_messages')).head).toBe(head);
  });

  test.each([
    ['the longest', 'ä'.repeat(MAX_CONTENT_LENGTH)],
    ['markup', '<img src=x onerror=alert(1)><script>alert(1)</script>'],
    ['SQL', "'; drop table messages; --"],
    ['emoji, and words that are joined or not', '👩‍👩‍👧 ❤️ می‌خواهم क्‍ष'],
    ['every script', 'مرحبا 你好 👩‍👩‍👧 ‮abc \u2028 \ufeff'],
  ])('[M3] %s comes back as it went in', async (_what, content) => {
    expect(await send(content)).toMatchObject({ message: { content } });
  });

  test('[F7] U+0000 in any other field is refused too', async () => {
    const answer = await socket.call('new_message', { message: { content: 'x', client_id: 'a\u0000' } });
    expect(answer).toMatchObject({ command: 'error', code: 'bad_content' });
    const session = await call(server, '/api/widget/acme/session', {
      body: { page: 'https://a.test/\u0000', visitor_token: '\u0000' },
    });
    expect(session).toMatchObject({ status: 422, error: { code: 'bad_content' } });
  });
});

describe('HTTP', () => {
  const raw = (path: string, init: RequestInit) =>
    fetch(`${server.url}${path}`, init).then(async (r) => ({ status: r.status, body: await r.json() }));
  const json = { 'content-type': 'application/json' };

  test.each([
    ['not JSON', '/api/users/login', { method: 'POST', body: '{', headers: json }, 400, 'bad_json'],
    ['an array', '/api/users/login', { method: 'POST', body: '[]', headers: json }, 400, 'bad_json'],
    ['null', '/api/users/login', { method: 'POST', body: 'null', headers: json }, 400, 'bad_json'],
    [
      'a form',
      '/api/users/login',
      { method: 'POST', body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      400,
      'bad_json',
    ],
    ['a field missing', '/api/users/login', { method: 'POST', body: '{}', headers: json }, 422, 'invalid'],
    [
      'a body of 1 MB',
      '/api/users/login',
      { method: 'POST', body: `"${'x'.repeat(1_000_000)}"`, headers: json },
      413,
      'too_large',
    ],
    ['an unknown path', '/api/nothing', {}, 404, 'not_found'],
    [
      'an unknown site',
      '/api/widget/nowhere/session',
      { method: 'POST', body: '{}', headers: json },
      404,
      'site_not_found',
    ],
  ])('[H3] [H4] %s', async (_what, path, init, status, code) => {
    expect(await raw(path, init)).toMatchObject({ status, body: { error: { code } } });
  });

  test('[H3] what is wrong is said by field', async () => {
    const { body } = await raw('/api/users/login', { method: 'POST', body: '{}', headers: json });
    expect(body).toMatchObject({ error: { fields: { password: 'is missing' } } });
  });

  test('[H1] a trailing slash is accepted', async () => {
    const agent = await createAgent(server.core, {
      id: (await server.core.db.selectFrom('sites').select('id').executeTakeFirstOrThrow()).id,
      slug: 'acme',
    });
    expect((await call(server, '/api/users/me/', { token: agent.token })).status).toBe(200);
    const inbox = await connect(server, '/ws/room/acme/', agent.token);
    expect(await inbox.call('get_me')).toMatchObject({ user: { email: agent.email } });
  });
});
