/**
 * Counts calls for @fastify/rate-limit over all nodes. Each node counts by itself and tells the others, once a second, of
 * those callers alone that come near a limit: almost nobody, so it costs almost nothing.
 */
import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { Bus } from './bus.ts';
import { peers } from './peers.ts';

/** Share of a limit above which a caller's calls are told; on each node somebody may have so many unnoticed. */
const NEAR = 0.1;
const TELL_EVERY_MS = 1_000;
/** Callers that are remembered for one route; the least recent go first. */
const MAX_CALLERS = 20_000;

interface Window {
  readonly ends: number;
  /** On all nodes, as far as is known here. */
  calls: number;
  /** On this one, that no other knows of. */
  untold: number;
}
interface Near {
  readonly route: string;
  readonly caller: string;
  readonly windowMs: number;
  readonly window: Window;
}
type Word = readonly (readonly [route: string, caller: string, calls: number, windowMs: number])[];

class Windows {
  readonly #callers = new Map<string, Window>();

  of(caller: string, windowMs: number): Window {
    const now = Date.now();
    let window = this.#callers.get(caller);
    if (!window || window.ends <= now) window = { ends: now + windowMs, calls: 0, untold: 0 };
    this.#callers.delete(caller);
    this.#callers.set(caller, window);
    if (this.#callers.size > MAX_CALLERS) this.#callers.delete(this.#callers.keys().next().value as string);
    return window;
  }
}

/** The `store` for @fastify/rate-limit. */
export function sharedLimits(bus: Bus): FastifyRateLimitStoreCtor {
  const routes = new Map<string, Windows>();
  const windowsOf = (route: string) => {
    const known = routes.get(route) ?? new Windows();
    routes.set(route, known);
    return known;
  };
  const near = new Map<string, Near>();
  let timer: NodeJS.Timeout | undefined;
  const tell = peers<Word>(bus, 'calls', (word) => {
    for (const [route, caller, calls, windowMs] of word) {
      const window = routes.get(route)?.of(caller, windowMs);
      if (window) window.calls += calls;
    }
  });
  const tellAll = () => {
    timer = undefined;
    tell([...near.values()].map(({ route, caller, windowMs, window }) => [route, caller, window.untold, windowMs]));
    for (const { window } of near.values()) window.untold = 0;
    near.clear();
  };
  return class Store implements FastifyRateLimitStore {
    readonly #route: string;
    readonly #windows: Windows;

    constructor(route: unknown) {
      this.#route = typeof route === 'string' ? route : '';
      this.#windows = windowsOf(this.#route);
    }

    incr(
      caller: string,
      done: (error: null, count: { current: number; ttl: number }) => void,
      windowMs: number,
      max: number,
    ): void {
      const window = this.#windows.of(caller, windowMs);
      window.calls += 1;
      window.untold += 1;
      if (window.calls > max * NEAR) {
        near.set(`${this.#route} ${caller}`, { route: this.#route, caller, windowMs, window });
        timer ??= setTimeout(tellAll, TELL_EVERY_MS).unref();
      }
      done(null, { current: window.calls, ttl: window.ends - Date.now() });
    }

    child(route: object): Store {
      // The plugin hands over more than its types say.
      const { method, url } = (route as { routeInfo: { method: string; url: string } }).routeInfo;
      return new Store(`${method} ${url}`);
    }
  };
}
