/** What the rooms count: messages, the log's batches and commits, and what waits for the next one. */
import type { Role } from '@parley/protocol';
import { Counter, Gauge } from 'prom-client';
import type { Core } from '../core/core.ts';
import { SECONDS, Spread } from '../core/spread.ts';

export class RoomMetrics {
  readonly #batch: Spread;
  readonly #commitSeconds: Spread;
  readonly #messages: Counter;

  constructor({ metrics: { registry } }: Core) {
    const registers = [registry];
    this.#messages = new Counter({
      name: 'parley_messages_total',
      help: 'Messages committed, by the role of their author.',
      labelNames: ['role'],
      registers,
    });
    this.#batch = new Spread(registry, {
      name: 'parley_log_batch_messages',
      help: 'Messages that shared one transaction of the message log.',
      bounds: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    });
    this.#commitSeconds = new Spread(registry, {
      name: 'parley_log_commit_seconds',
      help: 'Seconds of one transaction of the message log, from begin to the return of COMMIT.',
      bounds: SECONDS,
    });
  }

  /** A transaction of the log that took `ms` milliseconds for so many messages, repeated ones included. */
  committed(messages: number, ms: number): void {
    this.#batch.observe(messages);
    this.#commitSeconds.observe(ms / 1_000);
  }

  /** After COMMIT, with all that it wrote. */
  written(messages: readonly { readonly message: { readonly role: Role } }[]): void {
    const counts: Partial<Record<Role, number>> = {};
    for (const { message } of messages) counts[message.role] = (counts[message.role] ?? 0) + 1;
    for (const [role, count] of Object.entries(counts)) this.#messages.inc({ role }, count);
  }
}

const KEY = Symbol('metrics of the rooms');
export const roomMetrics = (core: Core): RoomMetrics => core.state.get(KEY, () => new RoomMetrics(core));

/** Registers them before the first message, so that the figures begin at nothing and not nowhere. */
export function registerRoomMetrics(core: Core, waiting: () => number): void {
  roomMetrics(core);
  new Gauge({
    name: 'parley_log_waiting',
    help: 'Messages that wait for the next transaction of the message log.',
    registers: [core.metrics.registry],
    collect() {
      this.set(waiting());
    },
  });
}
