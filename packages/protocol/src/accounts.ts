/** Accounts of agents and users: signing up, in and out, keeping a session, invitations and passwords. */
import { type Static, type TSchema, Type } from 'typebox';
import { command } from './command.ts';
import { AgentRole, type Permission } from './permissions.ts';
import { typedCode } from './two-factor.ts';

export const MIN_PASSWORD_LENGTH = 12;

export const Me = Type.Object({
  id: Type.String(),
  email: Type.String(),
  username: Type.String(),
  name: Type.String(),
  role: AgentRole,
  permissions: Type.Array(Type.Unsafe<Permission>(Type.String()), {
    description: 'What the role may do beyond what every agent may. More names may come.',
  }),
  site: Type.String(),
  site_name: Type.String(),
  photo: Type.Optional(Type.String({ description: 'Where it is to be had.' })),
  two_factor: Type.Union([Type.Literal('off'), Type.Literal('on'), Type.Literal('required')], {
    description: '`required`: the site asks for two-step sign-in, and before it is set up nothing else may be done.',
  }),
});
export type Me = Static<typeof Me>;

export const User = Type.Object({
  id: Type.String(),
  email: Type.String(),
  email_verified: Type.Boolean({ description: 'False: the address was only said, and grants nothing.' }),
  username: Type.String(),
  name: Type.String(),
  role: Type.Literal('user'),
  site: Type.String(),
  site_name: Type.String(),
  consumer: Type.String({ description: 'The visitor that the user is in rooms: its first room has this key.' }),
});
export type User = Static<typeof User>;

const signedInAs = <Person extends TSchema>(user: Person) =>
  Type.Object({
    access_token: Type.String(),
    token: Type.String({ description: 'The same token under the name that older clients read.' }),
    expires_in: Type.Integer(),
    user,
  });
const signedIn = signedInAs(Type.Union([Me, User]));
const as = Type.Optional(Type.Union([Type.Literal('agent'), Type.Literal('user')]));
const passwordLength = { minLength: MIN_PASSWORD_LENGTH, maxLength: 256 };
/** One that is chosen; how hard to guess it must be, the server decides. */
export const newPassword = Type.String(passwordLength);
const token = Type.String({ minLength: 20, maxLength: 200 });

export const signUp = command('sign_up', {
  summary: 'Sign up as a user',
  description:
    "As an end customer of `site`; without it of the installation's only site, or of the one that lists the caller's origin or host. The email is only claimed until a mail proves it: whether an account has it already changes nothing. With a visitor's token that visitor keeps its conversations, if it is nobody's yet and began in a browser. Otherwise a new one is made, which counts as any new visitor.",
  refusals: ['taken', 'site_not_found', 'proof_wanted'],
  params: Type.Object({
    email: Type.String({ maxLength: 254 }),
    username: Type.String({ minLength: 2, maxLength: 40 }),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    password: Type.Optional(newPassword),
    password_confirm: Type.Optional(Type.String({ maxLength: 256 })),
    password1: Type.Optional(Type.String({ ...passwordLength, description: 'As `password`, for older clients.' })),
    password2: Type.Optional(Type.String({ maxLength: 256, description: 'As `password_confirm`, for older clients.' })),
    site: Type.Optional(Type.String({ maxLength: 63 })),
  }),
  result: signedInAs(User),
  who: ['anyone'],
  http: {
    method: 'POST',
    path: '/api/users/signup',
    aliases: ['/api/register', '/accounts/api/signup'],
    status: 201,
  },
  socket: false,
});

export const login = command('login', {
  summary: 'Sign in',
  description:
    'By email or username. An account that is both signs in as the agent, unless `as` says otherwise; `role` in the answer tells. The answer also sets the session cookie from which `refresh_session` lives (30 days). With two-step sign-in on: `two_factor_required`, then the same call with `code`; `remember_device` spares this browser the codes of the next 30 days.',
  refusals: ['invalid_credentials', 'account_deactivated', 'two_factor_required', 'wrong_code'],
  params: Type.Object({
    email: Type.Optional(Type.String({ maxLength: 254 })),
    username: Type.Optional(Type.String({ maxLength: 64 })),
    password: Type.String({ maxLength: 256 }),
    code: Type.Optional(typedCode),
    remember_device: Type.Optional(Type.Boolean()),
    as,
    come_back: Type.Optional(
      Type.Boolean({ description: 'Have an account again that its owner deactivated less than 30 days ago.' }),
    ),
  }),
  result: signedIn,
  who: ['anyone'],
  http: { method: 'POST', path: '/api/users/login', aliases: ['/api/login', '/accounts/api/login'] },
  socket: false,
});

