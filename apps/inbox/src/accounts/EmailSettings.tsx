/** The address one signs in with: whether it is confirmed, and changing it. */
import type { Profile } from '@parley/protocol';
import { useState } from 'react';
import { Section } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { PasswordField, TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toasts } from '../ui/toasts.ts';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './AccountSettings.module.css';
import { failureWords } from './http.ts';
import { useAgent } from './use-session.ts';

export function EmailSettings({ profile }: { profile: Profile }) {
  const [changing, setChanging] = useState(false);
  return (
    <Section title="Email" hint="You sign in with it, and mails about your account go there.">
      <div className={styles.line}>
        <span className={styles.value}>{profile.email}</span>
        {profile.email_verified ? <Chip tone="green">Confirmed</Chip> : <Chip tone="amber">Not confirmed</Chip>}
        {changing ? null : <Button onClick={() => setChanging(true)}>Change the address</Button>}
      </div>
      {profile.email_verified ? null : <Unconfirmed />}
      {changing ? <Change onDone={() => setChanging(false)} /> : null}
    </Section>
  );
}

function Unconfirmed() {
  const agent = useAgent();
  const { busy, failure, onSubmit } = useSubmit(async () => {
    await agent.call('send_verification', {});
    toasts.show('A mail with a link is on its way.');
  });
  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <Notice tone="amber">Confirm your address, so that a forgotten password never shuts you out.</Notice>
      {failure ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
      <div>
        <Button type="submit" busy={busy}>
          Mail me the link
        </Button>
      </div>
    </form>
  );
}

function Change({ onDone }: { onDone: () => void }) {
  const agent = useAgent();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { busy, failure, fields, onSubmit } = useSubmit(async () => {
    await agent.call('change_email', { email: email.trim(), password });
    toasts.show(`If ${email.trim()} is free, a mail to confirm it is on its way. Until then your old address counts.`);
    onDone();
  });
  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <TextField
        label="New address"
        type="email"
        autoComplete="email"
        required
        startHere
        maxLength={254}
        error={fields.email}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        label="Your password"
        autoComplete="current-password"
        required
        maxLength={256}
        error={fields.password}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {failure && Object.keys(fields).length === 0 ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
      <div className={styles.line}>
        <Button type="submit" variant="primary" busy={busy}>
          Mail a link to the new address
        </Button>
        <Button variant="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
