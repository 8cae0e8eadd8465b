/** What the bot tells other features, inside the transaction. */
import { defineEvent } from '../core/events.ts';

/** What became of a limit: all of it is spent, or most of a month's. */
export type LimitMet = 'day_reached' | 'month_reached' | 'month_near';

/** Once for each limit of a site and its day or month, over all nodes. */
export const spendingLimitMet = defineEvent<{
  readonly siteId: string;
  readonly met: LimitMet;
  readonly limitMicros: number;
  readonly spentMicros: number;
  /** It is the operator's: the site cannot raise it. */
  readonly ofServer: boolean;
  /** When the day or the month is over. */
  readonly ends: Date;
}>('spending_limit_met');
