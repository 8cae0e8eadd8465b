/** How far each side has come in a visitor's room. Every number only grows, whatever the order in which it is heard. */
import type { Message, ReadEvent } from '@parley/protocol';

const isOther = ({ role }: Message) => role === 'bot' || role === 'agent';
/** The newest that others said: its own words a visitor has always seen. */
const lastOf = (messages: readonly Message[]) => messages.findLast(isOther)?.seq ?? 0;

export class Positions {
  /** The visitor's own reading. */
  read = 0;
  /** Up to where any agent has read, and where messages have reached one. */
  agentRead = 0;
  agentDelivered = 0;
  #told = 0;

  take({ role, seq, delivered }: Pick<ReadEvent, 'role' | 'seq' | 'delivered'>): void {
    if (role === 'agent') {
      this.agentRead = Math.max(this.agentRead, seq);
      this.agentDelivered = Math.max(this.agentDelivered, delivered);
    } else this.read = Math.max(this.read, seq);
  }

  unreadOf(messages: readonly Message[]): number {
    return messages.filter((message) => message.seq > this.read && isOther(message)).length;
  }

  /** All of it has been seen. Returns whether anything was new. */
  see(messages: readonly Message[]): boolean {
    const { read } = this;
    this.read = Math.max(read, lastOf(messages));
    return this.read > read;
  }

  /** What the server has not heard on this connection; undefined when it has heard everything. */
  news(messages: readonly Message[]): { seq: number; delivered: number } | undefined {
    const delivered = lastOf(messages);
    // Both only grow, and so does their sum.
    const sum = this.read + delivered;
    if (sum <= this.#told) return undefined;
    this.#told = sum;
    return { seq: this.read, delivered };
  }

  /** The server knows that the visitor has read up to `seq`, and so that it was delivered. 0: a new connection, nothing is. */
  told(seq: number): void {
    this.#told = seq && Math.max(this.#told, 2 * seq);
  }
}
