/** Asking the bot by one call, as clients without a socket do: the question goes in, the answer comes back. */
import { Type } from 'typebox';
import { command } from './command.ts';
import { Message } from './messages.ts';

export const chat = command('chat', {
  summary: 'Ask the bot, and wait for its answer',
  description:
    "Stores the message in the user's room and answers when the bot, or a person who has taken over, has. Once per `client_id`: sent again, it waits for the same answer.",
  refusals: ['out_of_tokens', 'answer_late', 'empty', 'too_long', 'conflict', 'erased', 'consent_required'],
  params: Type.Object({
    message: Type.String(),
    client_id: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  }),
  result: Type.Object({
    response: Type.String({ description: "The answer's words." }),
    remaining_tokens: Type.Integer(),
    message: Message,
    answer: Message,
  }),
  who: ['user'],
  http: { method: 'POST', path: '/api/chat' },
  socket: false,
});

export const chatHistory = command('chat_history', {
  summary: 'Read the own conversation',
  description:
    'Ascending, without bounds the newest 50; `after` and `before` are exclusive. `next` is the `before` of the page before this one.',
  params: Type.Object({
    after: Type.Optional(Type.Integer({ minimum: 0 })),
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  result: Type.Object({
    messages: Type.Array(Message),
    head: Type.Integer(),
    next: Type.Union([Type.Integer(), Type.Null()]),
  }),
  who: ['user'],
  http: { method: 'GET', path: '/api/chat-history' },
});
