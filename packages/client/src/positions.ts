/** How far each side has come in a visitor's room. Every number only grows, whatever the order in which it is heard. */
import type { Message, ReadEvent, VisitorRoom } from '@parley/protocol';

const isOther = ({ role }: Message) => role === 'bot' || role === 'agent';
/** The newest that others said: its own words a visitor has always seen. */
const lastOf = (messages: readonly Message[]) => messages.findLast(isOther)?.seq ?? 0;

export class Positions {
  /** The visitor's own reading. */
  read = 0;
  /** Up to where any agent has read, and where messages have reached one. */
  agentRead = 0;
  agentDelivered = 0;
  /** What was told on this connection; 0 on a new one. */
  told = 0;

  take({ role, seq, delivered }: ReadEvent): void {
    if (role === 'agent') this.takeRoom({ read: 0, agent_read: seq, agent_delivered: delivered });
    else this.read = Math.max(this.read, seq);
  }

  takeRoom({ read, agent_read, agent_delivered }: Pick<VisitorRoom, 'read' | 'agent_read' | 'agent_delivered'>): void {
    this.read = Math.max(this.read, read);
    this.agentRead = Math.max(this.agentRead, agent_read);
    this.agentDelivered = Math.max(this.agentDelivered, agent_delivered);
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
    if (!delivered || sum <= this.told) return undefined;
    this.told = sum;
    return { seq: this.read, delivered };
  }
}
