/** What visitors tell other features, inside the transaction. */
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

/** A visitor left an address (never raised when one is taken back). */
export const visitorEmailLeft = defineEvent<{ readonly siteId: string; readonly visitorId: string }>(
  'visitor_email_left',
);
