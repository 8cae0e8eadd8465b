/** A client that was written from the fixed page of the protocol, and shares no line with ours: what it relied on it still gets. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAgent, createSite, PASSWORD } from './create.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ worker: true });
  await createSite(server.core, { slug: 'acme' });
});
afterAll(() => server.close());

/** As the page tells of them; each answer has some of these. */
interface Body {
  user: object;
  access_token: string;
  token: string;
  tokens: number;
  response: string;
  remaining_tokens: number;
  message: object;
  messages: { content: string }[];
  bot: object;
  error: { code: string; message: string; fields?: object };
}
interface Got {
  status: number;
  body: Body;
  headers: Headers;
}

async function http(method: string, path: string, body?: unknown, authorization?: string): Promise<Got> {
  const response = await fetch(server.url + path, {
    method,
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body, headers: response.headers };
}

const secret = 'violet tractor pancake';
let n = 0;
const newcomer = () => ({ email: `third-${++n}@client.test`, username: `third-${n}` });

describe.each([
  ['of today', '/api/users/signup', '/api/users/login', 'Bearer', ['password', 'password_confirm'], ''],
  ['of yesterday', '/api/register', '/api/login', 'Token', ['password1', 'password2'], '/'],
  ['of the day before', '/accounts/api/signup', '/accounts/api/login', 'Token', ['password1', 'password2'], ''],
] as const)('[E5] a client %s', (_when, signUp, login, scheme, [first, second], slash) => {
  test('signs up, asks, reads its history and its tokens, signs in again', async () => {
    const who = newcomer();
    const joined = await http('POST', signUp + slash, { ...who, [first]: secret, [second]: secret });
    expect(joined.status).toBe(201);
    expect(joined.body.user).toMatchObject({ email: who.email, username: who.username });
    const mine = `${scheme} ${joined.body.access_token}`;
    expect(await http('GET', `/api/tokens${slash}`, undefined, mine)).toMatchObject({
      status: 200,
      body: { tokens: 4000 },
    });

    const asked = await http('POST', `/api/chat${slash}`, { message: 'Hello' }, mine);
    expect(asked.status).toBe(200);
    expect(asked.body).toMatchObject({ response: expect.stringMatching(/\w/), remaining_tokens: 3900 });
    expect(asked.body.message).toMatchObject({ content: 'Hello', role: 'visitor', seq: 1 });

    const history = await http('GET', `/api/chat-history${slash}`, undefined, mine);
    expect(history.body.messages.map(({ content }) => content)).toEqual(['Hello', asked.body.response]);

    for (const name of [{ email: who.email }, { username: who.username }]) {
      const back = await http('POST', login + slash, { ...name, password: secret });
      expect(back.status).toBe(200);
      expect(back.body.token).toBe(back.body.access_token);
      const again = await http('GET', '/api/tokens', undefined, `${scheme} ${back.body.token}`);
      expect(again.body.tokens).toBe(3900);
    }
  });
});

describe('errors are `{error: {code, message, fields?}}` with their status', () => {
  let mine: string;
  beforeAll(async () => {
    const joined = await http('POST', '/api/register', { ...newcomer(), password1: secret, password2: secret });
    mine = `Token ${joined.body.token}`;
  });
  const wrong = async (status: number, code: string, ...args: Parameters<typeof http>) => {
    const got = await http(...args);
    expect([args[1], got.status, got.body.error?.code]).toEqual([args[1], status, code]);
    expect(got.body.error.message).toMatch(/\w/);
    expect(Object.keys(got.body)).toEqual(['error']);
    return got;
  };

  test('[H3] whatever is wrong', async () => {
    await wrong(400, 'bad_json', 'POST', '/api/chat', '{"message":', mine);
    await wrong(400, 'bad_json', 'POST', '/api/login', '[]');
    await wrong(401, 'unauthenticated', 'POST', '/api/chat', { message: 'Hello' });
    await wrong(401, 'unauthenticated', 'GET', '/api/tokens', undefined, 'Token nonsense');
    await wrong(401, 'invalid_credentials', 'POST', '/accounts/api/login/', { username: 'third-1', password: 'no' });
    await wrong(403, 'forbidden', 'GET', '/api/chatbot', undefined, mine);
    await wrong(404, 'not_found', 'GET', '/api/no-such-thing', undefined, mine);
    await wrong(404, 'not_found', 'GET', '/accounts/api/nothing', undefined, mine);
    await wrong(409, 'taken', 'POST', '/api/register', {
      ...newcomer(),
      username: 'third-1',
      password1: secret,
      password2: secret,
    });
    await wrong(413, 'too_large', 'POST', '/api/chat', { message: 'x'.repeat(300_000) }, mine);
    const missing = await wrong(422, 'invalid', 'POST', '/api/chat', {}, mine);
    expect(missing.body.error.fields).toEqual({ message: 'is missing' });
    const unlike = await wrong(422, 'invalid', 'POST', '/api/register/', {
      ...newcomer(),
      password1: secret,
      password2: 'another',
    });
    expect(unlike.body.error.fields).toHaveProperty('password_confirm');
  });

  test('[H6] too often: 429 and how long to wait, whichever spelling is tried', async () => {
    const who = { username: newcomer().username, password: 'guessed' };
    let limited: Got | undefined;
    for (const path of Array(4).fill(['/api/login', '/accounts/api/login/', '/api/users/login']).flat()) {
      const got = await http('POST', path, who);
      if (got.status === 429) limited = got;
    }
    expect(limited?.body.error.code).toBe('rate_limited');
    expect(Number(limited?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

test('the bot’s settings are an agent’s to read and to write, at both addresses', async () => {
  const [site] = await server.core.db.selectFrom('sites').select(['id', 'slug']).execute();
  const { email } = await createAgent(server.core, site as { id: string; slug: string }, { role: 'agent' });
  const login = await http('POST', '/api/login', { email, password: PASSWORD });
  const mine = `Token ${login.body.token}`;
  const before = await http('GET', '/chatbot/api', undefined, mine);
  expect(before.body.bot).toMatchObject({ enabled: true, name: 'Assistant' });
  const after = await http('POST', '/chatbot/api/', { greeting: 'Good day' }, mine);
  expect(after.status).toBe(200);
  expect((await http('GET', '/api/chatbot/', undefined, mine)).body).toEqual(after.body);
  expect(after.body.bot).toEqual({ ...before.body.bot, greeting: 'Good day' });
});
