/** The named teams of the site: who is in which, and making, changing and deleting them. */
import type { Agent, Team } from '@parley/protocol';
import { Plus, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent, useMay, useMe } from '../accounts/use-session.ts';
import { useCommand } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { SettingsPage } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { toasts } from '../ui/toasts.ts';
import { useTeams } from './own-teams.ts';
import { TeamEditor } from './TeamEditor.tsx';
import styles from './Teams.module.css';

/** Names that stand in a row before the rest is a number. */
const MOST_NAMES = 4;

export function Teams() {
  const may = useMay('manage_team');
  const query = useCommand('list_agents', {});
  const teams = useTeams();
  // Null: a new one.
  const [edited, setEdited] = useState<Team | null | undefined>();
  const make = (
    <Button variant="primary" onClick={() => setEdited(null)}>
      <Plus aria-hidden="true" /> New team
    </Button>
  );
  return (
    <SettingsPage
      needs="manage_team"
      title="Teams"
      lead="A conversation that is passed to a team waits for the people in it, in a list of its own."
      action={may && teams?.length ? make : null}
    >
      <Loaded query={query} what="The people">
        {({ agents }) => (
          <>
            {teams === null ? (
              <SkeletonRows count={3} />
            ) : teams.length === 0 ? (
              <EmptyState icon={<UsersRound />} title="There are no teams yet" action={may ? make : null}>
                Make one for each kind of question that some of you answer, such as Returns or Billing. Everybody can
                then pass conversations to it, and whoever is in it hears of them.
              </EmptyState>
            ) : (
              <ul className={styles.teams} aria-label="Teams">
                {teams.map((team) => (
                  <Row key={team.id} team={team} agents={agents} onEdit={() => setEdited(team)} />
                ))}
              </ul>
            )}
            {edited === undefined ? null : (
              <TeamEditor team={edited} agents={agents} onClose={() => setEdited(undefined)} />
            )}
          </>
        )}
      </Loaded>
    </SettingsPage>
  );
}

function Row({ team, agents, onEdit }: { team: Team; agents: readonly Agent[]; onEdit: () => void }) {
  const session = useAgent();
  const may = useMay('manage_team');
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const { id, name, members, active } = team;
  const remove = async () => {
    try {
      await session.call('delete_team', { team: id });
    } catch (error) {
      throw new Error(failureWords(error));
    }
    toasts.show(`The team ${name} was deleted.`);
    await session.fetchTeams();
  };
  return (
    <li className={styles.team}>
      <div className={styles.what}>
        <p className={styles.name}>{name}</p>
        <p className={styles.members}>{memberWords(team, agents, me.id)}</p>
      </div>
      {members.length > 0 && active === 0 ? <Chip tone="amber">Nobody can come in</Chip> : null}
      {may ? (
        <>
          <Button size="small" aria-label={`Change ${name}`} onClick={onEdit}>
            Change
          </Button>
          <Button size="small" aria-label={`Delete ${name}`} onClick={() => setAsking(true)}>
            Delete
          </Button>
        </>
      ) : null}
      <ConfirmDialog
        open={asking}
        title={`Delete the team ${name}?`}
        verb="Delete the team"
        onConfirm={remove}
        onClose={() => setAsking(false)}
      >
        Its people stay, and nothing is lost: the conversations that wait for it wait under Unassigned, for everybody.
      </ConfirmDialog>
    </li>
  );
}

/** "Ada Moreau (you), Ben Okafor and 3 more". */
function memberWords({ members }: Team, agents: readonly Agent[], me: string): string {
  const names = agents
    .filter(({ id }) => members.includes(id))
    .map(({ id, name }) => (id === me ? `${name} (you)` : name));
  if (names.length === 0) return 'Nobody is in it yet: everybody hears what is passed to it';
  const shown =
    names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES - 1), `${names.length - MOST_NAMES + 1} more`] : names;
  return list.format(shown);
}

const list = new Intl.ListFormat('en');
