/**
 * Deliberately broken builds, by which the checker is proved. Each changes the text of the program's modules while Node loads
 * them (--import); a change that no longer fits ends the node at once, and with it the run.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

export interface Change {
  /** Below the server's `src`. */
  readonly module: string;
  readonly from: string;
  readonly to: string;
}

const SRC = new URL('../../../apps/server/src/', import.meta.url);

/** Applies the changes to what is loaded from now on. Throws where a module does not hold once what is to be changed. */
export function breakModules(changes: readonly Change[]): void {
  for (const { module, from } of changes)
    if (readFileSync(new URL(module, SRC), 'utf8').split(from).length !== 2)
      throw new Error(`The broken build no longer fits: ${module} does not hold once: ${from}`);
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      const own = changes.filter(({ module }) => url === new URL(module, SRC).href);
      if (own.length === 0) return loaded;
      let source = Buffer.from(loaded.source as Uint8Array).toString();
      for (const { from, to } of own) source = source.replace(from, () => to);
      return { ...loaded, source };
    },
  });
}
