/** What visitors tell other features, inside the transaction. */
import type { Described } from '../accounts/events.ts';
import { defineEvent } from '../core/events.ts';

/**
 * A visitor is being forgotten: whoever keeps something of it elsewhere takes that away too. What hangs on its row by a foreign key
 * goes by itself.
 */
export const visitorForgotten = defineEvent<{
  readonly siteId: string;
  readonly visitorId: string;
  /** Its rooms' ids. */
  readonly roomIds: readonly string[];
}>('visitor_forgotten');

/** Everything that is kept about a visitor is asked for: whoever keeps something of it adds that, without secrets and without others. */
export const visitorDescribed = defineEvent<{
  readonly siteId: string;
  readonly visitorId: string;
  readonly add: (section: string, rows: readonly Described[]) => void;
}>('visitor_described');

/** A visitor left an address (never raised when one is taken back). */
export const visitorEmailLeft = defineEvent<{ readonly siteId: string; readonly visitorId: string }>(
  'visitor_email_left',
);
