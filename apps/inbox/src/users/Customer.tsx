/** What may be done about a customer's account. Each asks first, for each signs somebody out, or sends a mail. */
import type { TokenAccount } from '@parley/protocol';
import { useAgent } from '../accounts/use-session.ts';
import { type Action, Actions } from '../sites/Actions.tsx';

export function Customer({ account }: { account: TokenAccount }) {
  const session = useAgent();
  const { user, name, email, deactivated } = account;
  const password: Action = {
    title: 'Password',
    hint: `Mails a link to ${email}, if the customer has confirmed that address. The password stays as it is until the link is used.`,
    verb: 'Mail a link to a new password',
    warning: `${email} gets a mail with a link that is good for an hour.`,
    run: () => session.call('send_user_password_reset', { user }),
    done: `The mail is on its way to ${email}.`,
  };
  const twoStep: Action = {
    title: 'Two-step sign-in',
    hint: `For a customer who has set it up and lost the phone and the recovery codes.`,
    verb: 'Reset it',
    warning: `Be sure that it is really ${name} who asks. The password alone signs in then; ${name} is signed out everywhere and told by mail.`,
    run: () => session.call('reset_user_two_factor', { user }).catch(sayWhy(name)),
    done: `${name} signs in with the password alone now.`,
  };
  const access: Action = deactivated
    ? {
        title: 'Access',
        hint: `${name} may not come in now.`,
        verb: 'Let in again',
        warning: `${name} may sign in again, with the conversations and the balance as they were.`,
        run: () => session.call('reactivate_user', { user }),
        done: `${name} may sign in again.`,
      }
    : {
        title: 'Access',
        hint: 'The conversations and the balance are kept. To keep somebody from writing at all, block the visitor in the conversation.',
        verb: 'Deactivate',
        warning: `${name} is signed out everywhere within seconds and cannot sign in here until you allow it again.`,
        run: () => session.call('deactivate_user', { user }),
        done: `${name} may not come in any more.`,
      };
  return (
    <Actions
      title="Manage"
      actions={[password, twoStep, access]}
      stale={['get_token_account', 'list_token_accounts']}
    />
  );
}

const sayWhy = (name: string) => (error: unknown) => {
  const { code, fields } = error as { code?: string; fields?: Record<string, string> };
  if (code === 'not_found') throw new Error(`${name} has not set it up.`);
  throw fields?.user ? new Error(`${name} ${fields.user}.`) : error;
};
