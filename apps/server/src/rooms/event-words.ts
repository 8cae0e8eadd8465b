/** What the log's own lines say of a change, in English; clients may word its `event` themselves. */
import type { HandOverReason, RoomEventKind } from '@parley/protocol';

/** Whoever did not ask was passed on. */
const ASKED: readonly (HandOverReason | undefined)[] = ['button', 'asked', undefined];

const WORDS: Record<RoomEventKind, (who: string, whom: string, why?: HandOverReason) => string> = {
  person_requested: (who, _, why) =>
    ASKED.includes(why) ? `${who} asked for a person` : `${who} was passed on to a person`,
  agent_joined: (who) => `${who} joined`,
  assigned: (who, whom) => `${who} passed the conversation to ${whom}`,
  handed_back: (who) => `${who} handed back to the assistant`,
  agent_left: (who) => `${who} left`,
  closed: (who) => `${who} closed the conversation`,
  reopened: (who) => `${who} reopened the conversation`,
  edited: (who) => `${who} edited a message`,
  redacted: (who) => `${who} deleted a message`,
  erased: (who) => `${who} erased this conversation`,
  signed_in: (who) => `${who} signed in`,
  moved_on: (who) => `${who} signed in and goes on in an earlier conversation`,
};

export const eventWords = (event: RoomEventKind, who: string, whom = '', why?: HandOverReason): string =>
  WORDS[event](who, whom, why);
