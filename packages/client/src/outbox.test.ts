/** Nothing written is lost, doubled or overtaken on its way out. */
import { beforeEach, describe, expect, it } from 'vitest';
import { newClientId } from './client-id.ts';
import { CallError, keyValue, Outbox, type OutboxNews, type Unsent } from './index.ts';
import { FakeBrowser, FakeClock, type FakeTab, fakeStorage } from './testing/index.ts';

let clock: FakeClock;
let browser: FakeBrowser;
let told: OutboxNews[];
let sent: Unsent[];
let answer: (message: Unsent) => Promise<unknown>;

const open = (tab: FakeTab = browser.open()) => {
  const outbox = new Outbox({
    store: () => tab.store,
    tell: (news) => told.push(news),
    send: (message) => {
      sent.push(message);
      return answer(message);
    },
    changed: () => {},
    clock,
  });
  return outbox;
};
/** The next page, with what the last one left. */
const reopen = async (tab?: FakeTab) => {
  await clock.advance(0);
  const outbox = open(tab);
  await outbox.load();
  return outbox;
};
const texts = (messages: readonly Unsent[]) => messages.map(({ content }) => content);
const fail = (code: CallError['code'], retry: boolean) => Promise.reject(new CallError({ code, retry, message: code }));

beforeEach(() => {
  clock = new FakeClock();
  browser = new FakeBrowser();
  told = [];
  sent = [];
  answer = async () => ({});
});

describe('client ids', () => {
  it('are UUIDv7 and grow also within one millisecond', () => {
    const ids = Array.from({ length: 3_000 }, () => newClientId(1_750_000_000_000));
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(3_000);
  });
});

