/** The team: what its people are and may be made, and how they leave. Inviting them is in `accounts.ts`. */
import { type Static, Type } from 'typebox';
import { Agent } from './accounts.ts';
import { command } from './command.ts';
import { typedCode } from './two-factor.ts';

const agent = Type.String({ maxLength: 64 });
const agentResult = Type.Object({ agent: Agent });

/** One of the team as whoever manages it sees it. */
export const AgentDetails = Type.Object({
  agent: Agent,
  username: Type.String(),
  joined: Type.String(),
  last_seen: Type.Union([Type.String(), Type.Null()], { description: 'When a browser of theirs was last used here.' }),
  sessions: Type.Integer({ description: 'Browsers that are signed in to this site.' }),
  open_rooms: Type.Integer({ description: 'Open rooms that they hold; 1,000 at most.' }),
});
export type AgentDetails = Static<typeof AgentDetails>;

export const getAgent = command('get_agent', {
  summary: 'Read one of the team',
  refusals: ['not_found'],
  params: Type.Object({ agent }),
  result: AgentDetails,
  who: ['manage_team'],
  http: { method: 'GET', path: '/api/agents/:agent' },
});

export const changeRole = command('change_role', {
  summary: "Change an agent's role",
  description: "Closes that person's sockets: they come back in the new role. Only an owner demotes an owner.",
  refusals: ['not_found'],
  params: Type.Object({ agent, role: Type.Union([Type.Literal('admin'), Type.Literal('agent')]) }),
  result: agentResult,
  who: ['manage_team'],
  http: { method: 'PUT', path: '/api/agents/:agent/role' },
});

export const transferOwnership = command('transfer_ownership', {
  summary: 'Make somebody else the owner',
  description:
    "The caller's own password is needed, and with two-step sign-in on a `code`. The caller becomes an admin, or with `share` stays an owner too.",
  refusals: ['not_found', 'two_factor_required', 'wrong_code'],
  params: Type.Object({
    agent,
    password: Type.String({ maxLength: 256 }),
    code: Type.Optional(typedCode),
    share: Type.Optional(Type.Boolean()),
  }),
  result: agentResult,
  who: ['manage_owners'],
  http: { method: 'POST', path: '/api/agents/:agent/ownership' },
});

export const removeAgent = command('remove_agent', {
  summary: 'Take somebody off the team',
  description:
    'Or withdraw an invitation. Their sessions here end, their sockets close, and their open rooms go back to the queue.',
  refusals: ['not_found'],
  params: Type.Object({ agent }),
  result: Type.Object({}),
  who: ['manage_team'],
  http: { method: 'DELETE', path: '/api/agents/:agent' },
});

export const deactivateAgent = command('deactivate_agent', {
  summary: 'Let somebody in no more',
  description: 'As removing, but their place on the team is kept. Twice is once.',
  refusals: ['not_found'],
  params: Type.Object({ agent }),
  result: agentResult,
  who: ['manage_team'],
  http: { method: 'POST', path: '/api/agents/:agent/deactivate' },
});

export const reactivateAgent = command('reactivate_agent', {
  summary: 'Let somebody in again',
  description: 'In the role that they had. Twice is once.',
  refusals: ['not_found'],
  params: Type.Object({ agent }),
  result: agentResult,
  who: ['manage_team'],
  http: { method: 'POST', path: '/api/agents/:agent/reactivate' },
});

export const sendPasswordReset = command('send_password_reset', {
  summary: 'Mail somebody a link to a new password',
  description: 'The link goes to their own address, is good for an hour, and changes nothing until it is used.',
  refusals: ['not_found', 'rate_limited'],
  params: Type.Object({ agent }),
  result: Type.Object({}),
  who: ['manage_team'],
  http: { method: 'POST', path: '/api/agents/:agent/password' },
});
