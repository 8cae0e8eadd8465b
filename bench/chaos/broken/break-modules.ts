/**
 * Deliberately broken builds, by which the checker is proved. Each changes the text of the program's modules while Node loads
 * them (--import); a change that no longer fits ends the node at once, and with it the run.
 */
import { registerHooks } from 'node:module';

export interface Change {
  /** How the module's address ends. */
  readonly module: string;
  readonly from: string;
  readonly to: string;
}

/** Applies the changes to what is loaded from now on. */
export function breakModules(changes: readonly Change[]): void {
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      const own = changes.filter(({ module }) => url.endsWith(`/apps/server/src/${module}`));
      if (own.length === 0) return loaded;
      let source = Buffer.from(loaded.source as Uint8Array).toString();
      for (const { module, from, to } of own) {
        if (source.split(from).length !== 2) {
          console.error(`The broken build no longer fits: ${module} does not hold once: ${from}`);
          process.exit(70);
        }
        source = source.replace(from, () => to);
      }
      return { ...loaded, source };
    },
  });
}
