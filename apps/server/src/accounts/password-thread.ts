/** One thread that hashes passwords and compares them, one after the other. Started by `password-threads.ts` alone. */
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { hashSync, verifySync } from '@node-rs/argon2';

export interface PasswordTask {
  readonly password: string;
  /** Absent: a new hash is wanted. */
  readonly against?: string;
}
export type PasswordAnswer = { readonly is: string | boolean } | { readonly failed: string };

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Whoever signs in waits a little longer on a busy machine; whoever talks does not. */
const BEHIND_THE_CHAT = 10;

// On Linux each thread has its own; elsewhere this would set the whole program back.
if (process.platform === 'linux') setPriority(BEHIND_THE_CHAT);

parentPort?.on('message', ({ password, against }: PasswordTask) => {
  let answer: PasswordAnswer;
  try {
    answer = { is: against === undefined ? hashSync(password, COST) : verifySync(against, password) };
  } catch (error) {
    answer = { failed: (error as Error).message };
  }
  parentPort?.postMessage(answer);
});
