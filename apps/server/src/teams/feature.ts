/** Wires the named teams. Which rooms wait for them is the rooms' business. */
import { createTeam, deleteTeam, listTeams, updateTeam } from '@parley/protocol';
import { accountDescribed } from '../accounts/events.ts';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { describeTeams } from './describe.ts';
import { listTeamsVerb } from './look-up.ts';
import { createTeamVerb, deleteTeamVerb, updateTeamVerb } from './teams.ts';

export const teams: Feature = {
  name: 'teams',
  handlers: [
    handle(listTeams, listTeamsVerb),
    handle(createTeam, createTeamVerb),
    handle(updateTeam, updateTeamVerb),
    handle(deleteTeam, deleteTeamVerb),
  ],
  wire: (core) => core.events.on(accountDescribed, describeTeams),
};
