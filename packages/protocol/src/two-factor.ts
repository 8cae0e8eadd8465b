/** The second step of signing in: an authenticator's codes, recovery codes, remembered devices, and who must have one. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

/** A code as people type it: six digits of the authenticator or a recovery code, spaces and dashes as they like. */
export const typedCode = Type.String({ maxLength: 64 });
const password = Type.String({ maxLength: 256 });
const recovery_codes = Type.Array(Type.String());

export const RememberedDevice = Type.Object({
  id: Type.String(),
  browser: Type.Union([Type.String(), Type.Null()]),
  system: Type.Union([Type.String(), Type.Null()]),
  created: Type.String(),
  last_used: Type.String(),
  expires: Type.String(),
});
export type RememberedDevice = Static<typeof RememberedDevice>;

export const TwoFactor = Type.Object({
  on: Type.Boolean(),
  since: Type.Union([Type.String(), Type.Null()]),
  required: Type.Boolean({ description: 'The site requires it of its agents, and the caller is one.' }),
  recovery_codes_left: Type.Integer(),
  devices: Type.Array(RememberedDevice),
});
export type TwoFactor = Static<typeof TwoFactor>;

export const getTwoFactor = command('get_two_factor', {
  summary: 'Read the own two-step sign-in',
  params: Type.Object({}),
  result: Type.Object({ two_factor: TwoFactor }),
  who: ['user', 'agent', 'enrolling'],
  http: { method: 'GET', path: '/api/users/two_factor' },
});

export const beginTwoFactor = command('begin_two_factor', {
  summary: 'Begin to set up two-step sign-in',
  description:
    'A new secret for an authenticator, in force once `confirm_two_factor` has seen a code of it. Again: another secret.',
  refusals: ['already_on'],
  params: Type.Object({ password }),
  result: Type.Object({
    secret: Type.String({ description: 'Base32, to type where a QR code cannot be read.' }),
    uri: Type.String({ description: '`otpauth://totp/…`, to show as a QR code.' }),
  }),
  who: ['user', 'agent', 'enrolling'],
  http: { method: 'POST', path: '/api/users/two_factor' },
});

export const confirmTwoFactor = command('confirm_two_factor', {
  summary: 'Turn two-step sign-in on',
  description: 'Turns it on, and answers with the recovery codes: this once.',
  refusals: ['not_found', 'already_on', 'wrong_code'],
  params: Type.Object({ code: typedCode }),
  result: Type.Object({ recovery_codes }),
  who: ['user', 'agent', 'enrolling'],
  http: { method: 'POST', path: '/api/users/two_factor/confirm' },
});

export const renewRecoveryCodes = command('renew_recovery_codes', {
  summary: 'Make recovery codes anew',
  description: 'Ten others; the old ones are void.',
  refusals: ['not_found', 'two_factor_required', 'wrong_code'],
  params: Type.Object({ password, code: typedCode }),
  result: Type.Object({ recovery_codes }),
  who: ['user', 'agent'],
  http: { method: 'POST', path: '/api/users/two_factor/recovery_codes' },
});

export const turnOffTwoFactor = command('turn_off_two_factor', {
  summary: 'Turn two-step sign-in off',
  description: 'Forgets the secret, the recovery codes and all remembered devices.',
  refusals: ['not_found', 'two_factor_required', 'wrong_code'],
  params: Type.Object({ password, code: typedCode }),
  result: Type.Object({}),
  who: ['user', 'agent'],
  http: { method: 'POST', path: '/api/users/two_factor/off' },
});

export const forgetDevice = command('forget_device', {
  summary: 'Forget a remembered device',
  description: 'The next sign-in there asks for a code again.',
  refusals: ['not_found'],
  params: Type.Object({ device: Type.String({ maxLength: 64 }) }),
  result: Type.Object({}),
  who: ['user', 'agent'],
  http: { method: 'DELETE', path: '/api/users/two_factor/devices/:device' },
});

export const resetTwoFactor = command('reset_two_factor', {
  summary: "Reset a colleague's two-step sign-in",
  description:
    "Takes the second factor of a colleague who lost it away, and ends that account's sessions. Refused for oneself, for an owner by an admin, and for an account that other sites have too.",
  refusals: ['not_found'],
  params: Type.Object({ agent: Type.String({ maxLength: 64 }) }),
  result: Type.Object({}),
  who: ['manage_team'],
  http: { method: 'DELETE', path: '/api/agents/:agent/two_factor' },
});
