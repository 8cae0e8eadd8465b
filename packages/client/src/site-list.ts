/** A list that a site has few of, such as its teams, as the server has it: asked for at each connection, and whenever a heartbeat tells that it changed. */
export interface SiteListAnswer<Item> {
  readonly items: readonly Item[];
  /** What heartbeats tell as long as nothing changed. */
  readonly state: string;
}

export class SiteList<Item> {
  /** As the server orders them; null until they are known. */
  all: readonly Item[] | null = null;
  #ask: () => Promise<SiteListAnswer<Item>>;
  #changed: () => void;
  #state: string | undefined;
  #asking: Promise<void> | undefined;

  constructor(ask: () => Promise<SiteListAnswer<Item>>, changed: () => void) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** Never rejects: what could not be had is asked for again after the next heartbeat. */
  fetch(): Promise<void> {
    this.#asking ??= this.#fetch().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** What a heartbeat tells of this list. */
  hear(state: string | undefined): void {
    if (state !== undefined && state !== this.#state) void this.fetch();
  }

  async #fetch(): Promise<void> {
    try {
      const { items, state } = await this.#ask();
      this.#state = state;
      this.all = items;
      this.#changed();
    } catch {
      // A program whose key may not ask knows of none.
    }
  }
}
