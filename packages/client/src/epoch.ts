/** Remembers which database the server spoke from: it tells when that one went back in time. */
import type { HeartbeatEvent } from '@parley/protocol';

/** `changed` is true once for each new epoch after the first one; a heartbeat without one says nothing. */
export class Epoch {
  #known: string | undefined;

  changed({ epoch = this.#known }: HeartbeatEvent): boolean {
    const before = this.#known;
    this.#known = epoch;
    return !!before && before !== epoch;
  }
}
