/** Whatever happens to the frames, the timeline ends with exactly the server's list (P3, P5). */
import type { Message } from '@parley/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MovingTimeline } from './moving-timeline.ts';
import { FakeServer, settled } from './testing/index.ts';
import { type PageBounds, Timeline, WINDOW } from './timeline.ts';

const setUp = (count = 0, Kind: typeof Timeline = MovingTimeline) => {
  const server = new FakeServer();
  for (let i = 0; i < count; i++) server.say('visitor', `${i}`, {}, true);
  const asked: PageBounds[] = [];
  const waiting: (() => void)[] = [];
  let failing = false;
  let slow = false;
  const open = () =>
    new Kind(
      async (bounds) => {
        asked.push(bounds);
        if (failing) throw new Error('no connection');
        // Read now, whenever it arrives.
        const page = server.page(bounds);
        if (slow) await new Promise<void>((resolve) => waiting.push(resolve));
        return page;
      },
      () => {},
    ) as MovingTimeline;
  return {
    server,
    timeline: open(),
    open,
    asked,
    fail: (now: boolean) => (failing = now),
    /** Pages stay under way until `arrive`. */
    slow: (now: boolean) => (slow = now),
    arrive: (n = 0) => waiting.splice(n, 1)[0]?.(),
  };
};
/** An entry's text is taken away when a later one comes: it says nothing that the message does not. */
const bare = ({ text: _text, ...message }: Message): Message => message;
/** The window is exactly what the server would answer now for the same places. */
const expectTrue = (timeline: MovingTimeline, server: FakeServer) => {
  const first = timeline.messages[0]?.seq ?? 1;
  expect(timeline.messages.length).toBeLessThan(WINDOW + 50);
  expect(timeline.messages.map(bare)).toEqual(server.messages.slice(first - 1, timeline.last).map(bare));
  // Without ways to move it ends where the room does.
  expect(timeline.hasNewer ?? false).toBe(timeline.last < server.messages.length);
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

  it('catches up over several pages after some time away', async () => {
    const { server, timeline } = setUp(10);
    await timeline.sync();
    for (let i = 0; i < 350; i++) server.say('visitor', `${i}`, {}, true);
    await timeline.sync();
    expect(seqs(timeline)).toEqual(server.messages.map(({ seq }) => seq));
  });

  it('begins anew at the end after so long a time that nothing of it would stay', async () => {
    const { server, timeline, asked } = setUp(10);
    await timeline.sync();
    for (let i = 0; i < 5_000; i++) server.say('visitor', `${i}`, {}, true);
    await timeline.sync();
    expect(asked.length).toBe(3);
    expect([timeline.messages.length, timeline.last, timeline.hasOlder]).toEqual([50, 5_010, true]);
    expectTrue(timeline, server);
  });

  it('[M13] shows a message as it is now, whether its change comes before it, after it, twice or out of order', async () => {
    const { server, timeline } = setUp();
    const first = server.say('visitor', 'frist');
    const second = server.say('visitor', 'a card number');
    const edit = server.change(1, 'first');
    const better = server.change(1, 'First!');
    const gone = server.change(2, null);
    for (const frame of [better, gone, edit, second, first, edit, first, second]) timeline.apply(frame);
    await settled();
    expect(timeline.messages.map(({ content }) => content).slice(0, 2)).toEqual(['First!', '']);
    expectTrue(timeline, server);
    expect(JSON.stringify(timeline.messages)).not.toContain('card');
  });

  it('[D2] loses every word that an erasure took, heard of now, later, or while a page is on its way', async () => {
    const { timeline, server, slow, arrive } = setUp(120);
    for (const role of ['agent', 'visitor'] as const) server.say(role, role, { client_id: role }, true);
    await timeline.sync();
    timeline.apply(server.erase(100, true));
    expectTrue(timeline, server);
    slow(true);
    const loading = timeline.loadOlder();
    // Read before it, and arriving after it.
    timeline.apply(server.erase(122, true));
    slow(false);
    arrive();
    await loading;
    expectTrue(timeline, server);
    expect(timeline.messages.filter(({ content, role }) => role !== 'system' && content)).toEqual([]);
  });

  it('keeps a change that is heard of while an older state of the message is on its way', async () => {
    const { server, timeline, slow, arrive } = setUp(120);
    await timeline.sync();
    slow(true);
    const older = timeline.loadOlder();
    timeline.apply(server.change(60, null));
    arrive();
    await older;
    expectTrue(timeline, server);
    expect(timeline.messages.find(({ seq }) => seq === 60)).toMatchObject({ content: '', change: { seq: 121 } });
  });

  it('holds a window of a long room, moves it both ways, and comes back to the end', async () => {
    const { server, timeline } = setUp(2_000);
    await timeline.sync();
    while (timeline.hasOlder) {
      await timeline.loadOlder();
      expect(timeline.messages.length).toBeLessThanOrEqual(WINDOW);
    }
    expect([seqs(timeline)[0], timeline.last, timeline.hasNewer]).toEqual([1, WINDOW, true]);
    timeline.apply(server.say('bot', 'meanwhile', {}, true));
    expect([timeline.last, timeline.head]).toEqual([WINDOW, 2_001]);
    await timeline.loadNewer();
    expect([seqs(timeline)[0], timeline.last]).toEqual([51, WINDOW + 50]);
    while (timeline.hasNewer) await timeline.loadNewer();
    timeline.apply(server.say('bot', 'followed again', {}, true));
    expect(timeline.last).toBe(2_002);
    await timeline.show(1_000);
    expect([seqs(timeline)[0], timeline.last, timeline.hasNewer]).toEqual([976, 1_025, true]);
    await timeline.show();
    expectTrue(timeline, server);
    expect(timeline.last).toBe(2_002);
  });

  it('[P5] finds out, further up, what was changed while nothing was heard', async () => {
    const { server, timeline } = setUp(900);
    await timeline.show(100);
    server.change(100, 'changed', true);
    timeline.hint(901);
    await settled();
    expectTrue(timeline, server);
  });

  it.each([Timeline, MovingTimeline])(
    '[P5] [L5] [M13] %o ends with what the server has, whatever was lost, doubled, late, changed or moved',
    async (Kind) => {
      const kind = <Kind extends string>(kind: Kind, weight = 1) => ({
        weight,
        arbitrary: fc.record({ kind: fc.constant(kind) }),
      });
      const lost = fc.boolean();
      const at = fc.nat(1_000);
      const step = fc.oneof(
        { weight: 5, arbitrary: fc.record({ kind: fc.constant('say' as const), lost }) },
        { weight: 4, arbitrary: fc.record({ kind: fc.constant('edit' as const), at, lost }) },
        { weight: 2, arbitrary: fc.record({ kind: fc.constant('redact' as const), at, lost }) },
        { weight: 2, arbitrary: fc.record({ kind: fc.constant('again' as const), at }) },
        { weight: 2, arbitrary: fc.record({ kind: fc.constant('show' as const), at }) },
        { weight: 2, arbitrary: fc.record({ kind: fc.constant('arrive' as const), at: fc.nat(3) }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('fail' as const), now: fc.boolean() }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('slow' as const), now: fc.boolean() }) },
        kind('hold', 2),
        kind('release'),
        kind('heartbeat'),
        kind('older', 3),
        kind('far up'),
        kind('newer', 2),
        kind('end'),
        kind('reload'),
        kind('wait', 2),
      );
      await fc.assert(
        fc.asyncProperty(fc.nat(900), fc.array(step, { maxLength: 60 }), async (count, steps) => {
          const { server, open, fail, slow, arrive, timeline: opened } = setUp(count, Kind);
          let timeline = opened;
          const frames: Message[] = [];
          const held: Message[] = [];
          const hear = (frame: Message, lost = false) => {
            frames.push(frame);
            if (!lost) timeline.apply(frame);
          };
          void timeline.sync();
          // Fetches of a reader's own asking may fail; the list has to end true all the same.
          const quietly = (asked: Promise<void>) => void asked.catch(() => {});
          for (const one of steps) {
            const length = server.messages.length;
            if (Kind === Timeline && ['newer', 'show', 'end'].includes(one.kind)) continue;
            if (one.kind === 'say') hear(server.say('bot', 'x', {}, true), one.lost);
            else if (one.kind === 'edit' || one.kind === 'redact') {
              // The later half, where the window is at first, more often.
              const target = server.messages[length - 1 - (one.at % Math.max(1, length))];
              if (!target || target.role === 'system' || target.change?.event === 'redacted') continue;
              hear(server.change(target.seq, one.kind === 'edit' ? `edit ${length}` : null, true), one.lost);
            } else if (one.kind === 'again') {
              const frame = frames[one.at % Math.max(1, frames.length)];
              if (frame) timeline.apply(frame);
            } else if (one.kind === 'hold') held.push(server.say('visitor', 'y', {}, true));
            else if (one.kind === 'release') for (const message of held.splice(0).reverse()) hear(message);
            else if (one.kind === 'heartbeat') timeline.hint(length);
            else if (one.kind === 'older') quietly(timeline.loadOlder());
            else if (one.kind === 'far up') {
              for (let i = 0; i < 9; i++) {
                quietly(timeline.loadOlder());
                await settled();
              }
            } else if (one.kind === 'newer') quietly(timeline.loadNewer());
            else if (one.kind === 'show') quietly(timeline.show(1 + (one.at % Math.max(1, length))));
            else if (one.kind === 'end') quietly(timeline.show());
            else if (one.kind === 'fail') fail(one.now);
            else if (one.kind === 'slow') slow(one.now);
            else if (one.kind === 'arrive') arrive(one.at);
            else if (one.kind === 'reload') {
              timeline = open();
              void timeline.sync();
            } else await settled();
          }
          fail(false);
          slow(false);
          for (let i = 0; i < 200; i++) arrive();
          await settled();
          // What a heartbeat tells is enough.
          timeline.hint(server.messages.length);
          await settled();
          timeline.hint(server.messages.length);
          await settled();
          expectTrue(timeline, server);
          while (timeline.hasOlder && timeline.messages.length < WINDOW) await timeline.loadOlder();
          expectTrue(timeline, server);
          if (Kind === Timeline) return;
          while (timeline.hasOlder) await timeline.loadOlder();
          expectTrue(timeline, server);
          while (timeline.hasNewer) await timeline.loadNewer();
          expectTrue(timeline, server);
        }),
        { numRuns: 200 },
      );
    },
    30_000,
  );
});
