/** Choosing another password while one is signed in. */
import { useState } from 'react';
import { useCommandCache } from '../shell/commands.ts';
import { Section } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { PasswordField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toasts } from '../ui/toasts.ts';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './AccountSettings.module.css';
import { failureWords } from './http.ts';
import { NewPasswordField } from './NewPasswordField.tsx';
import { useAgent, useMe } from './use-session.ts';

export function ChangePassword() {
  const me = useMe();
  const agent = useAgent();
  const cache = useCommandCache();
  const [old, setOld] = useState('');
  const [chosen, setChosen] = useState('');
  const { busy, failure, fields, onSubmit } = useSubmit(async () => {
    await agent.call('change_password', { password: old, new_password: chosen });
    toasts.show('Your password was changed, and all your other browsers were signed out.');
    setOld('');
    setChosen('');
    await cache.stale('list_sessions');
  });
  return (
    <Section title="Password" hint="A new one signs you out in all other browsers.">
      <form className={styles.form} onSubmit={onSubmit}>
        {/* Password managers find out by it whose password this is. */}
        <input type="hidden" name="username" autoComplete="username" value={me.email} readOnly />
        <PasswordField
          label="Current password"
          name="current-password"
          autoComplete="current-password"
          required
          maxLength={256}
          error={fields.password}
          value={old}
          onChange={(event) => setOld(event.target.value)}
        />
        <NewPasswordField
          label="New password"
          name="new-password"
          person={[me.email, me.username, me.name]}
          error={fields.new_password}
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
        />
        {failure && Object.keys(fields).length === 0 ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
        <div>
          <Button type="submit" variant="primary" busy={busy}>
            Change the password
          </Button>
        </div>
      </form>
    </Section>
  );
}
