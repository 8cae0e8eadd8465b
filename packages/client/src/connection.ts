/**
 * One socket that stays: handshake, renewal of the token, watch over silence, backoff. Knows frames, not rooms.
 * Long because one socket's life is one state machine.
 *
 *   start -> connecting -> online -> offline (waits) -> connecting ...      stop() or a final refusal -> stopped
 */
import type { CommandName, CommandParams, CommandResult, ErrorFrame, RoomEvent } from '@parley/protocol';
import { CallError, disconnected } from './call-error.ts';
import { type Clock, systemClock } from './clock.ts';
import { pageSignals } from './signals.ts';

export interface AccessToken {
  token: string;
  /** Seconds. */
  expiresIn: number;
}

export interface ConnectionState {
  status: 'connecting' | 'online' | 'offline' | 'stopped';
  /** Why it stopped for good; null otherwise. */
  reason: CallError | null;
  /** On the clock's scale, while `offline`: when the next attempt is due. */
  nextAttempt: number | null;
}

export interface ConnectionOptions {
  /** Asked at every attempt, after `getToken`. */
  url: () => string;
  /** Rejects with a `CallError`: one that is not to be retried stops the connection. */
  getToken: () => Promise<AccessToken>;
  WebSocket?: typeof WebSocket;
  clock?: Clock;
  /** Where `online`, `offline` and `visibilitychange` are heard: the window, where there is one. */
  signals?: EventTarget;
}

/** protocol `SILENCE_MS`: heard nothing for so long, the connection is taken for dead. */
const SILENCE_MS = 45_000;
/** More than two heartbeats: a page that comes back to the front after that does not wait for the rest. */
const STALE_MS = 20_000;
const SHORTEST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;
/** A connection that lived so long was a good one: the next wait is short again. */
const GOOD_LIFE_MS = 10_000;
/** protocol `CLOSE.expired`, `CLOSE.revoked` and `CLOSE.blocked`; every other code means: come back. */
const CLOSE_EXPIRED = 4401;
const CLOSE_REVOKED = 4403;
const CLOSE_BLOCKED = 4423;
const SIGNALS = ['online', 'offline', 'visibilitychange'];

export type Call = <Name extends CommandName>(name: Name, params: CommandParams<Name>) => Promise<CommandResult<Name>>;

/** The way to the tab that holds the socket. */
export interface Relay {
  call: Call;
  retry: () => void;
}

interface Pending {
  resolve: (frame: never) => void;
  reject: (error: CallError) => void;
}

