/** The open sockets of this node and the channels each listens to. Delivers announcements; knows nothing of their content. */
import type { Socket } from 'node:net';
import { CLOSE, type CloseReason, HEARTBEAT_MS } from '@parley/protocol';
import type { WebSocket } from 'ws';
import type { Actor } from './actor.ts';
import { addressBlock } from './address.ts';
import type { Announcement } from './bus.ts';
import type { Metrics } from './metrics.ts';
import { textFrame } from './text-frame.ts';

/** Bytes that may wait for one slow reader (design.md). It is closed above that and catches up by itself. */
const MAX_UNSENT_BYTES = 1_048_576;

/** Milliseconds for a client to hear why it is sent away; with the guard's beat within the 5 seconds of P8. */
const CLOSE_PATIENCE_MS = 2_000;

/**
 * Readers from which on an announcement costs milliseconds, almost all of them the system's own writes (2 to 5 microseconds each).
 * After one the crowd rests as long as it took, MOST_REST_MS at most, and then gets what came meanwhile in one write each.
 */
const CROWD = 100;
const MOST_REST_MS = 10;

/** A browser answers every ping by itself; one lost answer is forgiven, the second means that nobody is there. */
export const DEAD_AFTER_MS = 2.5 * HEARTBEAT_MS;

export interface ClientSocket {
  readonly id: string;
  readonly ip: string;
  /** Replaced when the token is renewed: the same person with a later expiry. */
  actor: Actor;
  /** Milliseconds since the epoch; the socket is closed after it. */
  expiresAt: number;
  readonly channels: ReadonlySet<string>;
  /** The room meant when a frame names none. */
  readonly room: string | null;
  /** Null: all that the actor may. */
  readonly commands: ReadonlySet<string> | null;
  /** `frame` is JSON, or the bytes of `textFrame` where many get the same. */
  send(frame: string | Buffer): void;
  /** What is sent from now on leaves together, with `release`; order is kept. */
  hold(): void;
  release(): void;
  /** Takes no further frame; resolves when those that it took are answered. */
  finish(): Promise<void>;
  /** Nothing that it says is heard from now on, and it is not waited for if it stays. */
  close(reason: CloseReason): void;
  /** `close` was called. */
  readonly sentAway: boolean;
  /** Its `onClose` listeners were called. */
  readonly gone: boolean;
  /** What was sent and has not left this machine yet. */
  readonly unsentBytes: number;
  /** Something came from it. */
  heard(): void;
  /** Milliseconds since the epoch: when anything last came from it, a pong too. */
  readonly heardAt: number;
  ping(): void;
  terminate(): void;
  /** Called once when it has closed, with the close code. */
  onClose(listener: (code: number) => void): void;
}

/** Open sockets have one. */
const tcpOf = (ws: WebSocket): Socket => (ws as unknown as { readonly _socket: Socket })._socket;

/** Wraps a ws socket. */
export function clientSocket(
  ws: WebSocket,
  own: Pick<ClientSocket, 'id' | 'ip' | 'actor' | 'expiresAt' | 'channels' | 'room' | 'commands' | 'finish'>,
  metrics: Metrics,
): ClientSocket {
  let heardAt = Date.now();
  let held = false;
  const heard = () => {
    heardAt = Date.now();
  };
  ws.on('pong', heard);
  let sentAway = false;
  const close = (reason: CloseReason) => {
    sentAway = true;
    ws.close(reason.code, reason.reason);
    setTimeout(() => ws.terminate(), CLOSE_PATIENCE_MS).unref();
  };
  return {
    ...own,
    get sentAway() {
      return sentAway;
    },
    get gone() {
      return ws.readyState === ws.CLOSED;
    },
    get unsentBytes() {
      return ws.bufferedAmount;
    },
    heard,
    get heardAt() {
      // While we do not read we cannot hear.
      return ws.isPaused ? Date.now() : heardAt;
    },
    send: (frame) => {
      if (ws.readyState !== ws.OPEN) return;
      if (ws.bufferedAmount > MAX_UNSENT_BYTES) {
        metrics.slowConsumers.inc();
        close(CLOSE.slow);
        // A reader that slow will not read the close frame either.
        ws.terminate();
        return;
      }
      metrics.framesSent.inc();
      // What ws would write itself, straight away and in this order, were it not in two pieces, and encoded for each socket anew.
      tcpOf(ws).write(typeof frame === 'string' ? textFrame(frame) : frame);
    },
    hold: () => {
      if (held || ws.readyState !== ws.OPEN) return;
      held = true;
      tcpOf(ws).cork();
    },
    release: () => {
      // A socket that has closed meanwhile has lost its connection.
      if (held) tcpOf(ws)?.uncork();
      held = false;
    },
    close,
    ping: () => {
      if (ws.readyState === ws.OPEN) ws.ping();
    },
    terminate: () => ws.terminate(),
    onClose: (listener) => ws.once('close', listener),
  };
}

