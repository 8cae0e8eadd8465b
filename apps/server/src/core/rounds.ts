/** Looks at the open sockets again and again: whoever may no longer be here is sent away within 5 seconds (P8). */
import type { Core } from './core.ts';

/** With the query's own time, on a busy day too, below the 5 seconds of P8. */
export const EVERY_MS = 3_000;

/** A database that does not answer closes nobody: what was allowed a moment ago goes on until it says otherwise. */
export function rounds(core: Core, failed: string, everyMs: number, look: () => Promise<void>): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout;
  const round = async () => {
    try {
      await look();
    } catch (error) {
      core.log.warn({ reason: (error as Error).message }, failed);
    }
    if (!stopped) timer = setTimeout(round, everyMs);
  };
  timer = setTimeout(round, everyMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
