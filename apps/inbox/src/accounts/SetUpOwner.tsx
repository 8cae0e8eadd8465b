/** The first start of an installation, `/setup#<token>`: the first site and its owner. */
import { CallError } from '@parley/client';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTitle } from '../shell/use-title.ts';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './AccountPage.module.css';
import { AccountPage } from './AccountPage.tsx';
import { failureWords, setUpOwner } from './http.ts';
import { useLinkToken } from './link-token.ts';
import { NewPasswordField } from './NewPasswordField.tsx';
import { session } from './session.ts';
import { slugOf } from './slug.ts';

export function SetUpOwner() {
  const token = useLinkToken();
  const navigate = useNavigate();
  const [siteName, setSiteName] = useState('');
  const [slug, setSlug] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const username = slug ?? slugOf(siteName);
  useTitle('Set up');
  const { busy, failure, fields, onSubmit } = useSubmit(async () => {
    session.enter(
      await setUpOwner({
        token: token ?? '',
        site_name: siteName.trim(),
        username,
        name: name.trim(),
        email: email.trim(),
        password,
      }),
    );
    await navigate({ to: '/settings/installation', replace: true });
  });
  if (!token || (failure instanceof CallError && failure.code === 'link_expired')) {
    return (
      <AccountPage title="This link does not work any more">
        <p className={styles.lead}>
          It works once. If Parley is already set up,{' '}
          <Link to="/" className={styles.link}>
            sign in
          </Link>
          . Otherwise start the server again: it prints a new link.
        </p>
      </AccountPage>
    );
  }
  return (
    <AccountPage title="Set up your site">
      <p className={styles.lead}>A minute, and you have the tag to paste.</p>
      <form className={styles.form} onSubmit={onSubmit}>
        <TextField
          label="Site's name"
          required
          startHere
          maxLength={80}
          placeholder="Acme Outdoor"
          error={fields.site_name}
          value={siteName}
          onChange={(event) => setSiteName(event.target.value)}
        />
        <TextField
          label="Short name, and your username"
          required
          minLength={2}
          maxLength={40}
          pattern="[a-z0-9][a-z0-9\-]*"
          autoCapitalize="none"
          spellCheck={false}
          error={fields.username}
          hint="Small letters, digits and dashes. It stands in the tag and cannot be changed later."
          value={username}
          onChange={(event) => setSlug(event.target.value)}
        />
        <TextField
          label="Your name"
          required
          autoComplete="name"
          maxLength={80}
          hint="Visitors see it when you answer."
          error={fields.name}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label="Email"
          type="email"
          required
          autoComplete="email"
          maxLength={254}
          error={fields.email}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <NewPasswordField
          person={[siteName, username, name, email]}
          label="Password"
          error={fields.password}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {failure && Object.keys(fields).length === 0 ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
        <Button type="submit" variant="primary" busy={busy}>
          Create the site
        </Button>
      </form>
    </AccountPage>
  );
}
