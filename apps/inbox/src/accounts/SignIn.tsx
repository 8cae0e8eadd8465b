/** Signing in, in place of whatever page was asked for: its address stays, and it opens when this is done. */
import { CallError } from '@parley/client';
import type { CommandParams } from '@parley/protocol';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTitle } from '../shell/use-title.ts';
import { Button } from '../ui/Button.tsx';
import { PasswordField, TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './AccountPage.module.css';
import { AccountPage } from './AccountPage.tsx';
import { failureWords, logIn, needsCode } from './http.ts';
import { session } from './session.ts';
import { SecondStep } from './two-factor/SecondStep.tsx';

interface SignInProps {
  reason: string | null;
  /** Rejects with `CallError`. Unless said otherwise it leads into the inbox. */
  enter?: (params: CommandParams<'login'>) => Promise<void>;
}

const enterInbox = async (params: CommandParams<'login'>): Promise<void> => session.enter(await logIn(params));

export function SignIn({ reason, enter = enterInbox }: SignInProps) {
  const [who, setWho] = useState('');
  const [password, setPassword] = useState('');
  const [second, setSecond] = useState(false);
  const [away, setAway] = useState(false);
  useTitle(second ? 'Second step' : 'Sign in');
  const signIn = (second: { code?: string; remember_device?: boolean } = {}) => {
    const name = who.trim();
    return enter({
      ...(name.includes('@') ? { email: name } : { username: name }),
      password,
      come_back: away,
      ...second,
    });
  };
  const { busy, failure, onSubmit } = useSubmit(() =>
    signIn().catch((error: unknown) => {
      if (error instanceof CallError && error.code === 'account_deactivated') return setAway(true);
      if (!needsCode(error)) throw error;
      return setSecond(true);
    }),
  );
  if (second)
    return (
      <SecondStep
        pass={(code, remember_device) => signIn({ code, remember_device })}
        onBack={() => {
          setSecond(false);
          setPassword('');
        }}
      />
    );
  return (
    <AccountPage
      title="Sign in"
      foot={
        <>
          Forgot your password?{' '}
          <Link to="/forgot" className={styles.link}>
            Get a link to set a new one
          </Link>
        </>
      }
    >
      {reason ? <Notice tone="amber">{reason}</Notice> : null}
      <form className={styles.form} onSubmit={onSubmit}>
        <TextField
          label="Email or username"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          inputMode="email"
          required
          startHere
          maxLength={254}
          value={who}
          onChange={(event) => {
            setWho(event.target.value);
            setAway(false);
          }}
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          maxLength={256}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {away ? (
          <Notice tone="amber">
            You deactivated this account. Come back, and everything is as it was; otherwise it is deleted in time.
          </Notice>
        ) : null}
        {failure ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
        <Button type="submit" variant="primary" busy={busy}>
          {away ? 'Come back and sign in' : 'Sign in'}
        </Button>
      </form>
    </AccountPage>
  );
}
