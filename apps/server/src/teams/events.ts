/** What teams tell other features, inside the transaction. */
import { defineEvent } from '../core/events.ts';

/** A team has another name, or is deleted: whatever shows it is to be told. */
export const teamChanged = defineEvent<{ readonly siteId: string; readonly teamId: string }>('team_changed');
