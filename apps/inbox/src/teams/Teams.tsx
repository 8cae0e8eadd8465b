/** The named teams of the site: who is in which, and making, changing and deleting them. */
import type { Agent, Team } from '@parley/protocol';
import { Plus, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useAgent, useMay, useMe } from '../accounts/use-session.ts';
import { useCommand } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { NamedRow, NamedRows } from '../sites/NamedRows.tsx';
import { SettingsPage } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { LOCALE } from '../ui/locale.ts';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { useTeams } from './own-teams.ts';
import { TeamEditor } from './TeamEditor.tsx';

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
              <NamedRows label="Teams">
                {teams.map((team) => (
                  <Row key={team.id} team={team} agents={agents} onEdit={() => setEdited(team)} />
                ))}
              </NamedRows>
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
  const { id, name, members, active } = team;
  return (
    <NamedRow
      kind="team"
      name={name}
      about={memberWords(team, agents, me.id)}
      may={may}
      onEdit={onEdit}
      warning="Its people stay, and nothing is lost: the conversations that wait for it wait under Unassigned, for everybody."
      onDelete={async () => {
        await session.call('delete_team', { team: id });
        await session.fetchTeams();
      }}
    >
      {members.length > 0 && active === 0 ? <Chip tone="amber">Nobody can come in</Chip> : null}
    </NamedRow>
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

const list = new Intl.ListFormat(LOCALE);
