/**
 * Work of which one at a time runs for a key, such as a room's answers: one after the other in this program, and on all nodes as long
 * as the session lives that holds the locks. Not for what must never run twice: a session may be lost, and a wait ends.
 *
 * graphile-worker's own queues are not for keys without number: each look for jobs locks every queue there ever was, and whoever
 * looks at that moment finds none of their jobs, until its next look two seconds later.
 */
import { setTimeout as after } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { Core } from './core.ts';

const ALONE = Symbol('alone');
const LOCK = `hashtextextended('alone ' || $1, 0)`;
/** Milliseconds between looks whether another node has ended. */
const AGAIN_MS = 100;
/** Milliseconds after which another node counts as stopped with the lock in its hand. */
const PATIENCE_MS = 30_000;

interface Alone {
  readonly ends: Map<string, Promise<void>>;
  session: PoolClient | null;
}

const stateOf = ({ state }: Core): Alone => state.get(ALONE, () => ({ ends: new Map(), session: null }));

/** From now on the locks are held by this session, which stays checked out until it ends. */
export function lockBy(core: Core, session: PoolClient): void {
  const alone = stateOf(core);
  alone.session = session;
  session.once('end', () => {
    if (alone.session === session) alone.session = null;
  });
}

/** Runs `work` when all that came before it for `key` has ended. Throws what it throws, or because `signal` aborts while it waits. */
export async function oneAtATime(
  core: Core,
  key: string,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  const { ends } = stateOf(core);
  const before = ends.get(key);
  const { promise: end, resolve: ended } = Promise.withResolvers<void>();
  ends.set(key, end);
  try {
    await before;
    const unlock = await lock(core, key, signal);
    try {
      await work();
    } finally {
      await unlock();
    }
  } finally {
    ended();
    if (ends.get(key) === end) ends.delete(key);
  }
}

/** Resolves with its undoing. Without a session, or when that is lost, there is nothing to wait for. */
async function lock(core: Core, key: string, signal: AbortSignal): Promise<() => Promise<unknown>> {
  const nothing = () => Promise.resolve();
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; ) {
    signal.throwIfAborted();
    const { session } = stateOf(core);
    if (!session) return nothing;
    const ask = (name: string) =>
      session.query<{ done: boolean }>({ name, text: `select ${name}(${LOCK}) as done`, values: [key] });
    const got = await ask('pg_try_advisory_lock').catch(() => null);
    if (!got) return nothing;
    if (got.rows[0]?.done) return () => ask('pg_advisory_unlock').catch(nothing);
    await after(AGAIN_MS, undefined, { signal });
  }
  return nothing;
}
