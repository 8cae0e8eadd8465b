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

export interface Broken {
  readonly what: string;
  readonly module: string;
  /** Run on the migrated database before anybody comes. */
  readonly sql: readonly string[];
  /** The kinds of fault that show it, if not all; the others would only take time. */
  readonly needs: 'faults' | 'no faults';
}

const broken = (what: string, file: string, needs: Broken['needs'], ...sql: string[]): Broken => ({
  what,
  module: new URL(file, import.meta.url).href,
  needs,
  sql,
});

export const BROKEN: Readonly<Record<string, Broken>> = {
  'early-ack': broken('acknowledges before COMMIT', './early-ack.ts', 'faults'),
  'no-idempotence': broken(
    'forgets which client_ids it has stored',
    './no-idempotence.ts',
    'faults',
    'drop index messages_client_id',
  ),
  sequence: broken(
    "takes places from a sequence instead of under the room's lock",
    './sequence.ts',
    'faults',
    'create sequence chaos_places increment 1000',
  ),
  'lost-announcements': broken(
    'loses 1 % of announcements while heartbeats say nothing',
    './lost-announcements.ts',
    'no faults',
  ),
  'no-owner': broken('does not ask whose room it is', './no-owner.ts', 'no faults'),
};
