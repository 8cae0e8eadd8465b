/** Named teams: some of the site's people, for whom a room may wait. What everybody of the site is and may is in `team.ts`. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

/** Of one site: as many as still can be told apart in a list. */
export const MAX_TEAMS = 50;
/** Added or taken out in one call. */
const MOST_AT_ONCE = 200;

export const Team = Type.Object({
  id: Type.String(),
  name: Type.String(),
  members: Type.Array(Type.String(), {
    description: 'Ids of the agents in it, also of those who are only invited or may not come in now.',
  }),
  active: Type.Integer({ description: 'How many of them can come in. With none its rooms are for everybody to hear.' }),
});
export type Team = Static<typeof Team>;

const team = Type.String({ maxLength: 64 });
const name = Type.String({ minLength: 1, maxLength: 40 });
const agents = Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: MOST_AT_ONCE }));
const teamResult = Type.Object({ team: Team });

export const listTeams = command('list_teams', {
  summary: 'List the teams',
  description: 'By name. `state` is what heartbeats call `teams`: the same text as long as nothing changed.',
  params: Type.Object({}),
  result: Type.Object({ teams: Type.Array(Team), state: Type.String() }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/teams' },
});

export const createTeam = command('create_team', {
  summary: 'Make a team',
  description: 'Its name is the only one on the site, whatever its capitals. A site has at most 50.',
  refusals: ['taken', 'not_found'],
  params: Type.Object({ name, members: agents }),
  result: teamResult,
  who: ['manage_team'],
  http: { method: 'POST', path: '/api/teams', status: 201 },
});

export const updateTeam = command('update_team', {
  summary: 'Rename a team, or change who is in it',
  description: 'Adding and taking out name the difference alone, so that two who do so at once both get their way.',
  refusals: ['taken', 'not_found'],
  params: Type.Object({ team, name: Type.Optional(name), add: agents, remove: agents }),
  result: teamResult,
  who: ['manage_team'],
  http: { method: 'PUT', path: '/api/teams/:team' },
});

export const deleteTeam = command('delete_team', {
  summary: 'Delete a team',
  description: 'Its people stay, and the rooms that wait for it wait for everybody.',
  refusals: ['not_found'],
  params: Type.Object({ team }),
  result: Type.Object({}),
  who: ['manage_team'],
  http: { method: 'DELETE', path: '/api/teams/:team' },
});
