/** Roles in people's words. */
import type { AgentRole } from '@parley/protocol';

export const ROLE_NAMES: Record<AgentRole, string> = { owner: 'Owner', admin: 'Admin', agent: 'Agent' };

export const ROLE_WORDS: Record<AgentRole, string> = {
  owner: 'Everything, and alone decides about owners',
  admin: 'Answers, and manages settings and the team',
  agent: 'Answers visitors',
};
