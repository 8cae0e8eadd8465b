/** What visitors tell other features, inside the transaction. */
import { defineEvent } from '../core/events.ts';

/** A visitor left an address (never raised when one is taken back). */
export const visitorEmailLeft = defineEvent<{ readonly siteId: string; readonly visitorId: string }>(
  'visitor_email_left',
);
