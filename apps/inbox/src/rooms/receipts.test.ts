import type { Message } from '@parley/protocol';
import { describe, expect, it } from 'vitest';
import { receiptsOf } from './receipts.ts';

const message = (seq: number, role: Message['role']): Message => ({
  id: `m${seq}`,
  room: 'acme c1',
  seq,
  author: role,
  role,
  content: `line ${seq}`,
  created: '2026-05-10T12:00:00.000Z',
  client_id: null,
});
const at = '2026-05-10T14:02:00.000Z';

describe('receipts', () => {
  const messages = [
    message(1, 'visitor'),
    message(2, 'bot'),
    message(3, 'agent'),
    message(4, 'system'),
    message(5, 'agent'),
  ];
  const all = (read: number, delivered: number) =>
    messages.map(receiptsOf({ visitor_read: read, visitor_read_at: at, visitor_delivered: delivered }, messages));

  it('stand on what the site said, and nowhere else', () => {
    expect(all(0, 0).map((receipt) => receipt?.state)).toEqual([undefined, 'sent', 'sent', undefined, 'sent']);
  });
  it('tell the time on the newest that was seen, also when a line of the system was read after it', () => {
    expect(all(4, 5)).toEqual([
      null,
      { state: 'seen', at: null },
      { state: 'seen', at },
      null,
      { state: 'delivered', at: null },
    ]);
  });
  it('are nothing to go by before the room is known', () => {
    expect(receiptsOf(undefined, messages)(message(3, 'agent'))).toEqual({ state: 'sent', at: null });
  });
});
