/**
 * What the core counts while it works. It knows no feature: those register their own figures in `registry`, in their folder.
 * Labels are closed lists (commands, codes, tasks); never a site, a room or a person, whose number nothing bounds.
 */
import { Counter, Histogram, Registry } from 'prom-client';
import { SECONDS, Spread } from './spread.ts';

export class Metrics {
  readonly registry = new Registry();

  readonly framesReceived = this.#counter('parley_frames_received_total', 'Frames that arrived on sockets.');
  readonly framesAnswered = this.#counter('parley_frames_answered_total', 'Frames that were answered or refused.');
  readonly framesSent = this.#counter('parley_frames_sent_total', 'Frames written to sockets, answers included.');
  readonly slowConsumers = this.#counter(
    'parley_slow_consumer_closes_total',
    'Sockets closed because more than 1 MiB waited for their reader.',
  );
  /** Seconds. Of new_message: from its arrival to the acknowledgement, the COMMIT included. */
  readonly frameSeconds = new Spread(this.registry, {
    name: 'parley_frame_seconds',
    help: 'Seconds from the arrival of a frame to its answer (of new_message: the acknowledgement after COMMIT), by command.',
    bounds: SECONDS,
    label: 'command',
  });
  /** Seconds, as the Redis bus measures them. */
  readonly busLag = new Spread(this.registry, {
    name: 'parley_bus_lag_seconds',
    help: 'Seconds from publishing announcements to their delivery by Redis, measured by the node that hears itself.',
    bounds: SECONDS,
  });
  readonly jobSeconds = new Histogram({
    name: 'parley_job_seconds',
    help: 'Seconds that a job took, by task and outcome (done, failed, given_up).',
    labelNames: ['task', 'outcome'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers: [this.registry],
  });
  readonly #refusals = new Counter({
    name: 'parley_refusals_total',
    help: 'Refusals by door (socket, http) and code; internal and unavailable are ours, the others the caller’s.',
    labelNames: ['door', 'code'],
    registers: [this.registry],
  });

  refused(door: 'socket' | 'http', code: string): void {
    this.#refusals.inc({ door, code });
  }

  #counter(name: string, help: string): Counter {
    return new Counter({ name, help, registers: [this.registry] });
  }
}
