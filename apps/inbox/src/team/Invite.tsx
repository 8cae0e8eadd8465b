/** Inviting somebody to the team. */
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { useCommandCache } from '../shell/commands.ts';
import { Section } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { SelectField, TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toasts } from '../ui/toasts.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { ROLE_NAMES, ROLE_WORDS } from './role-names.ts';
import styles from './Team.module.css';

export function Invite() {
  const agent = useAgent();
  const cache = useCommandCache();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<'agent' | 'admin'>('agent');
  const { busy, failure, fields, onSubmit } = useSubmit(async () => {
    await agent.call('invite_agent', { email: email.trim(), name: name.trim(), role });
    toasts.show(`${name.trim()} was invited: the mail's link is good for 7 days.`);
    setEmail('');
    setName('');
    await cache.stale('list_agents');
  });
  return (
    <Section title="Invite somebody" hint="They get a mail with a link to choose a password.">
      <form className={styles.invite} onSubmit={onSubmit}>
        <TextField
          label="Name"
          required
          maxLength={80}
          autoComplete="off"
          hint="Visitors see it."
          error={fields.name}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label="Email"
          type="email"
          required
          maxLength={254}
          autoComplete="off"
          error={fields.email}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <SelectField
          label="Role"
          value={role}
          onChange={(event) => setRole(event.target.value === 'admin' ? 'admin' : 'agent')}
        >
          {(['agent', 'admin'] as const).map((each) => (
            <option key={each} value={each}>
              {ROLE_NAMES[each]}: {ROLE_WORDS[each].toLowerCase()}
            </option>
          ))}
        </SelectField>
        {failure && Object.keys(fields).length === 0 ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
        <div>
          <Button type="submit" variant="primary" busy={busy}>
            <UserPlus aria-hidden="true" /> Send the invitation
          </Button>
        </div>
      </form>
    </Section>
  );
}
