/** Uses the link of an invitation or a reset, `/set-password#<token>`: choose a password, and one is in, or knows where to go. */
import { CallError } from '@parley/client';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTitle } from '../shell/use-title.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './AccountPage.module.css';
import { AccountPage } from './AccountPage.tsx';
import { failureWords, needsCode, setPassword } from './http.ts';
import { useLinkToken } from './link-token.ts';
import { NewPasswordField } from './NewPasswordField.tsx';
import { session } from './session.ts';
import { SecondStep } from './two-factor/SecondStep.tsx';

export function SetPassword() {
  const token = useLinkToken();
  const [password, setChosen] = useState('');
  const [second, setSecond] = useState(false);
  /** An end customer has nothing to do here. */
  const [customerOf, setCustomerOf] = useState<string | null>(null);
  const navigate = useNavigate();
  useTitle(second ? 'Second step' : 'Choose a password');
  const choose = async (second: { code?: string } = {}) => {
    const { user, ...tokens } = await setPassword({ token: token ?? '', password, ...second });
    if (user.role === 'user') return setCustomerOf(user.site_name);
    session.enter({ user, ...tokens });
    await navigate({ to: '/', replace: true });
  };
  const { busy, failure, fields, onSubmit } = useSubmit(() =>
    choose().catch((error: unknown) => {
      if (!needsCode(error)) throw error;
      setSecond(true);
    }),
  );
  if (customerOf !== null)
    return (
      <AccountPage title="Your password is set">
        <Notice tone="green">
          Go back to the chat of {customerOf} and sign in with it there, or open <Link to="/you">your own page</Link>.
        </Notice>
      </AccountPage>
    );
  if (second)
    return <SecondStep pass={(code) => choose({ code })} onBack={() => setSecond(false)} canRemember={false} />;
  const expired = !token || (failure instanceof CallError && failure.code === 'link_expired');
  return (
    <AccountPage title="Choose a password">
      {expired ? (
        <Notice tone="red">
          This link has expired or was used already. <Link to="/forgot">Get a new one</Link>
        </Notice>
      ) : (
        <form className={styles.form} onSubmit={onSubmit}>
          <NewPasswordField
            person={[]}
            label="New password"
            name="password"
            startHere
            error={fields.password}
            value={password}
            onChange={(event) => setChosen(event.target.value)}
          />
          {failure && !fields.password ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
          <Button type="submit" variant="primary" busy={busy}>
            Set the password and sign in
          </Button>
        </form>
      )}
    </AccountPage>
  );
}
