/** One of the team, for whoever manages it: what is known, and what may be done. */
import type { AgentDetails, Team } from '@parley/protocol';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { ResetTwoStep, TwoStepChip } from '../accounts/two-factor/TeamTwoStep.tsx';
import { useMay, useMe } from '../accounts/use-session.ts';
import { useCommand } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Section, SettingsPage } from '../sites/SettingsPage.tsx';
import { useTeams } from '../teams/own-teams.ts';
import { Chip } from '../ui/Chip.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useNow } from '../ui/now.ts';
import { fullTime, listTime, span } from '../ui/times.ts';
import styles from './Colleague.module.css';
import { ColleagueActions } from './ColleagueActions.tsx';
import { expiryWords, isExpired } from './expiry.ts';
import { ROLE_NAMES } from './role-names.ts';

export function Colleague() {
  const { agent } = useParams({ from: '/shell/settings/team/$agent' });
  const query = useCommand('get_agent', { agent });
  return (
    <>
      <Link to="/settings/team" className={styles.back}>
        <ArrowLeft aria-hidden="true" /> Team
      </Link>
      <Loaded query={query} what="This person">
        {(details) => <Person details={details} />}
      </Loaded>
    </>
  );
}

function Person({ details }: { details: AgentDetails }) {
  const me = useMe();
  const mayOwners = useMay('manage_owners');
  const { agent } = details;
  const closed =
    agent.id === me.id
      ? 'This is you. What is yours to change stands under Your account; your role is for a colleague to change.'
      : agent.role === 'owner' && !mayOwners
        ? 'Only an owner can change what another owner is and may.'
        : null;
  return (
    <SettingsPage needs="manage_team" title={agent.name} lead={agent.email}>
      <Section>
        <Facts details={details} />
      </Section>
      {closed ? <Notice tone="neutral">{closed}</Notice> : <ColleagueActions details={details} />}
    </SettingsPage>
  );
}

const teamsOf = (agent: string, teams: readonly Team[] | null): string =>
  (teams ?? [])
    .filter(({ members }) => members.includes(agent))
    .map(({ name }) => name)
    .join(', ');

function Facts({ details }: { details: AgentDetails }) {
  const now = useNow();
  const teams = useTeams();
  const { agent, username, joined, last_seen, sessions, open_rooms } = details;
  return (
    <dl className={styles.facts}>
      <dt>Role</dt>
      <dd>{ROLE_NAMES[agent.role]}</dd>
      <dt>Access</dt>
      <dd>
        {agent.deactivated ? (
          <Chip tone="red">Deactivated</Chip>
        ) : agent.invited && agent.invitation_expires ? (
          <Chip tone={isExpired(agent.invitation_expires, now) ? 'red' : 'amber'}>
            Invited · {expiryWords(agent.invitation_expires, now)}
          </Chip>
        ) : (
          <Chip tone="green">May sign in</Chip>
        )}
      </dd>
      {agent.invited ? null : (
        <>
          <dt>Two-step sign-in</dt>
          <dd className={styles.twoStep}>
            <TwoStepChip agent={agent} /> <ResetTwoStep agent={agent} />
          </dd>
        </>
      )}
      <dt>Username</dt>
      <dd>{username}</dd>
      <dt>On the team since</dt>
      <dd>
        <time dateTime={joined} title={fullTime(joined)}>
          {listTime(joined, now)}
        </time>
      </dd>
      <dt>Last seen</dt>
      <dd>
        {last_seen ? (
          <time dateTime={last_seen} title={fullTime(last_seen)}>
            {span(last_seen, now) === 'now' ? 'just now' : `${span(last_seen, now)} ago`}
          </time>
        ) : (
          'Not signed in anywhere'
        )}
      </dd>
      <dt>Signed in with</dt>
      <dd>{sessions === 1 ? '1 browser' : `${sessions} browsers`}</dd>
      <dt>Teams</dt>
      <dd>{teamsOf(agent.id, teams) || 'In none'}</dd>
      <dt>Open conversations</dt>
      <dd>{open_rooms}</dd>
    </dl>
  );
}
