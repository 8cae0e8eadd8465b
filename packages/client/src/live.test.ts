/** Typing and answers in the making: shown while true, gone when not. */
import type { BotDeltaEvent } from '@parley/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { Live } from './index.ts';
import { FakeClock, FakeServer } from './testing/index.ts';

const room = 'acme c1';
let clock: FakeClock;
let live: Live;
const delta = (offset: number, text: string, answer = 'a1'): BotDeltaEvent => ({
  command: 'bot_delta',
  room,
  answer,
  author: 'Trail Guide',
  offset,
  text,
});
const types = (typing: boolean, author = 'Mia') =>
  live.apply({ command: 'typing', room, role: 'agent', author, typing });

beforeEach(() => {
  clock = new FakeClock();
  live = new Live(clock, () => {});
});

describe('live', () => {
  it('grows an answer piece by piece, also when a piece comes twice', () => {
    for (const frame of [delta(0, 'Look'), delta(4, 'ing'), delta(4, 'ing'), delta(7, ' up')]) live.apply(frame);
    expect(live.of(room).answer?.text).toBe('Looking up');
  });

  it('[L2] waits for a piece with the whole text when one was lost', () => {
    for (const frame of [delta(0, 'Look'), delta(9, 'lost before')]) live.apply(frame);
    expect(live.of(room).answer?.text).toBe('Look');
    live.apply(delta(0, 'Looking it up'));
    expect(live.of(room).answer?.text).toBe('Looking it up');
  });

  it('[L3] is replaced by the message, and a late piece does not bring it back', () => {
    live.apply(delta(0, 'Look'));
    const message = new FakeServer().say('bot', 'Looking', { client_id: 'a1' });
    live.apply({ command: 'new_message', message });
    live.apply(delta(0, 'Looking'));
    expect(live.of(room).answer).toBeNull();
  });

  it('[L4] ends when a person takes over; a failed one may begin anew', () => {
    live.apply(delta(0, 'Look'));
    live.apply({ command: 'bot_ended', room, answer: 'a1', reason: 'failed' });
    expect(live.of(room).answer).toBeNull();
    live.apply(delta(0, 'Again'));
    expect(live.of(room).answer?.text).toBe('Again');
    live.apply({ command: 'bot_ended', room, answer: 'a1', reason: 'taken_over' });
    live.apply(delta(0, 'Never'));
    expect(live.of(room).answer).toBeNull();
  });

  it('[R13] forgets typing after 6 s, and an answer that no longer grows after 30 s', async () => {
    types(true);
    live.apply(delta(0, 'Look'));
    await clock.advance(4_000);
    types(true);
    await clock.advance(4_000);
    expect(live.of(room).typing).toEqual([{ role: 'agent', author: 'Mia' }]);
    await clock.advance(2_001);
    expect(live.of(room).typing).toEqual([]);
    expect(live.of(room).answer).not.toBeNull();
    await clock.advance(20_000);
    expect(live.of(room).answer).toBeNull();
    expect(clock.waiting).toBe(0);
  });

  it('tells agents of one name apart by their ids, and a visitor of that name from both', () => {
    const mia = { command: 'typing', room, role: 'agent', author: 'Mia', typing: true } as const;
    live.apply({ ...mia, agent: 'm1' });
    live.apply({ ...mia, agent: 'm2' });
    live.apply({ ...mia, role: 'visitor' });
    live.apply({ ...mia, agent: 'm1', typing: false });
    expect(live.of(room).typing).toEqual([
      { role: 'agent', author: 'Mia', agent: 'm2' },
      { role: 'visitor', author: 'Mia' },
    ]);
  });

  it('forgets typing when the message is there', () => {
    types(true);
    types(true, 'Ben');
    live.apply({ command: 'new_message', message: new FakeServer().say('agent', 'Hi', { author: 'Mia' }) });
    expect(live.of(room).typing).toEqual([{ role: 'agent', author: 'Ben' }]);
  });

  it('hands out the same object until something changes', () => {
    types(true);
    const before = live.of(room);
    types(true);
    expect(live.of(room)).toBe(before);
    expect(live.of('acme other')).toBe(live.of('acme another'));
  });
});
