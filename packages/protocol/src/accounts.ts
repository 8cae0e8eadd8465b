/** Accounts of agents: signing in and out, keeping a session, invitations and passwords. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

export const MIN_PASSWORD_LENGTH = 12;

export const AgentRole = Type.Union([Type.Literal('owner'), Type.Literal('admin'), Type.Literal('agent')]);
export type AgentRole = Static<typeof AgentRole>;

export const Me = Type.Object({
  id: Type.String(),
  email: Type.String(),
  username: Type.String(),
  name: Type.String(),
  role: AgentRole,
  site: Type.String(),
  site_name: Type.String(),
});
export type Me = Static<typeof Me>;

const signedIn = Type.Object({
  access_token: Type.String(),
  /** The same token under the name that older clients read. */
  token: Type.String(),
  expires_in: Type.Integer(),
  user: Me,
});
const password = Type.String({ minLength: MIN_PASSWORD_LENGTH, maxLength: 256 });
const token = Type.String({ minLength: 20, maxLength: 200 });

/** By email or username. The answer also sets the session cookie from which `refresh_session` lives (30 days). */
export const login = command('login', {
  params: Type.Object({
    email: Type.Optional(Type.String({ maxLength: 254 })),
    username: Type.Optional(Type.String({ maxLength: 64 })),
    password: Type.String({ maxLength: 256 }),
  }),
  result: signedIn,
  who: ['anyone'],
  http: { method: 'POST', path: '/api/users/login' },
  socket: false,
});

/** A fresh access token for the session cookie; refused without the `x-parley-session: 1` header (CSRF). */
export const refreshSession = command('refresh_session', {
  params: Type.Object({}),
  result: signedIn,
  who: ['anyone'],
  http: { method: 'POST', path: '/api/users/refresh' },
  socket: false,
});

/** Ends this session: its cookie, its access tokens' sockets on every node. */
export const logout = command('logout', {
  params: Type.Object({}),
  result: Type.Object({}),
  who: ['agent'],
  http: { method: 'POST', path: '/api/users/logout' },
  socket: false,
});

export const getMe = command('get_me', {
  params: Type.Object({}),
  result: Type.Object({ user: Me }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/users/me' },
});

/** Creates the first site and its owner, by the one-time link that the first start prints. The site's slug is the username. */
export const setUpOwner = command('set_up_owner', {
  params: Type.Object({
    token,
    email: Type.String({ maxLength: 254 }),
    username: Type.String({ minLength: 2, maxLength: 40 }),
    name: Type.String({ minLength: 1, maxLength: 80 }),
    site_name: Type.String({ minLength: 1, maxLength: 80 }),
    password,
  }),
  result: signedIn,
  who: ['anyone'],
  http: { method: 'POST', path: '/api/setup', status: 201 },
  socket: false,
});

export const Agent = Type.Object({
  id: Type.String(),
  email: Type.String(),
  name: Type.String(),
  role: AgentRole,
  /** True until the invitation's link was used. */
  invited: Type.Boolean(),
});
export type Agent = Static<typeof Agent>;

export const listAgents = command('list_agents', {
  params: Type.Object({}),
  result: Type.Object({ agents: Type.Array(Agent) }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/agents' },
});

/** Creates the account (or adds a known one) and mails a link to choose a password, good for 7 days. Again: mails again. */
export const inviteAgent = command('invite_agent', {
  params: Type.Object({
    email: Type.String({ maxLength: 254 }),
    name: Type.String({ minLength: 1, maxLength: 80 }),
    role: Type.Union([Type.Literal('admin'), Type.Literal('agent')]),
  }),
  result: Type.Object({ agent: Agent }),
  who: ['admin'],
  http: { method: 'POST', path: '/api/agents', status: 201 },
});

/** Always the same answer, whether the account exists or not; the mail's link is good for an hour. */
export const requestPasswordReset = command('request_password_reset', {
  params: Type.Object({ email: Type.String({ maxLength: 254 }) }),
  result: Type.Object({}),
  who: ['anyone'],
  http: { method: 'POST', path: '/api/users/password/forgot', status: 200 },
  socket: false,
});

/** Uses the link of an invitation or a reset, once; ends the account's other sessions and signs in. */
export const setPassword = command('set_password', {
  params: Type.Object({ token, password }),
  result: signedIn,
  who: ['anyone'],
  http: { method: 'POST', path: '/api/users/password', status: 200 },
  socket: false,
});

/** Renews the access token of an open socket. A token of another person or site is refused. Socket only. */
export const authenticate = command('authenticate', {
  params: Type.Object({ token: Type.String({ maxLength: 4_096 }) }),
  result: Type.Object({ expires_in: Type.Integer() }),
  who: ['visitor', 'agent'],
  reply: 'authenticated',
});
