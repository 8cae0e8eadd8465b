/**
 * Whatever happens to tabs, network and server, in any order: in the end each message that was kept is there once, each tab's in the order
 * of their writing, and all tabs show the server's list.
 */
import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { keyValue, VisitorSession } from './index.ts';
import { FakeBrowser, FakeServer, type FakeTab, fakeStorage } from './testing/index.ts';

interface Page {
  tab: FakeTab;
  session: VisitorSession;
  /** What was written here, in order. */
  written: string[];
}

class World {
  server = new FakeServer();
  browser = new FakeBrowser();
  storage = fakeStorage();
  open: Page[] = [];
  closed: Page[] = [];
  /** Kept by the browser, or by a page that is still there. */
  due = new Set<string>();
  serial = 0;
  lost = 0;

  constructor() {
    this.server.loseAnswer = ({ command }) => command === 'new_message' && this.lost-- > 0;
  }

  /** `alone`: in a browser where tabs cannot know of each other. */
  visit(refused: boolean, alone: boolean): void {
    const tab = this.browser.open();
    tab.refused = refused;
    const session = new VisitorSession({
      base: 'http://parley.test',
      slug: 'acme',
      storage: keyValue(() => this.storage),
      store: tab.store,
      browser: alone ? null : tab.tabs,
      post: () => this.server.session(),
      WebSocket: this.server.WebSocket,
      signals: new EventTarget(),
    });
    session.start();
    this.open.push({ tab, session, written: [] });
  }

  async write(page: Page): Promise<void> {
    const text = `${++this.serial}`;
    page.session.send(text);
    page.written.push(text);
    await vi.advanceTimersByTimeAsync(0);
    this.due.add(text);
  }

  /** What only its own memory held dies with it. */
  close(page: Page, crash: boolean): void {
    this.open.splice(this.open.indexOf(page), 1);
    this.closed.push(page);
    const elsewhere = [...this.browser.kept.values(), ...this.open.flatMap(({ session }) => session.unsent)];
    for (const { content } of page.session.unsent) {
      if (!elsewhere.some((other) => other.content === content)) this.due.delete(content);
    }
    if (crash) page.tab.die();
    page.session.stop();
  }
}

type Step = ((world: World) => unknown) & { [fc.toStringMethod]: () => string };
const told = (label: string, act: (world: World) => unknown): Step =>
  Object.assign(act, { [fc.toStringMethod]: () => label });
const always = (label: string, act: (world: World) => unknown) => fc.constant(told(label, act));
const some = (label: string, act: (page: Page, world: World) => unknown) =>
  fc.nat(3).map((n) =>
    told(`${label} ${n}`, (world) => {
      const page = world.open[n % Math.max(1, world.open.length)];
      return page && act(page, world);
    }),
  );
const step = fc.oneof(
  { weight: 6, arbitrary: some('write', (page, world) => world.write(page)) },
  { weight: 2, arbitrary: always('open', (world) => world.visit(false, false)) },
  { weight: 1, arbitrary: always('open without storage', (world) => world.visit(true, false)) },
  { weight: 1, arbitrary: always('open alone', (world) => world.visit(false, true)) },
  { weight: 2, arbitrary: some('crash', (page, world) => world.close(page, true)) },
  { weight: 1, arbitrary: some('close', (page, world) => world.close(page, false)) },
  { weight: 1, arbitrary: some('freeze', ({ tab }) => Object.assign(tab, { frozen: true })) },
  { weight: 1, arbitrary: some('thaw', ({ tab }) => Object.assign(tab, { frozen: false })) },
  { weight: 2, arbitrary: always('cut', (world) => world.server.socket?.drop()) },
  { weight: 2, arbitrary: fc.nat(2).map((n) => told(`lose ${n}`, (world) => Object.assign(world, { lost: n }))) },
  {
    weight: 2,
    arbitrary: fc.boolean().map((down) => told(down ? 'down' : 'up', ({ server }) => Object.assign(server, { down }))),
  },
  { weight: 1, arbitrary: always('bot', (world) => world.server.say('bot', `bot ${++world.serial}`)) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(1, 50, 1_000, 20_000)
      .map((ms) => told(`${ms} ms`, () => vi.advanceTimersByTimeAsync(ms))),
  },
);

afterEach(() => vi.useRealTimers());

it('any order of events ends in the same list, each message sent once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), fc.boolean(), async (steps, talkedBefore) => {
      vi.useFakeTimers();
      const world = new World();
      if (talkedBefore) world.storage.setItem('parley:acme', 'of an earlier page');
      world.visit(false, false);
      for (const act of steps) {
        await act(world);
        await vi.advanceTimersByTimeAsync(0);
      }
      world.server.down = false;
      world.lost = 0;
      for (const { tab } of world.open) tab.frozen = false;
      // Somebody who can read what the browser keeps.
      world.visit(false, false);
      await vi.advanceTimersByTimeAsync(120_000);
      // The heartbeat of the real server: who missed something hears of it.
      const heads = { [world.server.roomName]: world.server.messages.length };
      world.server.announce({ command: 'heartbeat', heads, versions: {} });
      await vi.advanceTimersByTimeAsync(1_000);

      const stored = world.server.messages.map(({ content }) => content);
      expect(stored).toHaveLength(new Set(stored).size);
      expect([...world.due].filter((text) => !stored.includes(text))).toEqual([]);
      for (const { written } of [...world.open, ...world.closed]) {
        const mine = stored.filter((text) => written.includes(text));
        expect(mine).toEqual(written.filter((text) => mine.includes(text)));
      }
      for (const { session } of world.open) {
        expect(session.timeline.messages.map(({ content }) => content)).toEqual(stored);
        expect(session.unsent).toEqual([]);
        session.stop();
      }
    }),
    { numRuns: 300 },
  );
}, 60_000);
