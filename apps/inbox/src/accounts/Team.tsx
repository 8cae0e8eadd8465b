/** Who answers for the site, and inviting more of them. */
import type { Agent } from '@parley/protocol';
import { Mail, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useCommand, useCommandCache } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Section, SettingsPage } from '../sites/SettingsPage.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { SelectField, TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toasts } from '../ui/toasts.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { failureWords } from './http.ts';
import styles from './Team.module.css';
import { RequireTwoStep, ResetTwoStep, TwoStepChip } from './two-factor/TeamTwoStep.tsx';
import { useAgent, useMay, useMe } from './use-session.ts';

const ROLES: Record<Agent['role'], string> = { owner: 'Owner', admin: 'Admin', agent: 'Agent' };

export function Team() {
  const query = useCommand('list_agents', {});
  const may = useMay('manage_team');
  return (
    <SettingsPage
      needs="manage_team"
      title="Team"
      lead="Everyone here can answer visitors. Owners and admins can change the settings too."
    >
      <Loaded query={query} what="The team">
        {({ agents }) => (
          <ul className={styles.agents} aria-label="Team">
            {agents.map((agent) => (
              <Row key={agent.id} agent={agent} />
            ))}
          </ul>
        )}
      </Loaded>
      {may ? (
        <>
          <RequireTwoStep />
          <Invite />
        </>
      ) : null}
    </SettingsPage>
  );
}

function Row({ agent }: { agent: Agent }) {
  const me = useMe();
  const may = useMay('manage_team');
  const session = useAgent();
  const { name, email, role, invited } = agent;
  const { busy, failure, onSubmit } = useSubmit(async () => {
    await session.call('invite_agent', { email, name, role: role === 'admin' ? 'admin' : 'agent' });
    toasts.show(`The invitation to ${email} was sent again.`);
  });
  return (
    <li className={styles.agent}>
      <Avatar name={name} />
      <div className={styles.who}>
        <p className={styles.name}>
          {name} {agent.id === me.id ? <span className={styles.you}>(you)</span> : null}
        </p>
        <p className={styles.email}>{email}</p>
        {failure ? <p className={styles.failure}>{failureWords(failure)}</p> : null}
      </div>
      {invited ? <Chip tone="amber">Invited</Chip> : null}
      <TwoStepChip agent={agent} />
      <Chip>{ROLES[role]}</Chip>
      <ResetTwoStep agent={agent} />
      {invited && may && role !== 'owner' ? (
        <form onSubmit={onSubmit}>
          <Button type="submit" size="small" busy={busy}>
            <Mail aria-hidden="true" /> Send again
          </Button>
        </form>
      ) : null}
    </li>
  );
}

function Invite() {
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
          <option value="agent">Agent: answers visitors</option>
          <option value="admin">Admin: answers, and changes settings</option>
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