describe('outbox', () => {
  it('stores before it sends, and keeps what was written offline for the next page', async () => {
    open().add('', 'one');
    const reloaded = await reopen();
    expect(texts(reloaded.unsent)).toEqual(['one']);
    reloaded.setOnline(true);
    await clock.advance(0);
    expect(texts(sent)).toEqual(['one']);
    expect(reloaded.unsent).toEqual([]);
    expect(browser.kept.size).toBe(0);
  });

  it('sends a room in order, one at a time', async () => {
    const releases: (() => void)[] = [];
    answer = () => new Promise((resolve) => releases.push(() => resolve({})));
    const outbox = open();
    outbox.setOnline(true);
    for (const text of ['one', 'two', 'three']) outbox.add('', text);
    outbox.add('other room', 'elsewhere');
    await clock.advance(0);
    expect(texts(sent)).toEqual(['one', 'elsewhere']);
    for (let i = 0; i < 4; i++) {
      releases.shift()?.();
      await clock.advance(0);
    }
    expect(texts(sent)).toEqual(['one', 'elsewhere', 'two', 'three']);
  });

  it('sends again with the same client_id after the connection broke', async () => {
    answer = () => fail('disconnected', true);
    const outbox = open();
    outbox.setOnline(true);
    outbox.add('', 'one');
    await clock.advance(0);
    outbox.setOnline(false);
    await clock.advance(0);
    answer = async () => ({});
    outbox.setOnline(true);
    await clock.advance(0);
    expect(sent).toHaveLength(2);
    expect(sent[0]?.client_id).toBe(sent[1]?.client_id);
    expect(outbox.unsent).toEqual([]);
  });

  it('tries again by itself while the server is busy, and nothing overtakes', async () => {
    answer = () => fail('overloaded', true);
    const outbox = open();
    outbox.setOnline(true);
    outbox.add('', 'one');
    outbox.add('', 'two');
    await clock.advance(3_000);
    expect(new Set(texts(sent))).toEqual(new Set(['one']));
    answer = async () => ({});
    await clock.advance(20_000);
    expect(texts(sent).slice(-2)).toEqual(['one', 'two']);
    expect(outbox.unsent).toEqual([]);
  });

  it('keeps what is refused for good, with the reason, until retried or discarded', async () => {
    answer = () => fail('too_long', false);
    const outbox = open();
    outbox.setOnline(true);
    const one = outbox.add('', 'one');
    const two = outbox.add('', 'two');
    await clock.advance(0);
    expect((await reopen()).unsent.map(({ failure }) => failure?.code)).toEqual(['too_long', 'too_long']);
    answer = async () => ({});
    outbox.retry(one.client_id);
    outbox.discard(two.client_id);
    await clock.advance(0);
    expect(texts(sent)).toEqual(['one', 'two', 'one']);
    expect(sent[2]?.client_id).toBe(one.client_id);
    expect(outbox.unsent).toEqual([]);
  });

  it('takes a new client_id when the old one was used for something else', async () => {
    answer = () => fail('conflict', false);
    const outbox = open();
    outbox.setOnline(true);
    const one = outbox.add('', 'one');
    await clock.advance(0);
    answer = async () => ({});
    outbox.retry(one.client_id);
    await clock.advance(0);
    expect(sent[1]?.client_id).not.toBe(one.client_id);
    expect(outbox.unsent).toEqual([]);
  });

  it('takes out what cannot be stored', () => {
    expect(open().add('', 'a\0b\ud800c').content).toBe('ab\ufffdc');
  });

  it('sends nothing before it is kept', async () => {
    const tab = browser.open();
    let kept = () => {};
    const put = tab.store.put;
    tab.store.put = (message) =>
      new Promise<void>((resolve) => {
        kept = resolve;
      }).then(() => put(message));
    const outbox = open(tab);
    outbox.setOnline(true);
    outbox.add('', 'one');
    await clock.advance(0);
    expect([texts(outbox.unsent), sent, told]).toEqual([['one'], [], []]);
    kept();
    await clock.advance(0);
    expect(texts(sent)).toEqual(['one']);
  });

  it('works in memory where storage is refused or full, and says so', async () => {
    const tab = browser.open();
    tab.refused = true;
    const outbox = open(tab);
    outbox.add('', 'one');
    await clock.advance(0);
    expect([texts(outbox.unsent), outbox.lasting]).toEqual([['one'], false]);
    outbox.setOnline(true);
    await clock.advance(0);
    expect(texts(sent)).toEqual(['one']);
    const blocked = keyValue(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    blocked.set('a', '1');
    expect(blocked.get('a')).toBe('1');
    blocked.delete('a');
    expect(blocked.get('a')).toBeNull();
    const full = fakeStorage();
    full.full = true;
    const inMemory = keyValue(() => full);
    inMemory.set('a', '1');
    expect([inMemory.get('a'), full.length]).toEqual(['1', 0]);
  });

  it('shows and sends what another tab wrote, and does not bring back what is gone', async () => {
    const here = open();
    here.setOnline(true);
    const there = open();
    there.add('', 'from the other tab');
    await clock.advance(0);
    const [written] = told.splice(0) as [OutboxNews];
    here.hear(written);
    await clock.advance(0);
    expect(texts(sent)).toEqual(['from the other tab']);
    const [gone] = told.splice(0) as [OutboxNews];
    there.hear(gone);
    there.hear(written);
    here.hear(written);
    expect([here.unsent, there.unsent]).toEqual([[], []]);
  });

  it('tells of it again with each later one, or a tab that came between them would send that first', async () => {
    const outbox = open();
    outbox.add('', 'one');
    await clock.advance(0);
    told = [];
    outbox.add('', 'two');
    await clock.advance(0);
    expect(texts(told.flatMap((news) => ('unsent' in news ? [news.unsent] : [])))).toEqual(['one', 'two']);
  });

  it('tells that it is gone to whoever still tells of it', async () => {
    const outbox = open();
    const { client_id } = outbox.add('', 'one');
    await clock.advance(0);
    const late = told.at(-1) as OutboxNews;
    outbox.discard(client_id);
    told = [];
    outbox.hear(late);
    expect(told).toEqual([{ gone: client_id }]);
    expect(outbox.unsent).toEqual([]);
  });

  it('keeps the order of writing when the clock is put back', async () => {
    open().add('', 'one');
    await clock.advance(0);
    const later = new FakeClock();
    const before = clock;
    await before.advance(0);
    clock = { __proto__: later, now: () => before.now() - 3_600_000 } as unknown as FakeClock;
    const reloaded = open();
    await reloaded.load();
    reloaded.add('', 'two');
    expect(texts(reloaded.unsent)).toEqual(['one', 'two']);
  });
});
