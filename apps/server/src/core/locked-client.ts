/**
 * A connection that sees the rows of its borrower's sites alone (`core/site-lock.ts`). Role and sites are told to each transaction,
 * and end with it: Postgres itself takes them back at COMMIT, at ROLLBACK and when the connection is lost, so that nothing of a
 * borrower stays on a connection that goes back. A statement on its own is made a transaction, all of it in one packet.
 */
import type { Duplex } from 'node:stream';
import type { PoolClient, QueryConfig, QueryResult } from 'pg';
import type { SiteScope } from './site-scope.ts';

const TELL = {
  name: 'tell_sites',
  text: `select set_config('role', $1, true), set_config('parley.sites', $2, true), set_config('parley.account', $3, true)`,
};
/** Tells the transaction that has just begun. */
export const tellSites = (role: string, { siteIds, accountId = '' }: SiteScope): QueryConfig => ({
  ...TELL,
  values: [role, `{${[...new Set(siteIds)].join()}}`, accountId],
});

/** Prepared for one role, a statement would be planned anew whenever it runs as the other. */
export const asLocked = (name: string): string => `${name} (locked)`;

const BEGINS = /^(begin|start transaction)\b/i;
const ENDS = /^(commit|rollback)$/i;

type Asked = [string | QueryConfig, unknown[]?];

export function lockedTo(scope: SiteScope, role: string, client: PoolClient): PoolClient {
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection;
  const tell = tellSites(role, scope);
  let begun = false;
  const send = (...[what, values]: Asked): Promise<QueryResult> =>
    typeof what === 'string' || what.name === undefined
      ? client.query(what as string, values)
      : client.query({ ...what, name: asLocked(what.name) });
  /** The answer of the statement at `place`; or the first failure, which the others only follow from. */
  const together = async (place: number, statements: () => Promise<QueryResult>[]): Promise<QueryResult> => {
    stream.cork();
    let sent: Promise<QueryResult>[];
    try {
      sent = statements();
    } finally {
      stream.uncork();
    }
    const answers = await Promise.allSettled(sent);
    for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
    return (answers[place] as PromiseFulfilledResult<QueryResult>).value;
  };
  const query = async (...asked: Asked): Promise<QueryResult> => {
    const text = typeof asked[0] === 'string' ? asked[0] : asked[0].text;
    if (begun) {
      begun = !ENDS.test(text);
      return send(...asked);
    }
    if (!BEGINS.test(text))
      return together(2, () => [client.query('begin'), client.query(tell), send(...asked), client.query('commit')]);
    begun = true;
    try {
      return await together(0, () => [client.query(text), client.query(tell)]);
    } catch (error) {
      // Nobody would end a transaction that could not be told.
      stream.destroy();
      throw error;
    }
  };
  return Object.assign(Object.create(client) as PoolClient, { query });
}
