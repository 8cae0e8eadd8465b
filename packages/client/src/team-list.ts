/** The site's named teams as the server has them: asked for at each connection, and whenever a heartbeat tells that they changed. */
import type { Team } from '@parley/protocol';
import type { Connection } from './connection.ts';

export class TeamList {
  /** By name; null until they are known. */
  all: readonly Team[] | null = null;
  #connection: Connection;
  #changed: () => void;
  #state: string | undefined;
  #asking: Promise<void> | undefined;

  constructor(connection: Connection, changed: () => void) {
    this.#connection = connection;
    this.#changed = changed;
  }

  /** Never rejects: what could not be had is asked for again after the next heartbeat. */
  fetch(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** A heartbeat's `teams`. */
  hear(state: string | undefined): void {
    if (state !== undefined && state !== this.#state) void this.fetch();
  }

  async #ask(): Promise<void> {
    try {
      const { teams, state } = await this.#connection.call('list_teams', {});
      this.#state = state;
      this.all = teams;
      this.#changed();
    } catch {
      // A program whose key may not ask knows of no teams.
    }
  }
}
