/**
 * Tells the server what has reached this agent's screen: what visitors said in the rooms that wait for a person or are this
 * agent's own. Other rooms have somebody else to receive for them.
 */
import type { AgentRoom } from '@parley/protocol';
import type { Connection } from './connection.ts';
import type { RoomFilter } from './list-names.ts';

export class Receipts {
  #connection: Connection;
  #given = new Map<string, number>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** A room as it now is; twice is once. */
  receive({ room, messages }: AgentRoom, filter: RoomFilter): void {
    const last = messages.at(-1);
    if (last?.role !== 'visitor' || (filter !== 'unassigned' && filter !== 'mine')) return;
    if (last.seq <= (this.#given.get(room) ?? 0) || this.#connection.state.status !== 'online') return;
    this.#given.set(room, last.seq);
    this.#connection.notify('mark_read', { room, seq: 0, delivered: last.seq });
  }

  /** The connection is lost, and perhaps what was told last. */
  forget(): void {
    this.#given.clear();
  }
}
