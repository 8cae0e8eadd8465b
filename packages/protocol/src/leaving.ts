/** Leaving: deactivating an account, which can be undone for 30 days, and deleting it, which cannot. */
import { Type } from 'typebox';
import { command } from './command.ts';

const password = Type.String({ maxLength: 256 });
const token = Type.String({ minLength: 20, maxLength: 200 });

export const requestDeactivation = command('request_deactivation', {
  summary: "Ask to deactivate one's own account",
  description: 'Mails a link, good for an hour. `last_owner` where a site would be left without one.',
  refusals: ['last_owner'],
  params: Type.Object({ password }),
  result: Type.Object({}),
  who: ['user', 'agent'],
  http: { method: 'POST', path: '/api/users/deactivate' },
});

export const confirmDeactivation = command('confirm_deactivation', {
  summary: 'Deactivate an account by a mailed link',
  description:
    'Ends all sessions. Until the day that is answered its owner may come back, by signing in or by the link in the mail that tells of it; then it is deleted.',
  refusals: ['link_expired', 'last_owner'],
  params: Type.Object({ token }),
  result: Type.Object({ returns_until: Type.String() }),
  who: ['anyone'],
  http: { method: 'POST', path: '/api/users/deactivate/confirm' },
  socket: false,
});

export const comeBack = command('come_back', {
  summary: 'Have a deactivated account again, by a mailed link',
  description: 'Signs nobody in.',
  refusals: ['link_expired'],
  params: Type.Object({ token }),
  result: Type.Object({ email: Type.String() }),
  who: ['anyone'],
  http: { method: 'POST', path: '/api/users/come_back' },
  socket: false,
});

export const requestDeletion = command('request_deletion', {
  summary: "Ask to delete one's own account",
  description:
    'Mails a link, good for an hour. Refused as `invalid` while a former address may still take the account back.',
  refusals: ['last_owner'],
  params: Type.Object({ password }),
  result: Type.Object({}),
  who: ['user', 'agent'],
  http: { method: 'POST', path: '/api/users/delete' },
});

export const confirmDeletion = command('confirm_deletion', {
  summary: 'Delete an account by a mailed link',
  description: 'For good: profile, photo, sessions and places on teams. What was said in conversations stays there.',
  refusals: ['link_expired', 'last_owner'],
  params: Type.Object({ token }),
  result: Type.Object({}),
  who: ['anyone'],
  http: { method: 'POST', path: '/api/users/delete/confirm' },
  socket: false,
});
