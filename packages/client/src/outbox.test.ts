/** Nothing written is lost, doubled or overtaken on its way out. */
import { beforeEach, describe, expect, it } from 'vitest';
import { newClientId } from './client-id.ts';
import { CallError, keyValue, Outbox, type Unsent } from './index.ts';
import { FakeClock, fakeStorage } from './testing/index.ts';

let clock: FakeClock;
let storage: ReturnType<typeof fakeStorage>;
let sent: Unsent[];
let answer: (message: Unsent) => Promise<unknown>;
let signals: EventTarget;

const open = () => {
  const outbox = new Outbox({
    storage: keyValue(() => storage),
    prefix: 'parley:acme:unsent:',
    send: (message) => {
      sent.push(message);
      return answer(message);
    },
    changed: () => {},
    clock,
    signals,
  });
  outbox.start();
  return outbox;
};
const texts = (messages: readonly Unsent[]) => messages.map(({ content }) => content);
const fail = (code: CallError['code'], retry: boolean) => Promise.reject(new CallError({ code, retry, message: code }));

beforeEach(() => {
  clock = new FakeClock();
  storage = fakeStorage();
  signals = new EventTarget();
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
    const reloaded = open();
    expect(texts(reloaded.unsent)).toEqual(['one']);
    reloaded.setOnline(true);
    await clock.advance(0);
    expect(texts(sent)).toEqual(['one']);
    expect(reloaded.unsent).toEqual([]);
    expect(storage.length).toBe(0);
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
    expect(open().unsent.map(({ failure }) => failure?.code)).toEqual(['too_long', 'too_long']);
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

  it('works in memory where storage is refused or full', async () => {
    storage.full = true;
    const outbox = open();
    outbox.add('', 'one');
    expect(texts(outbox.unsent)).toEqual(['one']);
    const blocked = keyValue(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    blocked.set('a', '1');
    expect([blocked.get('a'), blocked.keys('a')]).toEqual(['1', ['a']]);
    blocked.delete('a');
    expect(blocked.get('a')).toBeNull();
  });

  it('shows and sends what another tab wrote', async () => {
    const here = open();
    here.setOnline(true);
    const there = open();
    const { client_id } = there.add('', 'from the other tab');
    signals.dispatchEvent(Object.assign(new Event('storage'), { key: `parley:acme:unsent:${client_id}` }));
    await clock.advance(0);
    expect(texts(sent)).toEqual(['from the other tab']);
    expect(here.unsent).toEqual([]);
  });
});
