/** A person's own account: what one changes of it oneself, in whatever site. */
import { Type } from 'typebox';
import { newPassword } from './accounts.ts';
import { command } from './command.ts';

export const changePassword = command('change_password', {
  summary: 'Choose another password',
  description: "Asks for the old one. Ends all of one's other sessions and tells by mail.",
  params: Type.Object({ password: Type.String({ maxLength: 256 }), new_password: newPassword }),
  result: Type.Object({ ended: Type.Integer({ description: 'How many other sessions there were.' }) }),
  who: ['user', 'agent'],
  http: { method: 'POST', path: '/api/users/password/change' },
});
