/** Parts that are loaded apart from their page, and are yet there when a key opens them: what is typed next is meant for them. */
import { useEffect } from 'react';

/** Later than this it is fetched, however busy the browser is; browsers without an idle callback take so long in any case. */
const WAIT_MS = 2_000;

/** `load` imports the part, and is the same function each time. Where that fails it is asked for again when the part is opened. */
export function useIdleFetch(load: () => Promise<unknown>): void {
  useEffect(() => {
    const fetch = () => void load().catch(() => undefined);
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(fetch, WAIT_MS);
      return () => clearTimeout(timer);
    }
    const wish = requestIdleCallback(fetch, { timeout: WAIT_MS });
    return () => cancelIdleCallback(wish);
  }, [load]);
}
