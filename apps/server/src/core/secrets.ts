/**
 * Owns the master secret: where it is kept when nobody gave one, and how keys are drawn from it.
 * The secret itself never leaves this file and the config; features get keys bound to one purpose.
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { StartError } from './start-error.ts';

/** A secret of fewer characters is refused: 32 characters of base64 are 192 bits. */
export const SECRET_MIN_LENGTH = 32;

/**
 * The secret kept in `dataDir/secret` (mode 0600), made on the first call. Two programs that start at once on an
 * empty folder get the same one. Throws a StartError where the folder cannot be used or the file was damaged:
 * a new secret would sign everybody out and make the stored ciphertexts unreadable, so none is made silently.
 */
export function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret');
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    makeFolder(dataDir);
    const known = readIfThere(file);
    if (known !== undefined) return known;
    writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    try {
      // A link either appears whole or fails because another program was first: no reader sees half a secret.
      linkSync(draft, file);
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(
      `The secret cannot be kept in ${file}: ${(error as Error).message}\n` +
        'Make the folder writable for this user, choose another with DATA_DIR, or give SECRET yourself (64 hex digits).',
    );
  }
}

/** A 32-byte key for one purpose (`'jwt-visitor'`, `'encryption'`); the same secret and purpose always give the same key. */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'parley', purpose, 32));
}

function readIfThere(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  if (text.length < SECRET_MIN_LENGTH) {
    throw new StartError(
      `${file} is damaged: it holds ${text.length} characters instead of 64.\n` +
        'Restore it from a backup. Deleting it makes a new secret: everybody is signed out and stored credentials are lost.',
    );
  }
  return text;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
