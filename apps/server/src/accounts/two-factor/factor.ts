/** An account's second factor as it is stored: found, opened, and the step of a code spent. */
import type { Core } from '../../core/core.ts';
import type { Tx } from '../../core/events.ts';
import { seal, unseal } from '../../core/sealed.ts';
import { deriveKey } from '../../core/secrets.ts';

const keyOf = (core: Core): Buffer => deriveKey(core.config.secret, 'two-factor');

export const sealSecret = (core: Core, accountId: string, secret: string): Buffer =>
  seal(keyOf(core), accountId, secret);

/** Null, and a line in the log, when the program's secret is not the one it was sealed under. */
export function unsealSecret(core: Core, accountId: string, sealed: Buffer): string | null {
  const secret = unseal(keyOf(core), accountId, sealed);
  if (secret === null) core.log.error({ account: accountId }, 'a second factor cannot be read: was SECRET changed?');
  return secret;
}

export const findFactor = (db: Core['db'] | Tx, accountId: string) =>
  db
    .selectFrom('two_factors')
    .select(['secret', 'confirmed_at'])
    .where('account_id', '=', accountId)
    .executeTakeFirst();

export const hasSecondStep = async (db: Core['db'] | Tx, accountId: string): Promise<boolean> =>
  Boolean((await findFactor(db, accountId))?.confirmed_at);

/**
 * Takes a step for one caller: of all that come with it, at the same moment too, one gets true, and no earlier step passes
 * after it. The row's lock makes them take turns; the condition is looked at again by each.
 */
export async function spendStep(db: Core['db'] | Tx, accountId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('two_factors')
    .set({ last_step: step })
    .where('account_id', '=', accountId)
    .where('last_step', '<', step)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
