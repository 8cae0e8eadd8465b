/** A message of a room's log: who says it, what it carries beside its words, and what lines of the log tell. */
import { type Static, Type } from 'typebox';

export const Role = Type.Union([
  Type.Literal('visitor'),
  Type.Literal('bot'),
  Type.Literal('agent'),
  Type.Literal('system'),
]);
export type Role = Static<typeof Role>;

/** Where an answer came from: shown as a small link under it. */
export const Source = Type.Object({
  title: Type.String(),
  url: Type.String(),
  article: Type.Optional(Type.String({ description: 'What `read_article` calls it.' })),
  heading: Type.Optional(
    Type.String({ description: 'Where in it: the headings above the passage, outermost first, joined by " › ".' }),
  ),
});
export type Source = Static<typeof Source>;

/** What a `system` message tells, for clients that word it themselves; `content` is its English wording. */
export const RoomEventKind = Type.Union([
  Type.Literal('person_requested'),
  Type.Literal('agent_joined'),
  Type.Literal('assigned'),
  Type.Literal('handed_back'),
  Type.Literal('agent_left'),
  Type.Literal('closed'),
  Type.Literal('reopened'),
  Type.Literal('edited'),
  Type.Literal('redacted'),
  /** The person was forgotten: everything up to `target` has no content any more. */
  Type.Literal('erased'),
  Type.Literal('signed_in'),
  Type.Literal('moved_on'),
]);
export type RoomEventKind = Static<typeof RoomEventKind>;

/**
 * Why the bot passed a room on: by the button; in words; a topic that the site wants people for; twice no help, no answer that it
 * was sure of, or no word from the model.
 */
export const HandOverReason = Type.Union([
  Type.Literal('button'),
  Type.Literal('asked'),
  Type.Literal('topic'),
  Type.Literal('not_helpful'),
  Type.Literal('low_confidence'),
  Type.Literal('model_failed'),
]);
export type HandOverReason = Static<typeof HandOverReason>;

/** The latest change of a message: `seq` of the line that told it, and who made it when (ISO 8601). */
export const MessageChange = Type.Object({
  seq: Type.Integer({ minimum: 1 }),
  event: Type.Union([Type.Literal('edited'), Type.Literal('redacted')]),
  by: Type.String(),
  at: Type.String(),
});
export type MessageChange = Static<typeof MessageChange>;

export const Message = Type.Object({
  id: Type.String(),
  room: Type.String(),
  seq: Type.Integer({ minimum: 1 }),
  author: Type.String(),
  role: Role,
  content: Type.String(),
  created: Type.String(),
  client_id: Type.Union([Type.String(), Type.Null()]),
  sources: Type.Optional(Type.Array(Source)),
  quick_replies: Type.Optional(Type.Array(Type.String())),
  offer_person: Type.Optional(
    Type.Boolean({
      description: "True on a bot's answer that did not help: clients put a way to a person right under it.",
    }),
  ),
  ask_helped: Type.Optional(
    Type.Boolean({ description: "True on a bot's answer of which clients may ask whether it helped (`rate_answer`)." }),
  ),
  /** On `person_requested`, and on the bot's words that announce it: why. */
  hand_over: Type.Optional(HandOverReason),
  opens_at: Type.Optional(
    Type.String({
      description:
        'On `person_requested`, outside office hours while nobody of the team is here: when people answer again (ISO 8601).',
    }),
  ),
  aside: Type.Optional(
    Type.Boolean({
      description:
        "True on an agent's message that was said beside the conversation, and answers nothing that was asked.",
    }),
  ),
  event: Type.Optional(RoomEventKind),
  target: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'On a line that tells of an edit or a redaction: the `seq` of the message that it changed.',
    }),
  ),
  team: Type.Optional(Type.String({ description: 'On `assigned`, where it was passed to a team: its id.' })),
  goes_on: Type.Optional(Type.String({ description: 'On `moved_on`: the room in which this visitor goes on.' })),
  text: Type.Optional(Type.String({ description: "On the latest line of an edit: the target's new content." })),
  /** On a message that was changed: how. After a redaction `content` is empty. */
  change: Type.Optional(MessageChange),
});
export type Message = Static<typeof Message>;
