/** The few calls that set or clear the session cookie and therefore go by HTTP: signing in and out, passwords, set-up. */
import { CallError, postJson } from '@parley/client';
import type { CommandParams, CommandResult } from '@parley/protocol';

/** As an agent: here is nothing for users. */
export type SignedIn = CommandResult<'set_up_owner'>;

export const logIn = (params: CommandParams<'login'>): Promise<SignedIn> =>
  postJson('/api/users/login', { ...params, as: 'agent' });

/** A fresh access token for the cookie. Rejects with `unauthenticated` when there is no session to renew. */
export const refreshSession = (): Promise<SignedIn> =>
  postJson('/api/users/refresh', { as: 'agent' }, { headers: { 'x-parley-session': '1' } });

export const logOut = (token: string): Promise<CommandResult<'logout'>> =>
  postJson('/api/users/logout', {}, { headers: { authorization: `Bearer ${token}` } });

export const setUpOwner = (params: CommandParams<'set_up_owner'>): Promise<SignedIn> => postJson('/api/setup', params);

export const requestPasswordReset = (email: string): Promise<CommandResult<'request_password_reset'>> =>
  postJson('/api/users/password/forgot', { email });

/** Whose link it is may be a user: the door is one for all. */
export const setPassword = (params: CommandParams<'set_password'>): Promise<CommandResult<'set_password'>> =>
  postJson('/api/users/password', params);

/** The password was right, or the link good, and a code is missing. */
export const needsCode = (error: unknown): boolean =>
  error instanceof CallError && error.code === 'two_factor_required';

export const confirmEmail = (token: string): Promise<CommandResult<'confirm_email'>> =>
  postJson('/api/users/email/confirm', { token });

export const undoEmailChange = (token: string): Promise<CommandResult<'undo_email_change'>> =>
  postJson('/api/users/email/undo', { token });

export const confirmDeactivation = (token: string): Promise<CommandResult<'confirm_deactivation'>> =>
  postJson('/api/users/deactivate/confirm', { token });

export const confirmDeletion = (token: string): Promise<CommandResult<'confirm_deletion'>> =>
  postJson('/api/users/delete/confirm', { token });

export const comeBack = (token: string): Promise<CommandResult<'come_back'>> =>
  postJson('/api/users/come_back', { token });

/** What a form says of a failed call: the server's words, or what to do without a connection. */
export function failureWords(error: unknown): string {
  if (!(error instanceof CallError)) return 'Something went wrong. Try again.';
  if (error.code === 'disconnected') return 'The server cannot be reached. Check the connection and try again.';
  if (error.code === 'rate_limited' && error.retryAfter)
    return `Too many attempts. Try again in ${error.retryAfter} seconds.`;
  return error.message;
}
