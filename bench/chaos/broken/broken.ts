/** The broken builds by which the checker is proved: each must turn it red. */
import type { Kind } from '../faults.ts';

export interface Broken {
  readonly what: string;
  readonly module: string;
  /** Run on the migrated database before anybody comes. */
  readonly sql: readonly string[];
  /** The faults under which it shows soon; every fault would show it some day. */
  readonly faults: readonly Kind[];
  /** What a run takes, at least, to show it almost certainly. */
  readonly needs: Needs;
}

interface Needs {
  readonly seconds?: number;
  readonly agents?: number;
}

const broken = (what: string, file: string, faults: readonly Kind[], needs: Needs = {}, ...sql: string[]): Broken => ({
  what,
  module: new URL(file, import.meta.url).href,
  faults,
  needs,
  sql,
});

export const BROKEN: Readonly<Record<string, Broken>> = {
  'early-ack': broken('acknowledges before COMMIT', './early-ack.ts', ['node: kill -9 with commits on the way'], {
    seconds: 40,
  }),
  'no-idempotence': broken(
    'forgets which client_ids it has stored',
    './no-idempotence.ts',
    ['clients: answers dropped', 'clients: reset'],
    {},
    'drop index messages_client_id',
  ),
  sequence: broken(
    "takes places from a sequence instead of under the room's lock",
    './sequence.ts',
    [],
    {},
    'create sequence chaos_places increment 1000',
  ),
  'lost-announcements': broken(
    'loses 1 % of announcements while heartbeats say nothing',
    './lost-announcements.ts',
    [],
    { seconds: 60, agents: 30 },
  ),
  'no-owner': broken('does not ask whose room it is', './no-owner.ts', []),
  'after-takeover': broken('lets the bot finish what it began before somebody took over', './after-takeover.ts', [], {
    seconds: 40,
  }),
  'lost-pieces': broken('loses 2 % of what models stream', './lost-pieces.ts', []),
  'forgotten-labels': broken('forgets one label in ten', './forgotten-labels.ts', []),
};
