/**
 * Several tabs, one connection: the leader, who holds the lock, connects and hands every frame and state to the others; they send
 * their calls through it. Loaded when a second tab is there.
 *
 *   follower -> leader   the lock is free, because the leader's tab is gone; or the leader stayed silent and the lock was taken from it
 *   leader -> follower   the lock was taken away: this tab was frozen
 *
 * What is under way when the leader changes fails as `disconnected`, as with any lost connection: whoever asked tries again.
 */
import type { RoomEvent } from '@parley/protocol';
import { CallError, type CallProblem, disconnected } from './call-error.ts';
import type { Call, ConnectionState } from './connection.ts';
import type { OutboxNews } from './outbox.ts';
import { pageSignals } from './signals.ts';
import type { TabsBrowser, TabsOptions } from './tabs.ts';

type SharedState = Omit<ConnectionState, 'reason'> & { reason: CallProblem | null };
export type TabMessage =
  | OutboxNews
  /** Of a tab that came, or that doubts that its leader lives. Answered with `state`. */
  | { hello: true }
  | { state: SharedState; about: unknown }
  | { frame: RoomEvent }
  | { call: string; name: Parameters<Call>[0]; params: Parameters<Call>[1] }
  | { answer: string; result?: unknown; problem?: CallProblem }
  /** Try to connect at once. */
  | { retry: true };

export interface GroupOptions extends TabsOptions {
  locks: TabsBrowser['locks'];
  channel: ReturnType<TabsBrowser['channel']>;
  leads: boolean;
  /** Heard before this part was loaded. */
  early: TabMessage[];
  /** Lets go of the lock that this tab has held from its start. */
  release: () => void;
}

export interface Group {
  /** The lock is lost. */
  follow(): void;
  leave(): void;
}

/** A leader that says nothing for so long when it is asked is taken for dead: its tab may be frozen, with the lock in its hand. */
const SILENCE_MS = 900;

const problemOf = (error: unknown): CallProblem => {
  const { code, message, retry, retryAfter, fields } = error instanceof CallError ? error : disconnected();
  return {
    code,
    message,
    retry,
    ...(fields && { fields }),
    ...(retryAfter !== undefined && { retry_after: retryAfter }),
  };
};

export function joinGroup(options: GroupOptions): Group {
  const { name, locks, channel, connection, outbox, share, adopt } = options;
  const waiting = new Map<string, { resolve: (result: never) => void; reject: (error: CallError) => void }>();
  const queue = new AbortController();
  let leads = options.leads;
  let left = false;
  let { release } = options;
  let doubt: ReturnType<typeof setTimeout> | undefined;
  /** What the leader told last: it tells it again as a sign of life, and listeners would ask anew for all that they lack. */
  let mirrored = '';

  const tell = (message: TabMessage) => {
    if (!left) channel.postMessage(message);
  };
  const tellState = () => {
    const { state } = connection;
    const reason = state.reason && problemOf(state.reason);
    tell({ state: { ...state, reason }, about: share?.() });
  };
  /** Asks the leader for a sign of life. */
  const ask = () => {
    tell({ hello: true });
    doubt ??= setTimeout(() => void locks.request(name, { steal: true }, hold).catch(lost), SILENCE_MS);
  };
  const trust = () => {
    clearTimeout(doubt);
    doubt = undefined;
  };
  const dropCalls = () => {
    for (const { reject } of waiting.values()) reject(disconnected());
    waiting.clear();
  };
  const hold = (): Promise<void> | undefined => {
    if (left || leads) return;
    leads = true;
    trust();
    dropCalls();
    connection.lead();
    // What a tab wrote whose word did not arrive.
    void outbox.load();
    return new Promise((resolve) => {
      release = resolve;
    });
  };
  const lost = () => {
    if (!left) group.follow();
  };
  const call: Call = (command, params) =>
    new Promise((resolve, reject) => {
      const id = crypto.randomUUID();
      waiting.set(id, { resolve, reject });
      tell({ call: id, name: command, params });
      ask();
    });

  const hear = (message: TabMessage) => {
    if ('unsent' in message || 'gone' in message) outbox.hear(message);
    else if (leads) {
      if ('hello' in message) tellState();
      else if ('retry' in message) connection.retryNow();
      else if ('call' in message) {
        const { call: answer } = message;
        connection.call(message.name, message.params).then(
          (result) => tell({ answer, result }),
          (error) => tell({ answer, problem: problemOf(error) }),
        );
      }
    } else if ('state' in message) {
      trust();
      const { state, about } = message;
      const told = JSON.stringify(state);
      if (told !== mirrored) {
        mirrored = told;
        connection.mirror({ ...state, reason: state.reason && new CallError(state.reason) });
        if (state.status !== 'online') dropCalls();
        // A leader that came while this tab was frozen has not heard what this one hears only now, of a tab that could keep nothing.
        else outbox.tellAll();
      }
      // After the state: what is lacking can be fetched now.
      if (about && !left) adopt?.(about as never);
    } else if ('frame' in message) {
      trust();
      connection.receive(message.frame);
    } else if ('answer' in message) {
      trust();
      const { answer, result, problem } = message;
      const asked = waiting.get(answer);
      waiting.delete(answer);
      if (problem) asked?.reject(new CallError(problem));
      else asked?.resolve(result as never);
    }
  };
  const onVisible = () => {
    if (!leads && document.visibilityState !== 'hidden') ask();
  };

  const endFrames = connection.onFrame((frame) => {
    if (leads) tell({ frame });
  });
  const endStates = connection.onState(({ status, reason }) => {
    if (status === 'stopped' && !reason) return;
    if (leads) tellState();
    // Ended for good, for all of them: the next one to start begins anew.
    if (status === 'stopped') group.leave();
  });
  const group: Group = {
    follow() {
      leads = false;
      mirrored = '';
      connection.follow({ call, retry: () => tell({ retry: true }) });
      locks.request(name, { signal: queue.signal }, hold).catch(lost);
      ask();
    },
    leave() {
      if (left) return;
      left = true;
      trust();
      dropCalls();
      queue.abort();
      endFrames();
      endStates();
      release();
      pageSignals?.removeEventListener('visibilitychange', onVisible);
    },
  };

  channel.onmessage = ({ data }) => hear(data as TabMessage);
  pageSignals?.addEventListener('visibilitychange', onVisible);
  if (!leads) group.follow();
  for (const message of options.early) hear(message);
  outbox.tellAll();
  return group;
}
