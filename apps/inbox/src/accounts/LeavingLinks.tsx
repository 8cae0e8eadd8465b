/** Where the mails about leaving lead: `/confirm-deactivation`, `/confirm-deletion` and `/come-back`, each with `#<token>`. */
import { fullTime } from '../ui/times.ts';
import { comeBack, confirmDeactivation, confirmDeletion } from './http.ts';
import { LinkPage } from './LinkPage.tsx';

export const ConfirmDeactivation = () => (
  <LinkPage
    title="Deactivate your account"
    lead="You are signed out everywhere, and nobody can sign in with the account any more. For 30 days you can come back by signing in; then it is deleted."
    verb="Deactivate the account"
    danger
    deed={async (token) =>
      `Your account is deactivated. You can come back until ${fullTime((await confirmDeactivation(token)).returns_until)}.`
    }
  />
);

export const ConfirmDeletion = () => (
  <LinkPage
    title="Delete your account"
    lead="Your profile, your photo and your access to every site go, for good. This cannot be undone."
    verb="Delete the account for good"
    danger
    deed={async (token) => {
      await confirmDeletion(token);
      return 'Your account is deleted. Farewell, and thank you.';
    }}
  />
);

export const ComeBack = () => (
  <LinkPage
    title="Come back"
    lead="Your account is as it was before, and you can sign in again."
    verb="Have my account back"
    deed={async (token) => `Welcome back. Sign in as ${(await comeBack(token)).email}.`}
  />
);
