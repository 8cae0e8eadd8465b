/** Which teams there are, and whose a conversation is to take: its team's, and everybody's where there is nobody in the team. */
import type { AgentRoom, Team } from '@parley/protocol';
import { useAgentStore, useMe } from '../accounts/use-session.ts';

/** By name; null until they are known. */
export const useTeams = (): readonly Team[] | null => useAgentStore((agent) => agent.teams);

export function useOwnTeams(): readonly Team[] {
  const me = useMe();
  return (useTeams() ?? []).filter(({ members }) => members.includes(me.id));
}

/** Whether what waits for the team waits for `me`. Of a team that is not known yet, or no more, nobody is left out. */
export function isTheirs(team: string | undefined, teams: readonly Team[] | null, me: string): boolean {
  const found = teams?.find(({ id }) => id === team);
  return !found || found.active === 0 || found.members.includes(me);
}

/** The same for a room in the queue. */
export const waitsForMe = ({ team }: Pick<AgentRoom, 'team'>, teams: readonly Team[] | null, me: string): boolean =>
  isTheirs(team?.id, teams, me);

/** "3 people", for beside a team's name. */
export const sizeWords = ({ active }: Team): string =>
  active === 0 ? 'nobody there: everybody hears it' : active === 1 ? '1 person' : `${active} people`;
