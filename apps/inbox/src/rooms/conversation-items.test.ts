import type { LiveRoom, Unsent } from '@parley/client/agent';
import type { Message } from '@parley/protocol';
import { describe, expect, it } from 'vitest';
import { conversationItems } from './conversation-items.ts';

const QUIET: LiveRoom = { typing: [], answer: null };
const at = (minute: number, day = 10) => new Date(2026, 4, day, 12, minute).toISOString();
const say = (seq: number, role: Message['role'], created: string, extra: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  room: 'acme c1',
  seq,
  author: role,
  role,
  content: `line ${seq}`,
  created,
  client_id: null,
  ...extra,
});
const unsent = (id: string): Unsent => ({ client_id: id, room: 'acme c1', content: id, created: at(9) });
const kinds = (messages: Message[], live = QUIET, unreadAfter: number | null = null, waiting: Unsent[] = []) =>
  conversationItems({ messages, unsent: waiting }, live, unreadAfter).map(({ kind }) => kind);

describe('a conversation as rows', () => {
  it('begins every day with its name', () => {
    expect(kinds([say(1, 'visitor', at(0, 9)), say(2, 'visitor', at(0)), say(3, 'bot', at(1))])).toEqual([
      'day',
      'message',
      'day',
      'message',
      'message',
    ]);
  });
  it('groups what one author says within five minutes', () => {
    const items = conversationItems(
      { messages: [say(1, 'visitor', at(0)), say(2, 'visitor', at(2)), say(3, 'visitor', at(20))], unsent: [] },
      QUIET,
      null,
    );
    expect(items.filter((item) => item.kind === 'message').map(({ first, last }) => [first, last])).toEqual([
      [true, false],
      [false, true],
      [true, true],
    ]);
  });
  it('ends a group at an event', () => {
    const items = conversationItems(
      { messages: [say(1, 'visitor', at(0)), say(2, 'system', at(0)), say(3, 'visitor', at(1))], unsent: [] },
      QUIET,
      null,
    );
    expect(items.map((item) => (item.kind === 'message' ? item.first : item.kind))).toEqual([
      'day',
      true,
      'event',
      true,
    ]);
  });
  it('draws the line once, above the first message of somebody else that is new', () => {
    const messages = [
      say(1, 'visitor', at(0)),
      say(2, 'agent', at(1)),
      say(3, 'visitor', at(2)),
      say(4, 'visitor', at(3)),
    ];
    expect(kinds(messages, QUIET, 1)).toEqual(['day', 'message', 'message', 'unread', 'message', 'message']);
  });
  it('draws no line above the very first message', () => {
    expect(kinds([say(1, 'visitor', at(0))], QUIET, 0)).toEqual(['day', 'message']);
  });
  it('shows what is unsent last, and not twice once it is committed', () => {
    expect(kinds([say(1, 'visitor', at(0))], QUIET, null, [unsent('u1')])).toEqual(['day', 'message', 'unsent']);
    expect(kinds([say(1, 'agent', at(0), { client_id: 'u1' })], QUIET, null, [unsent('u1')])).toEqual([
      'day',
      'message',
    ]);
  });
  it('keeps the key of a message when it is acknowledged', () => {
    const before = conversationItems({ messages: [], unsent: [unsent('u1')] }, QUIET, null).at(-1)?.key;
    const after = conversationItems(
      { messages: [say(1, 'agent', at(0), { client_id: 'u1' })], unsent: [] },
      QUIET,
      null,
    );
    expect(after.at(-1)?.key).toBe(before);
  });
  it('replaces a streamed answer by the message that carries its id', () => {
    const live: LiveRoom = {
      typing: [{ role: 'bot', author: 'Assistant' }],
      answer: { id: 'a1', author: 'Assistant', text: 'Yes' },
    };
    expect(kinds([say(1, 'visitor', at(0))], live)).toEqual(['day', 'message', 'answer']);
    expect(kinds([say(1, 'bot', at(0), { client_id: 'a1' })], live)).toEqual(['day', 'message']);
  });
  it('shows who is writing at the very end', () => {
    expect(kinds([say(1, 'bot', at(0))], { typing: [{ role: 'visitor', author: 'V' }], answer: null }).at(-1)).toBe(
      'typing',
    );
  });
});
