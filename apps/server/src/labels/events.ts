/** What labels tell other features, inside the transaction. */
import { defineEvent } from '../core/events.ts';

/** A label is deleted: whatever bears it is to lose it. */
export const labelDeleted = defineEvent<{ readonly siteId: string; readonly labelId: string }>('label_deleted');
