/** What the generator is told and what it answers: plain data that crosses between the two processes. */
import type { ServerName } from './dialects.ts';

export interface Address {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Phase {
  readonly server: ServerName;
  readonly port: number;
  /** Sockets that write. */
  readonly visitors: readonly Address[];
  /** Sockets that hear every message. */
  readonly agents: readonly Address[];
  /** Messages a second from all visitors together, whatever comes back; null: each visitor's next one after the acknowledgement. */
  readonly perSecond: number | null;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** How long unanswered messages are waited for at the end. */
  readonly patienceMs: number;
  /** Makes the client_ids of this phase its own. */
  readonly name: string;
}

export interface Outcome {
  /** Acknowledged within the measured time. */
  readonly acknowledged: number;
  /** Of the messages of the measured time. Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly refused: number;
  /** Never answered, patience included. */
  readonly unanswered: number;
  readonly closed: number;
  /** Messages acknowledged in the whole phase, and how many of them each agent was sent. */
  readonly total: number;
  readonly delivered: readonly number[];
  /** Milliseconds of processor that the generator itself took in the measured time. */
  readonly ownCpuMs: number;
}

export type ToParent =
  | { readonly kind: 'measuring' }
  | { readonly kind: 'measured' }
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly reason: string };