export const refreshSession = command('refresh_session', {
  summary: 'Get a fresh access token',
  description:
    'For the session cookie, which gets its next value; refused without the `x-parley-session: 1` header (CSRF), from other origins, and where `as` asks for what the session is not.',
  refusals: ['unauthenticated', 'forbidden'],
  params: Type.Object({ as }),
  result: signedIn,
  who: ['anyone'],
  http: { method: 'POST', path: '/api/users/refresh' },
  socket: false,
});

export const logout = command('logout', {
  summary: 'Sign out',
  description: 'Ends this session: its cookie, its access tokens, its sockets on every node.',
  params: Type.Object({}),
  result: Type.Object({}),
  who: ['user', 'agent', 'enrolling'],
  http: { method: 'POST', path: '/api/users/logout' },
  socket: false,
});

export const getMe = command('get_me', {
  summary: 'Read the own account',
  params: Type.Object({}),
  result: Type.Object({ user: Type.Union([Me, User]) }),
  who: ['user', 'agent', 'enrolling'],
  http: { method: 'GET', path: '/api/users/me' },
});

export const setUpOwner = command('set_up_owner', {
  summary: 'Create the first site and its owner',
  description: "By the one-time link that the first start prints. The site's slug is the username.",
  refusals: ['link_expired', 'taken'],
  params: Type.Object({
    token,
    email: Type.String({ maxLength: 254 }),
    username: Type.String({ minLength: 2, maxLength: 40 }),
    name: Type.String({ minLength: 1, maxLength: 80 }),
    site_name: Type.String({ minLength: 1, maxLength: 80 }),
    password: newPassword,
  }),
  result: signedInAs(Me),
  who: ['anyone'],
  http: { method: 'POST', path: '/api/setup', status: 201 },
  socket: false,
});

export const Agent = Type.Object({
  id: Type.String(),
  email: Type.String(),
  name: Type.String(),
  role: AgentRole,
  photo: Type.Optional(Type.String({ description: 'Where it is to be had.' })),
  invited: Type.Boolean({ description: "True until the invitation's link was used." }),
  two_factor: Type.Optional(
    Type.Boolean({ description: 'Whether two-step sign-in is on; told to those who manage the team.' }),
  ),
  invitation_expires: Type.Union([Type.String(), Type.Null()], {
    description: 'Until when that link is good; null once it was used.',
  }),
  deactivated: Type.Boolean({ description: 'Keeps the place on the team, and may not come in.' }),
});
export type Agent = Static<typeof Agent>;

export const listAgents = command('list_agents', {
  summary: 'List the team',
  description: 'In the order in which they joined.',
  params: Type.Object({}),
  result: Type.Object({ agents: Type.Array(Agent) }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/agents' },
});

export const inviteAgent = command('invite_agent', {
  summary: 'Invite somebody to the team',
  description:
    'Creates the account (or adds a known one) and mails a link to choose a password, good for 7 days. Again: mails again.',
  refusals: ['taken'],
  params: Type.Object({
    email: Type.String({ maxLength: 254 }),
    name: Type.String({ minLength: 1, maxLength: 80 }),
    role: Type.Union([Type.Literal('admin'), Type.Literal('agent')]),
  }),
  result: Type.Object({ agent: Agent }),
  who: ['manage_team'],
  http: { method: 'POST', path: '/api/agents', status: 201 },
});

export const requestPasswordReset = command('request_password_reset', {
  summary: 'Ask for a link to a new password',
  description: "Always the same answer, whether the account exists or not; the mail's link is good for an hour.",
  params: Type.Object({ email: Type.String({ maxLength: 254 }) }),
  result: Type.Object({}),
  who: ['anyone'],
  http: { method: 'POST', path: '/api/users/password/forgot', status: 200 },
  socket: false,
});

export const setPassword = command('set_password', {
  summary: 'Choose a password by a link',
  description:
    "Uses the link of an invitation or a reset, once; ends the account's other sessions and signs in. With two-step sign-in on it needs `code` too, and until that is right the link stays good.",
  refusals: ['link_expired', 'two_factor_required', 'wrong_code'],
  params: Type.Object({ token, password: newPassword, code: Type.Optional(typedCode) }),
  result: signedIn,
  who: ['anyone'],
  http: { method: 'POST', path: '/api/users/password', status: 200 },
  socket: false,
});

export const authenticate = command('authenticate', {
  summary: 'Renew the token of an open socket',
  description: 'A token of another person or site is refused.',
  params: Type.Object({ token: Type.String({ maxLength: 4_096 }) }),
  result: Type.Object({ expires_in: Type.Integer() }),
  who: ['visitor', 'user', 'agent'],
  reply: 'authenticated',
});
