/** Signing a visitor up, in and out: what is sent for that, and what is left here. */
import { beforeEach, expect, it } from 'vitest';
import { keyValue, VisitorSession } from './index.ts';
import { FakeBrowser, FakeClock, FakeServer, fakeStorage } from './testing/index.ts';
import { VisitorAccount } from './visitor-account.ts';

let session: VisitorSession;
let account: VisitorAccount;
let clock: FakeClock;
let server: FakeServer;
let calls: [path: string, body: Record<string, unknown>][];
let answer: () => Promise<unknown>;
const KEY = 'parley:acme';

beforeEach(async () => {
  clock = new FakeClock();
  server = new FakeServer();
  const storage = fakeStorage();
  calls = [];
  answer = async () => ({ visitor_token: 'account-1' });
  const site = { base: 'http://parley.test', slug: 'acme' };
  session = new VisitorSession({
    ...site,
    storage: keyValue(() => storage),
    store: new FakeBrowser().open().store,
    post: () => server.session(),
    WebSocket: server.WebSocket,
    clock,
  });
  account = new VisitorAccount({
    ...site,
    session,
    post: async <Result>(url: string, body: unknown) => {
      calls.push([new URL(url).pathname, JSON.parse(JSON.stringify(body))]);
      return (await answer()) as Result;
    },
  });
  session.start();
  await clock.advance(0);
});

it('signs up as the visitor that has talked, and its token is the account\u2019s from then on', async () => {
  session.send('Hello');
  await clock.advance(0);
  const who = { email: 'kim@customer.test', password: 'secret', password_confirm: 'secret' };
  await account.signUp(who);
  expect(calls).toEqual([['/api/widget/acme/sign-up', { ...who, visitor_token: 'visitor-token' }]]);
  expect(session.storage.get(KEY)).toBe('account-1');
});

it('signs in without a visitor where nobody has talked; refused, everything is as it was', async () => {
  const who = { email: 'kim@customer.test', password: 'secret' };
  answer = () => Promise.reject(new Error('refused'));
  await expect(account.signIn(who)).rejects.toThrow('refused');
  expect(session.storage.get(KEY)).toBeNull();
  answer = async () => ({ visitor_token: 'account-2' });
  await account.signIn({ ...who, code: '123456' });
  expect(calls.at(-1)).toEqual(['/api/widget/acme/sign-in', { ...who, code: '123456' }]);
  expect(session.storage.get(KEY)).toBe('account-2');
});

it('[J4] signs out here also when the server cannot be reached, with what is unsent', async () => {
  const { session: answered } = server;
  server.session = async <Result>() => ({ ...(await answered<object>()), visitor_token: 'account-1' }) as Result;
  session.storage.set(KEY, 'account-1');
  server.down = true;
  server.socket.drop();
  session.send('mine alone');
  await clock.advance(0);
  expect(session.unsent).toHaveLength(1);
  answer = () => Promise.reject(new Error('away'));
  await account.signOut();
  expect(calls).toEqual([['/api/widget/acme/sign-out', { visitor_token: 'account-1' }]]);
  expect(session.unsent).toEqual([]);
  expect(session.storage.get(KEY)).toBeNull();
  expect(session.connection.state.status).toBe('stopped');
});
