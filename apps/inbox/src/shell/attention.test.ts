import type { AgentRoom, Message, RoomEvent, Team } from '@parley/protocol';
import { describe, expect, it } from 'vitest';
import { alertFor, countNeeding } from './attention.ts';
import { composeTitle } from './title.ts';

const said = (role: Message['role'], extra: Partial<Message> = {}): RoomEvent => ({
  command: 'new_message',
  message: { id: 'm', room: 'r', seq: 1, author: 'a', role, content: 'Hello', created: '', client_id: null, ...extra },
});
const held =
  (kind: AgentRoom['owner']['kind'], id: string | null = null, team: AgentRoom['team'] = null) =>
  () => ({ owner: { kind, id, name: null }, team });
const team = (id: string, members: string[], active = members.length): Team => ({ id, name: id, members, active });
const me = { me: 'me', teams: [team('ours', ['me', 'you']), team('theirs', ['you']), team('empty', ['gone'], 0)] };

describe('what needs a person', () => {
  it('counts the queue and those of mine who wait', () => {
    const counts = { unassigned: 2, mine: 3, bot: 9, others: 9, closed: 9, teams: {} };
    const mine = [{ waiting_since: '2026-01-01T00:00:00Z' }, { waiting_since: null }] as AgentRoom[];
    expect(countNeeding(counts, mine, me)).toBe(3);
    expect(countNeeding(null, [], me)).toBe(0);
  });
  it('leaves out who waits for a team of others, unless there is nobody in it', () => {
    const counts = { unassigned: 9, mine: 0, bot: 0, others: 0, closed: 0, teams: { ours: 2, theirs: 3, empty: 1 } };
    expect(countNeeding(counts, [], me)).toBe(6);
    expect(countNeeding(counts, [], { me: 'me', teams: null })).toBe(9);
  });
  it('alerts the people of a team of what is passed to it and said there, and everybody where nobody is in it', () => {
    const waits = (id: string) => held('queue', null, { id, name: id });
    const heard = ['ours', 'theirs', 'empty', 'unknown'].map((id) => [
      alertFor(said('system', { event: 'assigned', team: id }), held('bot'), me, null) !== null,
      alertFor(said('visitor'), waits(id), me, null) !== null,
      alertFor(said('system', { event: 'person_requested' }), waits(id), me, null) !== null,
    ]);
    expect(heard).toEqual([true, false, true, true].map((each) => [each, each, each]));
    expect(alertFor(said('system', { event: 'assigned' }), held('bot'), me, null)).toBeNull();
  });
  it('alerts when a visitor writes to the queue or to me', () => {
    expect(alertFor(said('visitor'), held('queue'), me, null)).toEqual({ room: 'r', words: 'Hello' });
    expect(alertFor(said('visitor'), held('agent', 'me'), me, null)).not.toBeNull();
  });
  it('alerts when a person is asked for, even of a room that is not known yet', () => {
    expect(alertFor(said('system', { event: 'person_requested' }), () => undefined, me, null)).not.toBeNull();
  });
  it('stays quiet about the bot, colleagues, agents and the room in front of me', () => {
    expect(alertFor(said('visitor'), held('bot'), me, null)).toBeNull();
    expect(alertFor(said('visitor'), held('agent', 'you'), me, null)).toBeNull();
    expect(alertFor(said('agent'), held('queue'), me, null)).toBeNull();
    expect(alertFor(said('visitor'), held('queue'), me, 'r')).toBeNull();
  });
  it('puts the count before the name of the page', () => {
    expect(composeTitle('Mine', 2)).toBe('(2) Mine · Parley');
    expect(composeTitle('', 0)).toBe('Parley');
    expect(composeTitle('Bot', 120)).toBe('(99+) Bot · Parley');
  });
});
