/** Looking at balances and ledgers, one's own or the site's users', and changing a balance by hand. */
import type {
  changeTokens,
  getTokenAccount,
  getTokens,
  listTokenAccounts,
  listTokenEntries,
  ParamsOf,
  ResultOf,
  TokenAccount,
  TokenEntry,
} from '@parley/protocol';
import { sql } from 'kysely';
import type { AgentActor, UserActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { cursorOf, isId, placeOf } from '../core/place.ts';
import { change, lockAccount, type Owner } from './ledger.ts';

/** Of one user, in one site. */
export async function balanceOf(db: Core['db'], owner: Owner): Promise<{ tokens: number; held: number }> {
  const row = await accounts(db, owner.siteId).where('a.account_id', '=', owner.accountId).executeTakeFirst();
  return { tokens: row?.balance ?? 0, held: row?.held ?? 0 };
}

export const getTokensVerb = (core: Core, actor: UserActor): Promise<ResultOf<typeof getTokens>> =>
  balanceOf(core.db, actor);

export const listTokenEntriesVerb = (
  core: Core,
  actor: UserActor,
  params: ParamsOf<typeof listTokenEntries>,
): Promise<ResultOf<typeof listTokenEntries>> => entriesOf(core.db, actor, params);

export async function listTokenAccountsVerb(
  core: Core,
  { siteId }: AgentActor,
  { query, cursor, limit = 50 }: ParamsOf<typeof listTokenAccounts>,
): Promise<ResultOf<typeof listTokenAccounts>> {
  let found = accounts(core.db, siteId).orderBy('u.created_at', 'desc').orderBy('u.account_id', 'desc');
  const words = query?.trim();
  if (words) {
    const part = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
    found = found.where(
      sql<boolean>`(p.name ilike ${part} or p.username::text ilike ${part} or ${EMAIL} ilike ${part})`,
    );
  }
  if (cursor !== undefined) {
    const { at, id } = placeOf(cursor);
    found = found.where(sql<boolean>`(u.created_at, u.account_id) < (${at}, ${id}::uuid)`);
  }
  const rows = await found.limit(limit + 1).execute();
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { accounts: page.map(view), next: last ? cursorOf({ at: last.created_at, id: last.account_id }) : null };
}

export async function getTokenAccountVerb(
  core: Core,
  { siteId }: AgentActor,
  { user, ...page }: ParamsOf<typeof getTokenAccount>,
): Promise<ResultOf<typeof getTokenAccount>> {
  const owner = ownerOf(siteId, user);
  const [account, entries] = await Promise.all([accountOf(core.db, owner), entriesOf(core.db, owner, page)]);
  return { account, ...entries };
}

/** A repetition of a `client_id` answers with the first entry. Refused: `not_found`, `conflict`, `invalid`. */
export async function changeTokensVerb(
  core: Core,
  actor: AgentActor,
  { user, amount, note, client_id }: ParamsOf<typeof changeTokens>,
  call: Call,
): Promise<ResultOf<typeof changeTokens>> {
  if (amount === 0) throw refuse('invalid', { fields: { amount: 'changes nothing' } });
  const owner = ownerOf(actor.siteId, user);
  return core.db.transaction().execute(async (tx) => {
    await lockAccount(tx, owner);
    const before = await accountOf(tx, owner);
    const known = client_id === undefined ? undefined : await entryOf(tx, owner, { client_id });
    if (known && known.amount !== amount) throw refuse('conflict');
    if (known) return { account: before, entry: known };
    const changed = await change(
      tx,
      owner,
      {
        amount,
        reason: amount > 0 ? 'grant' : 'correction',
        note: note?.trim() || null,
        by: actor.accountId,
        clientId: client_id ?? null,
      },
      new Date(core.now()),
    );
    if (!changed) throw refuse('invalid', { fields: { amount: 'leaves less than is held for answers' } });
    const account = await accountOf(tx, owner);
    const about = { subject: { kind: 'user', id: owner.accountId, name: account.username } };
    const details = { from: `${before.tokens}`, to: `${account.tokens}` };
    await core.events.emit(audited, tx, deedOf(actor, call, 'tokens_changed', { ...about, details }));
    return { account, entry: (await entryOf(tx, owner, changed)) as TokenEntry };
  });
}

const EMAIL = sql<string>`coalesce(p.email, p.claimed_email)::text`;

const accounts = (db: Core['db'] | Tx, siteId: string) =>
  db
    .selectFrom('token_accounts as a')
    .innerJoin('users as u', (join) =>
      join.onRef('u.site_id', '=', 'a.site_id').onRef('u.account_id', '=', 'a.account_id'),
    )
    .innerJoin('accounts as p', 'p.id', 'a.account_id')
    .select([
      'a.account_id',
      'a.balance',
      'p.username',
      'p.name',
      'u.created_at',
      'u.deactivated_at',
      EMAIL.as('email'),
    ])
    .select((eb) =>
      eb
        .selectFrom('token_holds as h')
        .select(sql<number>`coalesce(sum(h.amount), 0)::bigint`.as('held'))
        .whereRef('h.site_id', '=', 'a.site_id')
        .whereRef('h.account_id', '=', 'a.account_id')
        .$asScalar()
        .$notNull()
        .as('held'),
    )
    .where('a.site_id', '=', siteId);

type Row = Awaited<ReturnType<ReturnType<typeof accounts>['executeTakeFirstOrThrow']>>;

const view = ({ account_id, username, name, email, balance, held, created_at, deactivated_at }: Row): TokenAccount => ({
  user: account_id,
  username,
  name,
  email,
  tokens: balance,
  held,
  joined: created_at.toISOString(),
  deactivated: deactivated_at !== null,
});

/** What is no id belongs to nobody. */
function ownerOf(siteId: string, user: string): Owner {
  if (!isId(user)) throw refuse('not_found');
  return { siteId, accountId: user };
}

async function accountOf(db: Core['db'] | Tx, { siteId, accountId }: Owner): Promise<TokenAccount> {
  const row = await accounts(db, siteId).where('a.account_id', '=', accountId).executeTakeFirst();
  if (!row) throw refuse('not_found');
  return view(row);
}

const entries = (db: Core['db'] | Tx, { siteId, accountId }: Owner) =>
  db
    .selectFrom('token_entries as e')
    .leftJoin('accounts as by', 'by.id', 'e.by_account')
    .select(['e.seq', 'e.amount', 'e.balance', 'e.reason', 'e.note', 'by.name as by', 'e.created_at'])
    .where('e.site_id', '=', siteId)
    .where('e.account_id', '=', accountId);

const entryView = ({
  created_at,
  ...entry
}: Awaited<ReturnType<ReturnType<typeof entries>['executeTakeFirstOrThrow']>>): TokenEntry => ({
  ...entry,
  created: created_at.toISOString(),
});

async function entryOf(
  db: Tx,
  owner: Owner,
  { seq, client_id }: { seq?: number; client_id?: string },
): Promise<TokenEntry | undefined> {
  const all = entries(db, owner);
  const one = seq === undefined ? all.where('e.client_id', '=', client_id as string) : all.where('e.seq', '=', seq);
  const found = await one.executeTakeFirst();
  return found && entryView(found);
}

async function entriesOf(
  db: Core['db'],
  owner: Owner,
  { before, limit = 50 }: ParamsOf<typeof listTokenEntries>,
): Promise<ResultOf<typeof listTokenEntries>> {
  let found = entries(db, owner).orderBy('e.seq', 'desc');
  if (before !== undefined) found = found.where('e.seq', '<', before);
  const page = await found.limit(limit).execute();
  const last = page.at(-1);
  return { entries: page.map(entryView), next: last && last.seq > 1 ? last.seq : null };
}
