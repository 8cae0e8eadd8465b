/** Who answers for the site: everybody, found by words, with a way to each for whoever manages the team. */
import type { Agent } from '@parley/protocol';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Mail, SearchX, X } from 'lucide-react';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { RequireTwoStep, ResetTwoStep, TwoStepChip } from '../accounts/two-factor/TeamTwoStep.tsx';
import { useAgent, useMay, useMe } from '../accounts/use-session.ts';
import { useCommand, useCommandCache } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { SettingsPage } from '../sites/SettingsPage.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useNow } from '../ui/now.ts';
import { SearchBox } from '../ui/SearchBox.tsx';
import { toasts } from '../ui/toasts.ts';
import { useSearchText } from '../ui/use-search-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { expiryWords, isExpired } from './expiry.ts';
import { Invite } from './Invite.tsx';
import { ROLE_NAMES } from './role-names.ts';
import styles from './Team.module.css';

/** A team that fits on the screen needs no search. */
const SEARCHED_FROM = 8;

export function Team() {
  const { q = '' } = useSearch({ from: '/shell/settings/team' });
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
          <div className={styles.list}>
            {agents.length >= SEARCHED_FROM || q ? <SearchField words={q} /> : null}
            <People agents={matching(agents, q)} words={q} />
          </div>
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

function matching(agents: Agent[], words: string): Agent[] {
  const wanted = words.toLocaleLowerCase();
  return agents.filter(({ name, email, role }) =>
    `${name} ${email} ${ROLE_NAMES[role]}`.toLocaleLowerCase().includes(wanted),
  );
}

function SearchField({ words }: { words: string }) {
  const navigate = useNavigate();
  const [text, setText] = useSearchText(
    words,
    (q) => void navigate({ to: '/settings/team', search: q ? { q } : {}, replace: true }),
  );
  return (
    <SearchBox
      label="Search the team"
      placeholder="Search names, addresses and roles"
      value={text}
      onChange={setText}
    />
  );
}

function People({ agents, words }: { agents: Agent[]; words: string }) {
  if (agents.length === 0) {
    return (
      <EmptyState icon={<SearchX />} title={`Nobody with “${words}”`}>
        Search by a part of the name or the address, or by the role.
      </EmptyState>
    );
  }
  return (
    <ul className={styles.agents} aria-label="Team">
      {agents.map((agent) => (
        <Row key={agent.id} agent={agent} />
      ))}
    </ul>
  );
}

function Row({ agent }: { agent: Agent }) {
  const me = useMe();
  const may = useMay('manage_team');
  const now = useNow();
  const { id, name, photo, email, role, invited, invitation_expires, deactivated } = agent;
  return (
    <li className={styles.agent}>
      <Avatar name={name} photo={photo} />
      <div className={styles.who}>
        <p className={styles.name}>
          {may ? (
            <Link to="/settings/team/$agent" params={{ agent: id }} className={styles.link}>
              {name}
            </Link>
          ) : (
            name
          )}{' '}
          {id === me.id ? <span className={styles.you}>(you)</span> : null}
        </p>
        <p className={styles.email}>{email}</p>
      </div>
      {deactivated ? <Chip tone="red">Deactivated</Chip> : null}
      {invited && invitation_expires ? (
        <Chip tone={isExpired(invitation_expires, now) ? 'red' : 'amber'}>
          Invited · {expiryWords(invitation_expires, now)}
        </Chip>
      ) : null}
      <TwoStepChip agent={agent} />
      <Chip>{ROLE_NAMES[role]}</Chip>
      <ResetTwoStep agent={agent} />
      {invited && may && role !== 'owner' ? <Invitation agent={agent} /> : null}
    </li>
  );
}

/** Sending it again, which makes a new link, and withdrawing it. */
function Invitation({ agent: { id, email, name, role } }: { agent: Agent }) {
  const session = useAgent();
  const cache = useCommandCache();
  const [asking, setAsking] = useState(false);
  const { busy, failure, onSubmit } = useSubmit(async () => {
    await session.call('invite_agent', { email, name, role: role === 'admin' ? 'admin' : 'agent' });
    toasts.show(`The invitation to ${email} was sent again, good for 7 days.`);
    await cache.stale('list_agents');
  });
  const withdraw = async () => {
    await session.call('remove_agent', { agent: id });
    toasts.show(`The invitation to ${email} was withdrawn.`);
    await cache.stale('list_agents');
  };
  return (
    <form onSubmit={onSubmit} className={styles.invitation}>
      {failure ? (
        <p className={styles.failure} role="alert">
          {failureWords(failure)}
        </p>
      ) : null}
      <Button type="submit" size="small" busy={busy} aria-label={`Send again to ${name}`}>
        <Mail aria-hidden="true" /> Send again
      </Button>
      <Button size="small" aria-label={`Withdraw the invitation to ${name}`} onClick={() => setAsking(true)}>
        <X aria-hidden="true" /> Withdraw
      </Button>
      <ConfirmDialog
        open={asking}
        title={`Withdraw the invitation to ${name}?`}
        verb="Withdraw the invitation"
        onConfirm={withdraw}
        onClose={() => setAsking(false)}
      >
        The link in the mail stops working at once. You can invite the person again at any time.
      </ConfirmDialog>
    </form>
  );
}
