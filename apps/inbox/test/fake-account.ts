/** The signed-in person's own account in memory, for tests of the account page alone. */
import type { CommandName, CommandParams, CommandResult, Profile, Session } from '@parley/protocol';
import { Refused } from './refused.ts';

export type Handlers = { [Name in CommandName]?: (params: CommandParams<Name>) => CommandResult<Name> };

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const someSessions = (): Session[] => [
  session('s-here', 'Firefox', 'Windows', 0, { current: true }),
  session('s-phone', 'Safari', 'iOS', 3),
  session('s-old', null, null, 400),
];
const session = (
  id: string,
  browser: string | null,
  system: string | null,
  hours: number,
  extra: Partial<Session> = {},
): Session => ({
  id,
  browser,
  system,
  site_name: 'Acme Outdoor',
  current: false,
  created: hoursAgo(hours + 40),
  last_seen: hoursAgo(hours),
  ...extra,
});

export class FakeAccount {
  sessions = someSessions();

  password = 'parley-demo-1234';

  profile: Profile = {
    email: 'ada@parley.test',
    email_verified: false,
    username: 'ada',
    photo: null,
    name: 'Ada Moreau',
    language: 'en',
    time_zone: 'Europe/Lisbon',
    phone: '',
    job_title: 'Support lead',
    about: '',
    street: '',
    postal_code: '',
    city: 'Lisboa',
    region: '',
    country: 'PT',
  };
  deactivated = false;
  /** Calls with a mailed link's token. */
  readonly used: string[] = [];
  /** Where mails were asked for. */
  readonly mailed: string[] = [];

  readonly handlers: Handlers = {
    get_profile: () => ({ profile: this.profile }),
    update_profile: (change) => {
      this.profile = { ...this.profile, ...change };
      return { profile: this.profile };
    },
    change_email: ({ email, password }) => {
      if (password !== this.password) throw new Refused('invalid', 'Wrong', { password: 'is not right' });
      this.mailed.push(email);
      return {};
    },
    export_account: () => ({
      sections: [
        { name: 'your_account', rows: [{ name: this.profile.name, email: this.profile.email, photo: null }] },
        { name: 'where_you_are_signed_in', rows: this.sessions.map(({ browser, system }) => ({ browser, system })) },
      ],
    }),
    remove_photo: () => {
      this.profile = { ...this.profile, photo: null };
      return {};
    },
    request_deactivation: ({ password }) => this.#leave(password, 'deactivate'),
    request_deletion: ({ password }) => this.#leave(password, 'delete'),
    send_verification: () => {
      this.mailed.push(this.profile.email);
      return {};
    },
    change_password: ({ password, new_password }) => {
      if (password !== this.password) throw new Refused('invalid', 'Wrong', { password: 'is not right' });
      if (new_password.startsWith('password'))
        throw new Refused('invalid', 'Wrong', { new_password: 'is one of the passwords that are tried first' });
      this.password = new_password;
      return this.#endOthers();
    },
    list_sessions: () => ({ sessions: this.sessions }),
    revoke_session: ({ session: id }) => {
      if (!this.sessions.some((each) => each.id === id))
        throw new Refused('not_found', 'It is not there, or no longer.');
      this.sessions = this.sessions.filter((each) => each.id !== id);
      return {};
    },
    revoke_other_sessions: () => this.#endOthers(),
  };

  #leave(password: string, way: string): Record<string, never> {
    if (password !== this.password) throw new Refused('invalid', 'Wrong', { password: 'is not right' });
    this.mailed.push(way);
    return {};
  }

  #endOthers(): { ended: number } {
    const ended = this.sessions.filter(({ current }) => !current).length;
    this.sessions = this.sessions.filter(({ current }) => current);
    return { ended };
  }
}
