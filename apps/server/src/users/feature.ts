/** Wires what is done about a site's end customers: keeping out, letting in again, and the way back to a password. */
import { deactivateUser, reactivateUser, sendUserPasswordReset } from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { deactivateUserVerb, reactivateUserVerb, sendUserPasswordResetVerb } from './customer.ts';

export const users: Feature = {
  name: 'users',
  handlers: [
    handle(deactivateUser, deactivateUserVerb),
    handle(reactivateUser, reactivateUserVerb),
    handle(sendUserPasswordReset, sendUserPasswordResetVerb),
  ],
};
