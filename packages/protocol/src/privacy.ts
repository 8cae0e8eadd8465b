/** What a person may ask about itself: to be forgotten, and to be given all that is kept. Both run as jobs that tell how far they are. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

export const PrivacyRequest = Type.Object({
  request: Type.String(),
  kind: Type.Literal('erasure'),
  /** Whom it is about. */
  consumer: Type.String(),
  /** The agent who asked for it; null: the person itself, or an agent who is gone. */
  by: Type.Union([Type.String(), Type.Null()]),
  state: Type.Union([
    Type.Literal('queued'),
    Type.Literal('running'),
    Type.Literal('done'),
    /** Given up after many attempts: ask again. */
    Type.Literal('failed'),
  ]),
  /** Messages; `total` is 0 until it runs. */
  done: Type.Integer(),
  total: Type.Integer(),
  created: Type.String(),
  finished: Type.Union([Type.String(), Type.Null()]),
});
export type PrivacyRequest = Static<typeof PrivacyRequest>;

const whom = Type.Object({ consumer: Type.Optional(Type.String({ maxLength: 120 })) });
const result = Type.Object({ request: PrivacyRequest });

export const requestErasure = command('request_erasure', {
  summary: 'Forget a person for good',
  description:
    "Name, email, tokens and every word of its conversations. A visitor asks for itself, an admin names the `consumer`. Runs as a job; twice is once. The visitor's sockets are closed when it begins.",
  refusals: ['not_found'],
  params: whom,
  result,
  who: ['visitor', 'manage_privacy'],
  http: { method: 'POST', path: '/api/privacy/erasures', status: 202 },
});

export const getPrivacyRequest = command('get_privacy_request', {
  summary: 'Tell how far a request about data is',
  refusals: ['not_found'],
  params: Type.Object({ request: Type.String({ maxLength: 64 }) }),
  result,
  who: ['visitor', 'manage_privacy'],
  http: { method: 'GET', path: '/api/privacy/requests/:request' },
});

export const listPrivacyRequests = command('list_privacy_requests', {
  summary: 'List what was asked about people’s data',
  description: 'The newest hundred.',
  params: Type.Object({}),
  result: Type.Object({ requests: Type.Array(PrivacyRequest) }),
  who: ['manage_privacy'],
  http: { method: 'GET', path: '/api/privacy/requests' },
});
