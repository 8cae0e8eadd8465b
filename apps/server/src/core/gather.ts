/**
 * Turns many small questions into few large ones: while one query runs, the next gathers; an idle one asks as soon as all that
 * has arrived by now was read. After a crowd it rests for moments, so that the crowd shares the next query too: a query costs Node
 * some 60 microseconds however many share it. Who asks alone never waits.
 */

import { apart } from './log-context.ts';
import { inSites } from './site-scope.ts';

/** Milliseconds of rest at most; one for each further question that the last query answered. */
const REST_MS = 10;

interface Waiting<Asked, Answer> {
  readonly asked: Asked;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export interface GatherOptions<Asked> {
  /** Questions in one query. */
  readonly most?: number;
  /** Queries at the same time: one alone gathers the most. */
  readonly lanes?: number;
  /** Whose rows answer a question; without it the query sees all. */
  readonly siteOf?: (asked: Asked) => string;
}

/** `run` answers each question at its own place. What it throws is thrown to all who asked together. */
export class Gather<Asked, Answer> {
  readonly #run: (asked: readonly Asked[]) => Promise<readonly Answer[]>;
  readonly #most: number;
  readonly #lanes: number;
  readonly #siteOf: ((asked: Asked) => string) | undefined;
  #waiting: Waiting<Asked, Answer>[] = [];
  #busy = 0;

  constructor(
    run: (asked: readonly Asked[]) => Promise<readonly Answer[]>,
    { most = 100, lanes = 1, siteOf }: GatherOptions<Asked> = {},
  ) {
    this.#run = run;
    this.#most = most;
    this.#lanes = lanes;
    this.#siteOf = siteOf;
  }

  /** The answer is never older than the question. */
  ask(asked: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ asked, resolve, reject });
      if (this.#busy >= this.#lanes) return;
      this.#busy += 1;
      // Not before the frames and requests that came with this one.
      apart(() => setImmediate(() => void this.#drain()));
    });
  }

  #ask(asked: readonly Asked[]): Promise<readonly Answer[]> {
    const siteOf = this.#siteOf;
    if (!siteOf) return this.#run(asked);
    return inSites({ siteIds: [...new Set(asked.map(siteOf))] }, () => this.#run(asked));
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#most);
      try {
        const answers = await this.#ask(batch.map(({ asked }) => asked));
        for (const [i, { resolve }] of batch.entries()) resolve(answers[i] as Answer);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
      const rest = Math.min(REST_MS, batch.length - 1);
      if (rest > 0 && this.#waiting.length < this.#most) await new Promise((resolve) => setTimeout(resolve, rest));
    }
    this.#busy -= 1;
  }
}
