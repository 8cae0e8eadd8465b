/** Where the mails about an address lead: `/confirm-email#<token>` and `/undo-email#<token>`. */
import { confirmEmail, undoEmailChange } from './http.ts';
import { LinkPage } from './LinkPage.tsx';

export const ConfirmEmail = () => (
  <LinkPage
    title="Confirm your address"
    lead="With this button the address that the mail went to is confirmed. If it is a new one, you sign in with it from now on."
    verb="Confirm the address"
    deed={async (token) => `${(await confirmEmail(token)).email} is confirmed.`}
  />
);

export const UndoEmail = () => (
  <LinkPage
    title="Take your address back"
    lead="Your account gets the address back that the mail went to. Everybody is signed out, the password becomes void, and you get a mail with a link to choose a new one."
    verb="Take it back"
    danger
    deed={async (token) =>
      `Your account has the address ${(await undoEmailChange(token)).email} again. Look into your mails: a link to choose a new password is on its way.`
    }
  />
);