const NOBODY: ReadonlySet<ClientSocket> = new Set();

/** Why one is sent away whose session is over. A visitor asks anew, and is somebody else then; all others have to sign in. */
export const accessEnded = ({ kind }: Actor): CloseReason => (kind === 'visitor' ? CLOSE.expired : CLOSE.revoked);

export class Sockets {
  readonly #all = new Set<ClientSocket>();
  readonly #byAddress = new Map<string, number>();
  readonly #byChannel = new Map<string, Set<ClientSocket>>();
  readonly #held = new Set<ClientSocket>();
  #resting = false;

  add(socket: ClientSocket): void {
    this.#all.add(socket);
    this.#count(socket, 1);
    for (const channel of socket.channels) this.#join(socket, channel);
  }

  remove(socket: ClientSocket): void {
    if (this.#all.delete(socket)) this.#count(socket, -1);
    for (const channel of socket.channels) this.#leave(socket, channel);
  }

  /** One channel more than its own, until the returned function ends it: call it at the latest when the socket closes. */
  listen(socket: ClientSocket, channel: string): () => void {
    this.#join(socket, channel);
    return () => this.#leave(socket, channel);
  }

  #join(socket: ClientSocket, channel: string): void {
    const listening = this.#byChannel.get(channel);
    if (listening) listening.add(socket);
    else this.#byChannel.set(channel, new Set([socket]));
  }

  #leave(socket: ClientSocket, channel: string): void {
    const listening = this.#byChannel.get(channel);
    listening?.delete(socket);
    if (listening?.size === 0) this.#byChannel.delete(channel);
  }

  /** How many come from this address (an IPv6 one: from its /64), of visitors or of agents. */
  from(ip: string, kind: Actor['kind']): number {
    return this.#byAddress.get(`${kind} ${addressBlock(ip)}`) ?? 0;
  }

  #count({ ip, actor }: ClientSocket, by: 1 | -1): void {
    const key = `${actor.kind} ${addressBlock(ip)}`;
    const count = (this.#byAddress.get(key) ?? 0) + by;
    if (count > 0) this.#byAddress.set(key, count);
    else this.#byAddress.delete(key);
  }

  all(): Iterable<ClientSocket> {
    return this.#all;
  }

  get size(): number {
    return this.#all.size;
  }

  on(channel: string): ReadonlySet<ClientSocket> {
    return this.#byChannel.get(channel) ?? NOBODY;
  }

  deliver(announcement: Announcement): void {
    const reached = this.#listening(announcement.channels);
    const { frame } = announcement;
    const same = frame !== undefined && reached.size > 1 ? textFrame(frame) : frame;
    const crowd = reached.size >= CROWD;
    const later = crowd && this.#resting;
    const began = performance.now();
    for (const socket of reached) {
      if (announcement.close === 'revoked') socket.close(accessEnded(socket.actor));
      else if (announcement.close) socket.close(CLOSE[announcement.close]);
      else if (same !== undefined && socket.id !== announcement.except) {
        if (later) this.#hold(socket);
        socket.send(same);
      }
    }
    if (crowd && !later) this.#rest(performance.now() - began);
  }

  /** Each once. */
  #listening(channels: readonly string[]): ReadonlySet<ClientSocket> {
    const sets = channels.flatMap((channel) => this.#byChannel.get(channel) ?? []);
    const [first, ...others] = sets;
    if (!first || others.length === 0) return first ?? NOBODY;
    const reached = new Set(first);
    for (const set of others) for (const socket of set) reached.add(socket);
    return reached;
  }

  #hold(socket: ClientSocket): void {
    this.#held.add(socket);
    socket.hold();
  }

  #rest(ms: number): void {
    this.#resting = true;
    setTimeout(
      () => {
        this.#resting = false;
        if (this.#held.size === 0) return;
        const began = performance.now();
        for (const socket of this.#held) socket.release();
        this.#held.clear();
        this.#rest(performance.now() - began);
      },
      Math.min(MOST_REST_MS, ms),
    );
  }
}
