/** Several tabs are one visitor on one connection, whichever of them dies, freezes or may not store. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keyValue, VisitorSession } from './index.ts';
import { FakeBrowser, FakeServer, type FakeTab, fakeStorage } from './testing/index.ts';

let server: FakeServer;
let browser: FakeBrowser;
let storage: ReturnType<typeof fakeStorage>;
let signals: EventTarget;
const open: VisitorSession[] = [];

const visit = (tab: FakeTab = browser.open(), tabs: FakeTab['tabs'] | null = tab.tabs, resumeToken?: string) => {
  const session = new VisitorSession({
    base: 'http://parley.test',
    slug: 'acme',
    resumeToken,
    storage: keyValue(() => storage),
    store: tab.store,
    browser: tabs,
    post: () => server.session(),
    WebSocket: server.WebSocket,
    signals,
  });
  session.start();
  open.push(session);
  return session;
};
const passed = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
const contents = ({ timeline }: VisitorSession) => timeline.messages.map(({ content }) => content);
const stored = () => server.messages.map(({ content }) => content);
const connected = () => server.sockets.filter(({ closed }) => !closed).length;
/** The process ends: nothing is said any more. */
const die = (tab: FakeTab, session: VisitorSession) => {
  tab.die();
  session.stop();
};

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  browser = new FakeBrowser();
  storage = fakeStorage();
  // Who has talked before: the tabs of somebody who has not share nothing yet.
  storage.setItem('parley:acme', 'of an earlier page');
  signals = new EventTarget();
});
afterEach(async () => {
  for (const session of open.splice(0)) session.stop();
  await passed();
  vi.useRealTimers();
});

