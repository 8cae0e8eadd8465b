/** Wires the accounts: their commands, who an agent's or a user's token stands for, and the guard over open sockets. */
import {
  authenticate,
  changeEmail,
  changePassword,
  comeBack,
  confirmDeactivation,
  confirmDeletion,
  confirmEmail,
  exportAccount,
  getMe,
  getProfile,
  inviteAgent,
  listAgents,
  listSessions,
  login,
  logout,
  refreshSession,
  removePhoto,
  requestDeactivation,
  requestDeletion,
  requestPasswordReset,
  revokeOtherSessions,
  revokeSession,
  sendVerification,
  setPassword,
  setPhoto,
  setUpOwner,
  undoEmailChange,
  updateProfile,
} from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { agentOf, authenticateVerb } from './access.ts';
import { inviteAgentVerb, listAgentsVerb } from './agents.ts';
import { changeEmailVerb, confirmEmailVerb, sendVerificationVerb, undoEmailChangeVerb } from './change-email.ts';
import { changePasswordVerb } from './change-password.ts';
import {
  comeBackVerb,
  confirmDeactivationVerb,
  confirmDeletionVerb,
  requestDeactivationVerb,
  requestDeletionVerb,
} from './deactivation.ts';
import { describeAccount, exportAccountVerb } from './describe.ts';
import { accountDescribed } from './events.ts';
import { startGuard } from './guard.ts';
import { listSessionsVerb, revokeOtherSessionsVerb, revokeSessionVerb } from './own-sessions.ts';
import { mailsOf, requestPasswordResetVerb, setPasswordVerb } from './password-links.ts';
import { registerPhotos, removePhotoVerb, setPhotoVerb } from './photo.ts';
import { getProfileVerb, updateProfileVerb } from './profile.ts';
import { setUpOwnerVerb } from './setup.ts';
import { attemptsOf, getMeVerb, loginVerb, logoutVerb, refreshSessionVerb } from './sign-in.ts';
import { guessesOf } from './two-factor/guesses.ts';
import { twoFactorHandlers } from './two-factor/handlers.ts';
import { userOf } from './users.ts';

export const accounts: Feature = {
  name: 'accounts',
  handlers: [
    handle(login, loginVerb),
    handle(refreshSession, refreshSessionVerb),
    handle(logout, logoutVerb),
    handle(getMe, getMeVerb),
    handle(setUpOwner, setUpOwnerVerb),
    handle(listAgents, listAgentsVerb),
    handle(inviteAgent, inviteAgentVerb),
    handle(requestPasswordReset, requestPasswordResetVerb),
    handle(setPassword, setPasswordVerb),
    handle(authenticate, authenticateVerb),
    handle(getProfile, getProfileVerb),
    handle(updateProfile, updateProfileVerb),
    handle(exportAccount, exportAccountVerb),
    handle(changePassword, changePasswordVerb),
    handle(changeEmail, changeEmailVerb),
    handle(sendVerification, sendVerificationVerb),
    handle(confirmEmail, confirmEmailVerb),
    handle(undoEmailChange, undoEmailChangeVerb),
    handle(setPhoto, setPhotoVerb),
    handle(removePhoto, removePhotoVerb),
    handle(requestDeactivation, requestDeactivationVerb),
    handle(confirmDeactivation, confirmDeactivationVerb),
    handle(comeBack, comeBackVerb),
    handle(requestDeletion, requestDeletionVerb),
    handle(confirmDeletion, confirmDeletionVerb),
    handle(listSessions, listSessionsVerb),
    handle(revokeSession, revokeSessionVerb),
    handle(revokeOtherSessions, revokeOtherSessionsVerb),
    ...twoFactorHandlers,
  ],
  authenticators: { agent: agentOf, user: userOf },
  wire: (core) => {
    // From the start: what is tried on other nodes counts here too.
    attemptsOf(core);
    mailsOf(core);
    guessesOf(core);
    core.events.on(accountDescribed, describeAccount);
  },
  routes: registerPhotos,
  start: (core) => startGuard(core),
};
