/** What may be done to a colleague. Each asks first, for each closes what that person has open, or sends a mail. */
import type { AgentDetails } from '@parley/protocol';
import { useNavigate } from '@tanstack/react-router';
import { useAgent, useMay } from '../accounts/use-session.ts';
import { type Action, Actions } from '../sites/Actions.tsx';
import { TransferOwnership } from './TransferOwnership.tsx';

export function ColleagueActions({ details }: { details: AgentDetails }) {
  const owner = useMay('manage_owners');
  const actions = useActions(details);
  const { agent } = details;
  return (
    <Actions title="Manage" actions={actions} stale={['list_agents', 'get_agent']}>
      {owner && agent.role !== 'owner' && !agent.invited && !agent.deactivated ? (
        <TransferOwnership agent={agent} />
      ) : null}
    </Actions>
  );
}

function useActions({ agent, open_rooms }: AgentDetails): Action[] {
  const session = useAgent();
  const navigate = useNavigate();
  const { id, name, email, role, invited, deactivated } = agent;
  const actions: Action[] = [];
  const rooms =
    open_rooms > 0
      ? ` The open conversations that ${name} holds (${open_rooms}) go back to the queue, where colleagues find them.`
      : '';
  const change = (to: 'admin' | 'agent', verb: string, hint: string): Action => ({
    title: 'Role',
    hint,
    verb,
    warning: `${name} is signed out of the inbox within seconds, and signs in again in the new role.`,
    run: () => session.call('change_role', { agent: id, role: to }),
    done: `${name} is ${to === 'admin' ? 'an admin' : 'an agent'} now.`,
  });
  if (role !== 'admin')
    actions.push(change('admin', 'Make admin', 'Admins answer visitors, and manage the settings and the team.'));
  if (role !== 'agent') actions.push(change('agent', 'Make agent', 'Agents answer visitors and change no settings.'));
  if (!invited) {
    actions.push({
      title: 'Password',
      hint: `Mails a link to ${email}. The password stays as it is until the link is used.`,
      verb: 'Mail a link to a new password',
      warning: `${email} gets a mail with a link that is good for an hour.`,
      run: () => session.call('send_password_reset', { agent: id }),
      done: `The mail is on its way to ${email}.`,
    });
  }
  if (deactivated) {
    actions.push({
      title: 'Access',
      hint: `${name} may not come in now.`,
      verb: 'Let in again',
      warning: `${name} may sign in again, in the same role.`,
      run: () => session.call('reactivate_agent', { agent: id }),
      done: `${name} may sign in again.`,
    });
  } else {
    actions.push({
      title: 'Access',
      hint: 'For a while, or until things are clear. The place on the team is kept.',
      verb: 'Deactivate',
      warning: `${name} is signed out everywhere within seconds and cannot come in until you allow it again.${rooms}`,
      run: () => session.call('deactivate_agent', { agent: id }),
      done: `${name} may not come in any more.`,
    });
  }
  actions.push({
    title: 'Team',
    hint: 'What was written stays in the conversations.',
    verb: invited ? 'Withdraw the invitation' : 'Remove from the team',
    warning: invited
      ? 'The link in the mail stops working at once. You can invite the person again at any time.'
      : `${name} is signed out everywhere within seconds, and can come back by an invitation alone.${rooms}`,
    run: async () => {
      await session.call('remove_agent', { agent: id });
      await navigate({ to: '/settings/team', search: {} });
    },
    done: invited ? `The invitation to ${email} was withdrawn.` : `${name} is not on the team any more.`,
  });
  return actions;
}