describe('tabs', () => {
  it('share one socket and one visitor, and see the same', async () => {
    const first = visit();
    await passed();
    first.send('from the first');
    await passed();
    const second = visit();
    await passed();
    expect([connected(), server.sessions]).toEqual([1, 1]);
    expect(second.connection.state.status).toBe('online');
    second.send('from the second');
    server.say('bot', 'an answer');
    await passed();
    expect(stored().sort()).toEqual(['an answer', 'from the first', 'from the second']);
    expect([contents(first), contents(second)]).toEqual([stored(), stored()]);
    expect([first.unsent, second.unsent]).toEqual([[], []]);
    expect(connected()).toBe(1);
  });

  it('tell of a state once, however often the leader gives a sign of life', async () => {
    visit();
    await passed();
    const { connection } = visit();
    await passed();
    const heard: string[] = [];
    connection.onState(({ status }) => {
      // As whoever lacks something does on hearing it, which asks the leader for a sign of life again.
      if (heard.push(status) < 10) connection.call('fetch_messages', {}).catch(() => {});
    });
    await connection.call('fetch_messages', {});
    await passed(100);
    expect(heard).toEqual([]);
  });

  it('are strangers until the first word, and one visitor on one socket from then on', async () => {
    storage.removeItem('parley:acme');
    const first = visit();
    signals = new EventTarget();
    const second = visit();
    await passed();
    expect([connected(), server.sessions]).toEqual([2, 2]);
    first.send('the first word');
    await passed();
    // Of this fake server all visitors have one token.
    storage.setItem('parley:acme', 'of the first');
    signals.dispatchEvent(new Event('focus'));
    await passed();
    expect(connected()).toBe(1);
    second.send('from the second');
    await passed();
    expect([contents(first), contents(second)]).toEqual([stored(), stored()]);
    expect(stored()).toEqual(['the first word', 'from the second']);
  });

  it('are led by another one at once when the leader dies, and nothing is lost or doubled', async () => {
    const tab = browser.open();
    const first = visit(tab);
    await passed();
    const second = visit();
    const third = visit();
    await passed();
    server.loseAnswer = () => true;
    second.send('while it died');
    await passed();
    die(tab, first);
    server.loseAnswer = () => false;
    await passed(999);
    expect([second, third].map(({ connection }) => connection.state.status)).toEqual(['online', 'online']);
    await passed(20_000);
    expect([stored(), contents(second), contents(third)]).toEqual(Array(3).fill(['while it died']));
    expect([second.unsent, third.unsent, connected()]).toEqual([[], [], 1]);
  });

  it('take over from a leader that is frozen, which follows when it thaws', async () => {
    const tab = browser.open();
    const first = visit(tab);
    await passed();
    const second = visit();
    await passed();
    tab.frozen = true;
    second.send('is anybody there?');
    await passed();
    second.markRead();
    second.setTyping(true);
    await passed(1_000);
    expect(second.connection.follows).toBe(false);
    expect(stored()).toEqual(['is anybody there?']);
    tab.frozen = false;
    await passed(5_000);
    expect(first.connection.follows).toBe(true);
    expect([contents(first), connected()]).toEqual([['is anybody there?'], 1]);
  });

  it('send what a closed tab wrote offline', async () => {
    server.down = true;
    const tab = browser.open();
    const first = visit(tab);
    await passed();
    first.send('one');
    first.send('two');
    await passed();
    die(tab, first);
    server.down = false;
    const second = visit();
    await passed(20_000);
    expect([stored(), contents(second), second.unsent]).toEqual([['one', 'two'], ['one', 'two'], []]);
  });

  it('pass on what one of them may not store', async () => {
    const first = visit();
    await passed();
    const tab = browser.open();
    tab.refused = true;
    const second = visit(tab);
    await passed();
    second.send('kept nowhere');
    await passed();
    expect([stored(), second.outbox.lasting, first.outbox.lasting]).toEqual([['kept nowhere'], false, true]);
  });

  it('hand on what a frozen one alone has heard, when it thaws', async () => {
    server.down = true;
    const asleep = browser.open();
    const first = visit(asleep);
    const full = browser.open();
    full.refused = true;
    const second = visit(full);
    await passed();
    asleep.frozen = true;
    second.send('kept nowhere');
    await passed();
    die(full, second);
    const third = visit();
    await passed(1_000);
    server.down = false;
    asleep.frozen = false;
    await passed(30_000);
    expect([first.connection.follows, third.connection.follows]).toEqual([true, false]);
    expect(stored()).toEqual(['kept nowhere']);
    expect([first.unsent, third.unsent]).toEqual([[], []]);
  });

  it('are told when it is over for good, and begin anew afterwards', async () => {
    const first = visit();
    await passed();
    const second = visit();
    await passed();
    server.socket.drop(4403);
    await passed();
    expect([first, second].map(({ connection }) => connection.state)).toEqual(
      Array(2).fill(
        expect.objectContaining({ status: 'stopped', reason: expect.objectContaining({ code: 'unauthenticated' }) }),
      ),
    );
    const third = visit();
    await passed();
    expect(third.connection.state.status).toBe('online');
  });

  it('become the visitor of a mailed link that one of them followed', async () => {
    const first = visit();
    await passed();
    server.consumer = 'c2';
    const second = visit(browser.open(), undefined, 'from-a-mail');
    await passed();
    expect([first, second].map(({ connection }) => connection.follows)).toEqual([true, false]);
    first.send('as the one of the link');
    await passed();
    expect(server.messages.map(({ room }) => room)).toEqual(['acme c2']);
    expect([contents(first), contents(second), connected()]).toEqual([stored(), stored(), 1]);
  });

  it('leave each other without ending each other', async () => {
    const first = visit();
    await passed();
    const second = visit();
    await passed();
    first.stop();
    await passed(999);
    expect([first, second].map(({ connection }) => connection.state.status)).toEqual(['stopped', 'online']);
    expect(connected()).toBe(1);
  });

  it('connect each by itself where the browser lets them not know of each other', async () => {
    const refusing = browser.open();
    const noLocks = {
      ...refusing.tabs,
      locks: { request: () => Promise.reject(new DOMException('', 'SecurityError')) },
    };
    const all = [visit(browser.open(), null), visit(refusing, noLocks as never)];
    await passed();
    const broken = browser.open();
    all.push(visit(), visit(broken, { ...broken.tabs, load: () => Promise.reject(new Error('gone')) }));
    await passed();
    expect(all.map(({ connection }) => connection.state.status)).toEqual(Array(4).fill('online'));
    all[3]?.send('still works');
    await passed();
    expect(contents(all[0] as VisitorSession)).toEqual(['still works']);
  });
});
