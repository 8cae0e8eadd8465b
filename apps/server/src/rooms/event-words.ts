/** What the log's own lines say of a change, in English; clients may word its `event` themselves. */
import type { RoomEventKind } from '@parley/protocol';

const WORDS: Record<RoomEventKind, (who: string, whom: string) => string> = {
  person_requested: (who) => `${who} asked for a person`,
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

export const eventWords = (event: RoomEventKind, who: string, whom = ''): string => WORDS[event](who, whom);
