/** Wires the team: roles, leaving, and looking at a colleague. */
import {
  changeRole,
  deactivateAgent,
  getAgent,
  reactivateAgent,
  removeAgent,
  sendPasswordReset,
  transferOwnership,
} from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { getAgentVerb, sendPasswordResetVerb } from './colleague.ts';
import { deactivateAgentVerb, reactivateAgentVerb, removeAgentVerb } from './leaving.ts';
import { changeRoleVerb, transferOwnershipVerb } from './roles.ts';

export const team: Feature = {
  name: 'team',
  handlers: [
    handle(getAgent, getAgentVerb),
    handle(changeRole, changeRoleVerb),
    handle(transferOwnership, transferOwnershipVerb),
    handle(removeAgent, removeAgentVerb),
    handle(deactivateAgent, deactivateAgentVerb),
    handle(reactivateAgent, reactivateAgentVerb),
    handle(sendPasswordReset, sendPasswordResetVerb),
  ],
};
