import type { AgentRoom, Message, RoomEvent } from '@parley/protocol';
import { describe, expect, it } from 'vitest';
import { alertFor, countNeeding } from './attention.ts';
import { composeTitle } from './title.ts';

const said = (role: Message['role'], extra: Partial<Message> = {}): RoomEvent => ({
  command: 'new_message',
  message: { id: 'm', room: 'r', seq: 1, author: 'a', role, content: 'Hello', created: '', client_id: null, ...extra },
});
const held =
  (kind: AgentRoom['owner']['kind'], id: string | null = null) =>
  () => ({ owner: { kind, id, name: null } });

describe('what needs a person', () => {
  it('counts the queue and those of mine who wait', () => {
    const counts = { unassigned: 2, mine: 3, bot: 9, others: 9, closed: 9 };
    const mine = [{ waiting_since: '2026-01-01T00:00:00Z' }, { waiting_since: null }] as AgentRoom[];
    expect(countNeeding(counts, mine)).toBe(3);
    expect(countNeeding(null, [])).toBe(0);
  });
  it('alerts when a visitor writes to the queue or to me', () => {
    expect(alertFor(said('visitor'), held('queue'), 'me', null)).toEqual({ room: 'r', words: 'Hello' });
    expect(alertFor(said('visitor'), held('agent', 'me'), 'me', null)).not.toBeNull();
  });
  it('alerts when a person is asked for, even of a room that is not known yet', () => {
    expect(alertFor(said('system', { event: 'person_requested' }), () => undefined, 'me', null)).not.toBeNull();
  });
  it('stays quiet about the bot, colleagues, agents and the room in front of me', () => {
    expect(alertFor(said('visitor'), held('bot'), 'me', null)).toBeNull();
    expect(alertFor(said('visitor'), held('agent', 'you'), 'me', null)).toBeNull();
    expect(alertFor(said('agent'), held('queue'), 'me', null)).toBeNull();
    expect(alertFor(said('visitor'), held('queue'), 'me', 'r')).toBeNull();
  });
  it('puts the count before the name of the page', () => {
    expect(composeTitle('Mine', 2)).toBe('(2) Mine · Parley');
    expect(composeTitle('', 0)).toBe('Parley');
    expect(composeTitle('Bot', 120)).toBe('(99+) Bot · Parley');
  });
});
