/** The site's people and named teams in memory, for tests of their pages alone. */
import type { Agent, AgentDetails, Team } from '@parley/protocol';
import type { Handlers } from './fake-account.ts';
import { Refused } from './refused.ts';

const daysFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

const agent = (id: string, name: string, role: Agent['role'], extra: Partial<Agent> = {}): Agent => ({
  id: `agent-${id}`,
  email: `${id}@parley.test`,
  name,
  role,
  invited: false,
  invitation_expires: null,
  deactivated: false,
  two_factor: false,
  ...extra,
});

export class FakeTeam {
  readonly #checkCode: (code: unknown) => void;

  /** `checkCode` throws where the signed-in person's code is not right. */
  constructor(checkCode: (code: unknown) => void) {
    this.#checkCode = checkCode;
  }

  agents = [
    agent('ada', 'Ada Moreau', 'owner', { two_factor: true }),
    agent('ben', 'Ben Okafor', 'agent', { two_factor: true, photo: '/favicon.svg' }),
    agent('cy', 'Cy Lind', 'agent', { invited: true, invitation_expires: daysFromNow(5.5) }),
    agent('dora', 'Dora Quist', 'admin', { deactivated: true }),
    agent('eli', 'Eli Stone', 'agent', { invited: true, invitation_expires: daysFromNow(-1) }),
  ];
  teams: Team[] = [];
  #serial = 0;

  #change(id: string, change: Partial<Agent>): { agent: Agent } {
    const changed = { ...this.#find(id), ...change };
    this.agents = this.agents.map((each) => (each.id === id ? changed : each));
    return { agent: changed };
  }

  /** Puts a team there as the real server would show it. */
  addTeam(name: string, members: readonly string[]): Team {
    return this.#putTeam({ id: name.toLowerCase(), name, members: [...members], active: 0 });
  }

  #putTeam({ id, name, members }: Team): Team {
    const same = this.teams.find((each) => each.id !== id && each.name.toLowerCase() === name.toLowerCase());
    if (same)
      throw new Refused('taken', 'This is taken already. Choose another.', { name: 'is the name of another team' });
    const able = this.agents.filter(({ invited, deactivated }) => !invited && !deactivated).map((each) => each.id);
    const team = { id, name, members, active: members.filter((each) => able.includes(each)).length };
    this.teams = [...this.teams.filter((each) => each.id !== id), team].sort((a, b) => a.name.localeCompare(b.name));
    return team;
  }

  findTeam(id: string | undefined): Team {
    const found = this.teams.find((each) => each.id === id);
    if (!found) throw new Refused('not_found', 'It is not there, or no longer.');
    return found;
  }

  #find(id: string): Agent {
    const found = this.agents.find((each) => each.id === id);
    if (!found) throw new Refused('not_found', 'It is not there, or no longer.');
    return found;
  }

  #details(id: string): AgentDetails {
    const found = this.#find(id);
    return {
      agent: found,
      username: id.slice('agent-'.length),
      joined: daysFromNow(-90),
      last_seen: found.invited ? null : daysFromNow(-0.1),
      sessions: found.invited ? 0 : 2,
      open_rooms: found.id === 'agent-ben' ? 3 : 0,
    };
  }

  readonly handlers: Handlers = {
    list_agents: () => ({ agents: this.agents }),
    list_teams: () => ({ teams: this.teams, state: JSON.stringify(this.teams) }),
    create_team: ({ name, members = [] }) => ({
      team: this.#putTeam({ id: `new-${++this.#serial}`, name, members, active: 0 }),
    }),
    update_team: ({ team: id, name, add = [], remove = [] }) => {
      const { members, ...team } = this.findTeam(id);
      const left = members.filter((each) => !remove.includes(each));
      return { team: this.#putTeam({ ...team, name: name ?? team.name, members: [...new Set([...left, ...add])] }) };
    },
    delete_team: ({ team: id }) => {
      this.findTeam(id);
      this.teams = this.teams.filter((each) => each.id !== id);
      return {};
    },
    invite_agent: (fields) => {
      const known = this.agents.find(({ email }) => email === fields.email);
      const id = known?.id ?? `agent-new-${++this.#serial}`;
      const invited = { ...fields, id, invited: true, invitation_expires: daysFromNow(7), deactivated: false };
      this.agents = known ? this.agents.map((each) => (each.id === id ? invited : each)) : [...this.agents, invited];
      return { agent: invited };
    },
    get_agent: ({ agent: id }) => this.#details(id),
    change_role: ({ agent: id, role }) => this.#change(id, { role }),
    transfer_ownership: ({ agent: id, password, code }) => {
      if (password !== 'the right password')
        throw new Refused('invalid', 'Some fields are missing or wrong.', { password: 'is not right' });
      this.#checkCode(code);
      return this.#change(id, { role: 'owner' });
    },
    remove_agent: ({ agent: id }) => {
      this.#find(id);
      this.agents = this.agents.filter((each) => each.id !== id);
      return {};
    },
    deactivate_agent: ({ agent: id }) => this.#change(id, { deactivated: true }),
    reactivate_agent: ({ agent: id }) => this.#change(id, { deactivated: false }),
    send_password_reset: () => ({}),
    reset_two_factor: ({ agent: id }) => {
      this.#change(id, { two_factor: false });
      return {};
    },
  };
}
