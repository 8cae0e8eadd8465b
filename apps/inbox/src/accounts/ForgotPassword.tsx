/** Asks for a link to a new password. Says the same whether the account exists or not. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTitle } from '../shell/use-title.ts';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './AccountPage.module.css';
import { AccountPage } from './AccountPage.tsx';
import { failureWords, requestPasswordReset } from './http.ts';

export function ForgotPassword() {
  const [email, setEmail] = useState('');
  const [sentTo, setSentTo] = useState<string | null>(null);
  useTitle('Forgot password');
  const { busy, failure, onSubmit } = useSubmit(async () => {
    await requestPasswordReset(email.trim());
    setSentTo(email.trim());
  });
  return (
    <AccountPage
      title="Set a new password"
      foot={
        <Link to="/" className={styles.link}>
          Back to sign in
        </Link>
      }
    >
      {sentTo ? (
        <Notice tone="green">
          If there is an account for {sentTo}, a link is on its way. It is good for one hour. Nothing there? Look in the
          spam folder, or ask whoever runs your site to invite you again.
        </Notice>
      ) : (
        <form className={styles.form} onSubmit={onSubmit}>
          <p className={styles.lead}>We mail you a link. Your old password works until you use it.</p>
          <TextField
            label="Email"
            type="email"
            name="email"
            autoComplete="email"
            required
            startHere
            maxLength={254}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          {failure ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
          <Button type="submit" variant="primary" busy={busy}>
            Mail me a link
          </Button>
        </form>
      )}
    </AccountPage>
  );
}
