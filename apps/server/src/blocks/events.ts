/** What blocks tell other features, inside the transaction. */
import { defineEvent } from '../core/events.ts';

/** A visitor was blocked, or is not any more: agents see that. What is put into `after` is called once it is committed. */
export const blocksChanged = defineEvent<{
  readonly siteId: string;
  readonly visitorId: string;
  readonly after: (() => void)[];
}>('blocks_changed');
