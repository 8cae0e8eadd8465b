/** Changes of what a site has few of, such as its teams and labels: one after the other, so that a count or a name holds until COMMIT. */
import type { Core } from './core.ts';
import type { Tx } from './events.ts';

/** Runs `change` in a transaction that holds the site's row. */
export const inTurn = <Result>(core: Core, siteId: string, change: (tx: Tx) => Promise<Result>): Promise<Result> =>
  core.db.transaction().execute(async (tx) => {
    await tx.selectFrom('sites').select('id').where('id', '=', siteId).forNoKeyUpdate().execute();
    return change(tx);
  });
