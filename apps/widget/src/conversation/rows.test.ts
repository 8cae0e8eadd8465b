/** Rows are told apart and put together as a reader would. */
import type { Unsent, VisitorSession } from '@parley/client';
import type { Message } from '@parley/protocol';
import { describe, expect, it } from 'vitest';
import { dayOf } from '../times.ts';
import { rowsOf } from './rows.ts';

// Noon: seconds around midnight are of two days.
const NOW = new Date().setHours(12, 0, 0, 0);
const message = (seq: number, role: Message['role'], more: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  room: 'acme c1',
  seq,
  author: role === 'visitor' ? 'Visitor' : 'Mia',
  role,
  content: `${seq}`,
  created: new Date(NOW + seq * 1_000).toISOString(),
  client_id: null,
  ...more,
});
const rows = (messages: Message[], more: Partial<Record<keyof VisitorSession, unknown>> = {}) =>
  rowsOf({
    timeline: { messages, hasOlder: false },
    unsent: [],
    live: { typing: [], answer: null },
    config: null,
    connection: { state: { reason: null } },
    positions: { agentRead: 0, agentDelivered: 0 },
    ...more,
  } as unknown as VisitorSession);
const unsent = (client_id: string, failure?: Unsent['failure']): Unsent => ({
  client_id,
  room: '',
  content: client_id,
  created: new Date(NOW + 60_000).toISOString(),
  ...(failure && { failure }),
});

describe('rows', () => {
  it('tell of a change at the message that was changed, and nowhere else', () => {
    const change = { seq: 3, event: 'redacted', by: 'Mia', at: new Date(NOW).toISOString() } as const;
    const gone = message(2, 'agent', { content: '', change });
    const entry = message(3, 'system', { event: 'redacted', target: 2 });
    const told = rows([message(1, 'agent'), gone, entry, message(4, 'agent')]).filter(({ kind }) => kind !== 'day');
    expect(told.map(({ text, message, first, last }) => [text, message?.change?.event, first, last])).toEqual([
      ['1', undefined, true, false],
      ['', 'redacted', false, false],
      ['4', undefined, false, true],
    ]);
  });

  it('hold the place of a greeting that is not known yet', () => {
    const config = { greeting: 'Hi!', bot_name: 'Assistant' };
    const [before, ...none] = rows([]);
    const [after] = rows([], { config });
    expect(none).toEqual([]);
    expect([before?.key, after?.key, before?.text]).toEqual(['greeting', 'greeting', '']);
    expect(rows([message(1, 'bot')])[1]?.key).toBe('1');
  });
  it('begin each day with its name, once', () => {
    const yesterday = new Date(NOW - 86_400_000).toISOString();
    const found = rows([message(1, 'bot', { created: yesterday }), message(2, 'bot'), message(3, 'bot')]);
    expect(found.map(({ kind, text }) => (kind === 'day' ? text : kind))).toEqual([
      'Yesterday',
      'bot',
      'Today',
      'bot',
      'bot',
    ]);
  });

  it('group what one author says in a row', () => {
    const late = new Date(NOW + 3_600_000).toISOString();
    const found = rows([
      message(1, 'agent'),
      message(2, 'agent'),
      message(3, 'agent', { author: 'Ben' }),
      message(4, 'agent', { author: 'Ben', created: late }),
    ]);
    const groups = found.filter(({ kind }) => kind === 'agent').map(({ first, last }) => [first, last]);
    expect(groups).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
  });

  it('show on which message the ticks change', () => {
    const found = rows(
      [1, 2, 3, 4].map((seq) => message(seq, 'visitor')),
      {
        positions: { agentRead: 2, agentDelivered: 3 },
        unsent: [unsent('u1')],
      },
    );
    const ticks = found.filter(({ kind }) => kind === 'visitor').map(({ tick, last }) => [tick, last]);
    expect(ticks).toEqual([
      ['read', false],
      ['read', true],
      ['delivered', true],
      ['sent', true],
      ['pending', true],
    ]);
  });

  it('keep their key from unsent to committed, and from growing to finished', () => {
    const [, before] = rows([], { unsent: [unsent('u1')] });
    const [, after] = rows([message(1, 'visitor', { client_id: 'u1' })]);
    expect(after?.key).toBe(before?.key);
    const [growing] = rows([], { live: { typing: [], answer: { id: 'a1', author: 'Mia', text: 'He' } } });
    const [, finished] = rows([message(1, 'bot', { client_id: 'a1' })]);
    expect(finished?.key).toBe(growing?.key);
  });

  it('never share a key', () => {
    const found = rows([message(1, 'visitor', { client_id: 'u1' }), message(2, 'system'), message(3, 'bot')], {
      unsent: [unsent('u2'), unsent('u3', { code: 'too_long', message: 'Too long.' })],
      config: { greeting: 'Hi', bot_name: 'Guide' },
      live: { typing: [{ role: 'agent', author: 'Mia' }], answer: null },
    });
    expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
    expect(found.at(-2)?.failure).toBe('Not sent. Too long.');
  });

  it('greet only at the very beginning', () => {
    const config = { greeting: 'Hi', bot_name: 'Guide' };
    expect(rows([], { config })[0]).toMatchObject({ text: 'Hi', author: 'Guide', kind: 'bot' });
    const later = { messages: [message(51, 'bot')], hasOlder: true };
    expect(rows([], { config, timeline: later }).map(({ text }) => text)).not.toContain('Hi');
  });
});

describe('days', () => {
  const at = (text: string) => new Date(text);
  it('are told by the calendar, not by 24 hours', () => {
    expect(dayOf(at('2026-03-10T23:59:00').toISOString(), at('2026-03-11T00:01:00'))).toBe('Yesterday');
    expect(dayOf(at('2026-03-11T00:00:00').toISOString(), at('2026-03-11T23:59:00'))).toBe('Today');
    expect(dayOf(at('2026-03-08T12:00:00').toISOString(), at('2026-03-11T12:00:00'))).toMatch(/8/);
  });

  it('do not break when a clock is ahead', () => {
    expect(dayOf(at('2026-03-12T12:00:00').toISOString(), at('2026-03-11T12:00:00'))).toMatch(/12/);
  });
});