export class Connection {
  state: ConnectionState = { status: 'stopped', reason: null, nextAttempt: null };
  #options: ConnectionOptions;
  #clock: Clock;
  #signals: EventTarget | undefined;
  #relay: Relay | undefined;
  #socket: WebSocket | undefined;
  #token: string | undefined;
  #renewAt = 0;
  #attempt = 0;
  #since = 0;
  #heard = 0;
  #turn = 0;
  #serial = 0;
  /** One at a time: waiting for the next attempt, or watching over silence. */
  #timer: unknown;
  #renewal: unknown;
  #pending = new Map<string, Pending>();
  #frameListeners = new Set<(frame: RoomEvent) => void>();
  #stateListeners = new Set<(state: ConnectionState) => void>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#signals = options.signals ?? pageSignals;
  }

  /** Connects and stays connected until `stop`. Twice is once. */
  start(): void {
    if (this.state.status !== 'stopped') return;
    for (const name of SIGNALS) this.#signals?.addEventListener(name, this.#onSignal);
    this.#attempt = 0;
    void this.#connect();
  }

  /** Ends it and rejects what is under way. `reason` is for the state alone. */
  stop(reason: CallError | null = null): void {
    this.#unhear();
    this.#relay = undefined;
    this.#hangUp();
    this.#setState('stopped', reason);
  }

  /** Another tab holds the socket for this one, whose state and frames are now told by `mirror` and `receive`. */
  follow(relay: Relay): void {
    this.#unhear();
    this.#hangUp();
    this.#relay = relay;
  }

  /** Connects by itself again. */
  lead(): void {
    this.#relay = undefined;
    this.state = { ...this.state, status: 'stopped' };
    this.start();
  }

  /** True while another tab holds the socket. */
  get follows(): boolean {
    return !!this.#relay;
  }

  mirror({ status, reason, nextAttempt }: ConnectionState): void {
    this.#setState(status, reason, nextAttempt);
  }

  receive(frame: RoomEvent): void {
    for (const listener of this.#frameListeners) listener(frame);
  }

  /** Tries at once instead of at the next attempt's time. */
  retryNow(): void {
    if (this.state.status !== 'offline') return;
    if (this.#relay) return this.#relay.retry();
    this.#attempt = 0;
    void this.#connect();
  }

  /** Leaves the open socket for a new one; the tab that holds it decides for all. */
  reconnect(): void {
    if (this.#relay) return;
    this.#lose();
    this.retryNow();
  }

  /** Resolves with the answering frame. Rejects with `CallError`; with `disconnected` when no answer can come any more. */
  call<Name extends CommandName>(name: Name, params: CommandParams<Name>): Promise<CommandResult<Name>> {
    if (this.#relay && this.state.status === 'online') return this.#relay.call(name, params);
    return new Promise((resolve, reject) => {
      if (this.state.status !== 'online') return reject(disconnected());
      const id = `${++this.#serial}`;
      this.#pending.set(id, { resolve, reject });
      this.#socket?.send(JSON.stringify({ ...params, command: name, id }));
    });
  }

  /** For what may be lost, such as typing: sent when online, forgotten when not. */
  notify<Name extends CommandName>(name: Name, params: CommandParams<Name>): void {
    this.call(name, params).catch(() => {});
  }

  /** Events, and the own `new_message` copies; other answers go to their callers alone. Returns the way to stop. */
  onFrame(listener: (frame: RoomEvent) => void): () => void {
    this.#frameListeners.add(listener);
    return () => this.#frameListeners.delete(listener);
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  async #connect(): Promise<void> {
    this.#hangUp();
    const turn = this.#turn;
    this.#heard = this.#clock.now();
    this.#watch(STALE_MS);
    this.#setState('connecting');
    try {
      if (!this.#token || this.#clock.now() >= this.#renewAt) await this.#fetchToken();
      if (turn === this.#turn) this.#open();
    } catch (error) {
      if (turn === this.#turn) this.#lose(error);
    }
  }

  async #fetchToken(): Promise<void> {
    const turn = this.#turn;
    const { token, expiresIn } = await this.#options.getToken();
    if (turn !== this.#turn) return;
    this.#token = token;
    this.#renewAt = this.#clock.now() + expiresIn * 800;
  }

  #open(): void {
    const Socket = this.#options.WebSocket ?? WebSocket;
    const socket = new Socket(this.#options.url(), ['parley.v1', `parley.token.${this.#token}`]);
    this.#socket = socket;
    socket.onopen = () => {
      this.#since = this.#heard = this.#clock.now();
      this.#watch(SILENCE_MS);
      this.#scheduleRenewal();
      this.#setState('online');
    };
    socket.onmessage = ({ data }) => {
      this.#heard = this.#clock.now();
      this.#take(data);
    };
    socket.onclose = ({ code, reason }) => {
      // Refused before it opened: the reason is hidden from scripts, the next token request tells it.
      if (code === CLOSE_EXPIRED || this.state.status !== 'online') this.#token = undefined;
      if (code === CLOSE_REVOKED || code === CLOSE_BLOCKED) {
        const why = code === CLOSE_BLOCKED ? 'blocked' : 'unauthenticated';
        this.stop(new CallError({ code: why, message: 'Access has ended.' }));
        // A node that stops says when to come back: its other clients are told other times.
      } else this.#lose(null, Number(reason.split('retry_in=')[1]) || 0);
    };
  }

  #take(data: unknown): void {
    let frame: (RoomEvent | ErrorFrame) & { id?: string };
    try {
      frame = JSON.parse(data as string);
    } catch {
      return;
    }
    const waiting = this.#pending.get(frame.id ?? '');
    this.#pending.delete(frame.id ?? '');
    if (frame.command === 'error') return waiting?.reject(new CallError(frame));
    // Listeners first: whoever awaited the call finds the stores up to date.
    if (!waiting || frame.command === 'new_message') this.receive(frame);
    waiting?.resolve(frame as never);
  }

  /** On the open socket, before the token runs out; if it fails the server closes and the way is the usual one. */
  #scheduleRenewal(): void {
    this.#renewal = this.#clock.setTimeout(
      async () => {
        const turn = this.#turn;
        try {
          await this.#fetchToken();
          if (turn !== this.#turn) return;
          await this.call('authenticate', { token: this.#token as string });
        } catch {
          this.#renewAt = this.#clock.now() + STALE_MS;
        }
        if (turn === this.#turn) this.#scheduleRenewal();
      },
      Math.max(this.#renewAt - this.#clock.now(), 1_000),
    );
  }

  #watch(patience: number): void {
    this.#clock.clearTimeout(this.#timer);
    const left = this.#heard + patience - this.#clock.now();
    if (left <= 0) return this.#lose();
    this.#timer = this.#clock.setTimeout(() => this.#watch(patience), left);
  }

  #onSignal = ({ type }: Event): void => {
    if (type === 'offline') {
      if (this.state.status !== 'offline') this.#lose();
    } else if (globalThis.document?.visibilityState !== 'hidden') {
      if (this.state.status === 'online' && this.#clock.now() - this.#heard > STALE_MS) this.#lose();
      this.retryNow();
    }
  };

  #lose(error: unknown = null, retryIn = 0): void {
    if (this.state.status === 'online' && this.#clock.now() - this.#since > GOOD_LIFE_MS) this.#attempt = 0;
    this.#hangUp();
    const problem = error instanceof CallError ? error : null;
    if (problem && !problem.retry) return this.stop(problem);
    const ceiling = Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** this.#attempt++);
    const wait = Math.max(this.#clock.random() * ceiling, (problem?.retryAfter ?? retryIn) * 1_000);
    this.#timer = this.#clock.setTimeout(() => void this.#connect(), wait);
    this.#setState('offline', null, this.#clock.now() + wait);
  }

  #unhear(): void {
    for (const name of SIGNALS) this.#signals?.removeEventListener(name, this.#onSignal);
    this.#token = undefined;
  }

  /** Forgets the socket; whatever it says from now on is not heard. */
  #hangUp(): void {
    this.#turn++;
    this.#clock.clearTimeout(this.#timer);
    this.#clock.clearTimeout(this.#renewal);
    const socket = this.#socket;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    for (const { reject } of this.#pending.values()) reject(disconnected());
    this.#pending.clear();
  }

  #setState(
    status: ConnectionState['status'],
    reason: CallError | null = null,
    nextAttempt: number | null = null,
  ): void {
    this.state = { status, reason, nextAttempt };
    for (const listener of this.#stateListeners) listener(this.state);
  }
}
