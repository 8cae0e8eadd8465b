/** Passwords: hashed with argon2id (OWASP's 19 MiB, two passes), never stored, compared or logged as they are. */
import { hash, verify } from '@node-rs/argon2';
import { refuse } from '../core/errors.ts';

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each takes 19 MiB and 30 to 60 ms of a core. */
const AT_ONCE = 2;
/** Above this the last would wait for two seconds: it is better told to come back. */
const MAX_WAITING = 64;

/** Of a password that nobody knows any more: unknown accounts take as long as wrong passwords. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$fb6H4ePycBjXvWbn6zKQCA$1SXHw5uCvQHBlsl8D/JFMeAMzpy6vpZ1IzCw6YyvkKA';

let running = 0;
const waiting: (() => void)[] = [];

/** Throws `overloaded` when too many wait already. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < AT_ONCE) running += 1;
  else {
    if (waiting.length >= MAX_WAITING) throw refuse('overloaded', { retryAfter: 2 });
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  try {
    return await work();
  } finally {
    // The place is handed on, not given back: nobody who comes just now can slip in between.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** The same characters typed on different systems arrive in different forms. */
const normal = (password: string): string => password.normalize('NFKC');

/** A PHC string with its own salt. Throws `overloaded`. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(normal(password), COST));

/** Takes as long for an account without a hash, and then answers false. Throws `overloaded`. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await inTurn(() => verify(passwordHash ?? NOBODYS_HASH, normal(password)));
  return matches && passwordHash !== null;
}
