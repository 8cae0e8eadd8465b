/** Where a person is signed in: the list of one's own sessions, and ending them. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

export const Session = Type.Object({
  id: Type.String(),
  browser: Type.Union([Type.String(), Type.Null()], {
    description: 'As the browser calls itself; null for what is not known.',
  }),
  system: Type.Union([Type.String(), Type.Null()]),
  site_name: Type.String(),
  current: Type.Boolean({ description: "The caller's own." }),
  created: Type.String(),
  last_seen: Type.String({
    description: 'When it last renewed its access token: 10 minutes behind at most while it is open.',
  }),
});
export type Session = Static<typeof Session>;

export const listSessions = command('list_sessions', {
  summary: "List one's own sessions",
  description: 'In all sites; those in use first.',
  params: Type.Object({}),
  result: Type.Object({ sessions: Type.Array(Session) }),
  who: ['user', 'agent'],
  http: { method: 'GET', path: '/api/users/sessions' },
});

export const revokeSession = command('revoke_session', {
  summary: "Sign out one of one's own sessions",
  description: 'As signing out there would: its sockets close within 5 seconds.',
  refusals: ['not_found'],
  params: Type.Object({ session: Type.String({ maxLength: 64 }) }),
  result: Type.Object({}),
  who: ['user', 'agent'],
  http: { method: 'DELETE', path: '/api/users/sessions/:session' },
});

export const revokeOtherSessions = command('revoke_other_sessions', {
  summary: 'Sign out everywhere else',
  description: "All of one's own sessions but the one that calls.",
  params: Type.Object({}),
  result: Type.Object({ ended: Type.Integer() }),
  who: ['user', 'agent'],
  http: { method: 'POST', path: '/api/users/sessions/revoke_others' },
});
