/** Wires what is done about a site's end customers: keeping out, letting in again, and the way back to a password or a second step. */
import { deactivateUser, reactivateUser, resetUserTwoFactor, sendUserPasswordReset } from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import {
  deactivateUserVerb,
  reactivateUserVerb,
  resetUserTwoFactorVerb,
  sendUserPasswordResetVerb,
} from './customer.ts';

export const users: Feature = {
  name: 'users',
  handlers: [
    handle(deactivateUser, deactivateUserVerb),
    handle(reactivateUser, reactivateUserVerb),
    handle(sendUserPasswordReset, sendUserPasswordResetVerb),
    handle(resetUserTwoFactor, resetUserTwoFactorVerb),
  ],
};
