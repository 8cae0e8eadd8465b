/** A site's end customers with an account, as whoever manages them: who may come in, and the way back to a password or to a second step. Balances are in `metering.ts`. */
import { Type } from 'typebox';
import { command } from './command.ts';

const user = Type.String({ maxLength: 64 });

export const deactivateUser = command('deactivate_user', {
  summary: 'Let a customer in no more',
  description:
    'Ends their sessions of this site, closes their sockets, and nobody signs in to it with the account. What was said and the balance stay. Twice is once.',
  refusals: ['not_found'],
  params: Type.Object({ user }),
  result: Type.Object({ user: Type.String(), deactivated: Type.Boolean() }),
  who: ['manage_users'],
  http: { method: 'POST', path: '/api/customers/:user/deactivate' },
});

export const reactivateUser = command('reactivate_user', {
  summary: 'Let a customer in again',
  description: 'With everything as it was. Twice is once.',
  refusals: ['not_found'],
  params: Type.Object({ user }),
  result: Type.Object({ user: Type.String(), deactivated: Type.Boolean() }),
  who: ['manage_users'],
  http: { method: 'POST', path: '/api/customers/:user/reactivate' },
});

export const sendUserPasswordReset = command('send_user_password_reset', {
  summary: 'Mail a customer a link to a new password',
  description:
    'To their own address, where it is proven: good for an hour, and nothing changes until it is used. It does not go round two-step sign-in.',
  refusals: ['not_found', 'rate_limited'],
  params: Type.Object({ user }),
  result: Type.Object({}),
  who: ['manage_users'],
  http: { method: 'POST', path: '/api/customers/:user/password' },
});

export const resetUserTwoFactor = command('reset_user_two_factor', {
  summary: "Reset a customer's two-step sign-in",
  description:
    "Takes the second factor of a customer who lost it away, and ends that account's sessions; the password stays. Refused for an account that is also an agent's, or another site's.",
  refusals: ['not_found'],
  params: Type.Object({ user }),
  result: Type.Object({}),
  who: ['manage_users'],
  http: { method: 'DELETE', path: '/api/customers/:user/two_factor' },
});
