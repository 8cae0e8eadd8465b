/** Passwords: hashed with argon2id (OWASP's 19 MiB, two passes), never stored, compared or logged as they are. */
import { type Asker, inPasswordThread } from './password-threads.ts';

/** Of a password that nobody knows any more: unknown accounts take as long as wrong passwords. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$fb6H4ePycBjXvWbn6zKQCA$1SXHw5uCvQHBlsl8D/JFMeAMzpy6vpZ1IzCw6YyvkKA';

/** The same characters typed on different systems arrive in different forms. */
export const normalPassword = (password: string): string => password.normalize('NFKC');

/** A PHC string with its own salt. Throws `overloaded`. */
export const hashPassword = async (password: string, asker?: Asker): Promise<string> =>
  (await inPasswordThread({ password: normalPassword(password) }, asker)) as string;

/** Takes as long for an account without a hash, and then answers false. Throws `overloaded`. */
export async function verifyPassword(passwordHash: string | null, password: string, asker?: Asker): Promise<boolean> {
  const task = { password: normalPassword(password), against: passwordHash ?? NOBODYS_HASH };
  return (await inPasswordThread(task, asker)) === true && passwordHash !== null;
}
