/** Changing what was said: editing a message, and taking it back for good. Each change is an entry of the log. */
import { Type } from 'typebox';
import { command } from './command.ts';
import { Message } from './messages.ts';

/** So long after writing it a visitor may edit a message. */
export const VISITOR_EDIT_MS = 15 * 60_000;

const place = { room: Type.Optional(Type.String({ minLength: 3, maxLength: 200 })), seq: Type.Integer({ minimum: 1 }) };
const clientId = Type.Optional(Type.String({ minLength: 1, maxLength: 64 }));

export const editMessage = command('edit_message', {
  summary: 'Edit a message',
  description:
    "The author's own words alone: an agent's at any time, a visitor's for 15 minutes. Answers with the message as it is now.",
  refusals: ['empty', 'too_long', 'conflict', 'not_found', 'too_late', 'erased'],
  params: Type.Object({ ...place, content: Type.String(), client_id: clientId }),
  result: Type.Object({ message: Message }),
  who: ['visitor', 'user', 'agent'],
  http: { method: 'POST', path: '/api/messages/edit' },
});

export const redactMessage = command('redact_message', {
  summary: "Delete a message's words",
  description:
    "Removes the content for good: the author's own, or by an admin any that somebody said. Answers with what is left.",
  refusals: ['conflict', 'not_found', 'erased'],
  params: Type.Object({ ...place, client_id: clientId }),
  result: Type.Object({ message: Message }),
  who: ['visitor', 'user', 'agent'],
  http: { method: 'POST', path: '/api/messages/redact' },
});
