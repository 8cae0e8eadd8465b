/** Whatever happens to the frames, the timeline ends with exactly the server's list (P3, P5). */
import type { Message } from '@parley/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PageBounds, Timeline } from './index.ts';
import { FakeServer, settled } from './testing/index.ts';

const setUp = (count = 0) => {
  const server = new FakeServer();
  for (let i = 0; i < count; i++) server.say('visitor', `${i}`, {}, true);
  const asked: PageBounds[] = [];
  let failing = false;
  const timeline = new Timeline(
    async (bounds) => {
      asked.push(bounds);
      if (failing) throw new Error('no connection');
      const { after, before, limit = 50 } = bounds;
      const found = server.messages.filter(({ seq }) => seq > (after ?? 0) && seq < (before ?? Infinity));
      const messages = after === undefined ? found.slice(-limit) : found.slice(0, limit);
      return { room: server.roomName, messages, head: server.messages.length };
    },
    () => {},
  );
  return { server, timeline, asked, fail: (now: boolean) => (failing = now) };
};
const seqs = (timeline: Timeline) => timeline.messages.map(({ seq }) => seq);

describe('timeline', () => {
  it('begins with the newest page and goes back page by page', async () => {
    const { timeline } = setUp(120);
    await timeline.sync();
    expect([timeline.messages.length, timeline.last, timeline.hasOlder]).toEqual([50, 120, true]);
    await Promise.all([timeline.loadOlder(), timeline.loadOlder()]);
    expect(timeline.messages.length).toBe(100);
    await timeline.loadOlder();
    expect([seqs(timeline)[0], timeline.messages.length, timeline.hasOlder]).toEqual([1, 120, false]);
    await timeline.loadOlder();
    expect(timeline.messages.length).toBe(120);
  });

  it('takes the next message without asking', async () => {
    const { server, timeline, asked } = setUp();
    timeline.apply(server.say('visitor', 'a'));
    timeline.apply(server.say('bot', 'b'));
    await settled();
    expect(seqs(timeline)).toEqual([1, 2]);
    expect(asked).toEqual([]);
  });

  it('fetches exactly what a gap lacks', async () => {
    const { server, timeline, asked } = setUp(2);
    await timeline.sync();
    server.say('bot', 'lost');
    timeline.apply(server.say('bot', 'arrives'));
    await settled();
    expect(seqs(timeline)).toEqual([1, 2, 3, 4]);
    expect(asked.at(-1)).toEqual({ after: 2, limit: 200 });
  });

  it('notices that the server lacks what was committed, and ends with what it has', async () => {
    const { server, timeline, asked } = setUp(4);
    await timeline.sync();
    server.messages.length = 2;
    await timeline.sync();
    expect(timeline.messages).toEqual(server.messages);
    expect(asked.slice(1)).toEqual([{ after: 4, limit: 200 }, { limit: 50 }]);
  });

  it('starts over when told, keeps what comes meanwhile, and shows the old until the new is there', async () => {
    const { server, timeline } = setUp(4);
    await timeline.sync();
    server.messages.length = 2;
    server.say('bot', 'another third', {}, true);
    timeline.startOver();
    expect(seqs(timeline)).toEqual([1, 2, 3, 4]);
    timeline.apply(server.say('bot', 'another fourth'));
    await settled();
    expect(timeline.messages).toEqual(server.messages);
  });

  it('starts over after the connection is back when it could not at once', async () => {
    const { server, timeline, fail } = setUp(4);
    await timeline.sync();
    server.messages.length = 0;
    fail(true);
    timeline.startOver();
    await settled();
    fail(false);
    await timeline.sync();
    expect(timeline.messages).toEqual([]);
    timeline.apply(server.say('visitor', 'first again'));
    await settled();
    expect(seqs(timeline)).toEqual([1]);
  });

  it('hears of a lost last message from a heartbeat', async () => {
    const { server, timeline } = setUp(2);
    await timeline.sync();
    server.say('bot', 'lost');
    timeline.hint(3);
    await settled();
    expect(seqs(timeline)).toEqual([1, 2, 3]);
  });

  it('catches up over several pages after a long time away', async () => {
    const { server, timeline } = setUp(10);
    await timeline.sync();
    for (let i = 0; i < 450; i++) server.say('visitor', `${i}`, {}, true);
    await timeline.sync();
    expect(timeline.last).toBe(460);
    expect(timeline.messages.length).toBe(460);
  });

  it('[P5] [L5] ends with the list of the server whatever was lost, doubled or reordered', async () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('say' as const), lost: fc.boolean() }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('again' as const), at: fc.nat(200) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('hold' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('heartbeat' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('older' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('fail' as const), now: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(130), fc.array(step, { maxLength: 60 }), async (count, steps) => {
        const { server, timeline, fail } = setUp(count);
        const held: Message[] = [];
        const opening = timeline.sync();
        for (const one of steps) {
          if (one.kind === 'say') {
            const message = server.say('bot', 'x');
            if (!one.lost) timeline.apply(message);
          } else if (one.kind === 'again') {
            const message = server.messages[one.at];
            if (message && message.seq >= (seqs(timeline)[0] ?? 1)) timeline.apply(message);
          } else if (one.kind === 'hold') held.push(server.say('visitor', 'y'));
          else if (one.kind === 'release') for (const message of held.splice(0).reverse()) timeline.apply(message);
          else if (one.kind === 'heartbeat') timeline.hint(server.messages.length);
          else if (one.kind === 'older') await timeline.loadOlder().catch(() => {});
          else if (one.kind === 'fail') fail(one.now);
          else await settled();
        }
        fail(false);
        await opening;
        await timeline.sync();
        await timeline.sync();
        while (timeline.hasOlder) await timeline.loadOlder();
        expect(timeline.messages).toEqual(server.messages);
      }),
      { numRuns: 300 },
    );
  });
});
