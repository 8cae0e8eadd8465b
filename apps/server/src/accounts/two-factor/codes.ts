/** Recovery codes: ten at a time, shown once, kept as keyed hashes, each good for one sign-in. And telling the two kinds of code apart. */
import { createHmac, randomInt } from 'node:crypto';
import type { Core } from '../../core/core.ts';
import type { Tx } from '../../core/events.ts';
import { deriveKey } from '../../core/secrets.ts';

const COUNT = 10;
/** Crockford's base32: no letter looks like another or like a digit. 12 characters are 60 bits. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 12;
const RECOVERY_CODE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

export type Code =
  | { readonly kind: 'authenticator'; readonly digits: string }
  | { readonly kind: 'recovery'; readonly text: string };

/** Takes any spacing, dashes, capitals and the letters that are mistaken for others; null for what can be no code. */
export function readCode(typed: string): Code | null {
  const text = typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}]/gu, '')
    .toLowerCase();
  if (/^\d{6}$/.test(text)) return { kind: 'authenticator', digits: text };
  const clear = text.replaceAll('o', '0').replace(/[il]/g, '1');
  return RECOVERY_CODE.test(clear) ? { kind: 'recovery', text: clear } : null;
}

/**
 * 60 bits can be searched by who has the database, so the hash is keyed with what is not in it; a slow hash would cost ten
 * times a sign-in and hold less. The account in it keeps equal codes apart.
 */
function codeHash(core: Core, accountId: string, text: string): Buffer {
  return createHmac('sha256', deriveKey(core.config.secret, 'recovery-codes')).update(`${accountId} ${text}`).digest();
}

/** Ten new ones, to be shown now or never. The earlier ones are void. */
export async function makeRecoveryCodes(core: Core, tx: Tx, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, () =>
    Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
  );
  await tx.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute();
  await tx
    .insertInto('recovery_codes')
    .values(codes.map((text) => ({ account_id: accountId, code_hash: codeHash(core, accountId, text) })))
    .execute();
  return codes.map((text) => text.replace(/(.{4})(?=.)/g, '$1-'));
}

/** Uses a code up. Of several callers at once one gets true. */
export async function spendRecoveryCode(core: Core, tx: Tx, accountId: string, text: string): Promise<boolean> {
  const spent = await tx
    .deleteFrom('recovery_codes')
    .where('account_id', '=', accountId)
    .where('code_hash', '=', codeHash(core, accountId, text))
    .returning('account_id')
    .execute();
  return spent.length > 0;
}

export async function recoveryCodesLeft(db: Core['db'] | Tx, accountId: string): Promise<number> {
  const { left } = await db
    .selectFrom('recovery_codes')
    .select((eb) => eb.cast<number>(eb.fn.countAll(), 'integer').as('left'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  return left;
}
