/**
 * A site of the doctor's own, for one conversation: no inbox lists it, nothing of it counts for another site, and with it
 * everything goes that was said in it. Making one takes the database and the secret: whoever has these needs no doctor.
 */
import type { Pool } from 'pg';
import { uuidv7 } from '../core/ids.ts';
import type { Tokens } from '../core/tokens.ts';

/** Minutes after which one that was left behind (by a doctor that was killed) is removed by the next. */
const LEFT_BEHIND = 10;

export interface ThrowawaySite {
  readonly id: string;
  readonly slug: string;
  /** An access token of its one agent. */
  readonly agentToken: string;
}

/** Version 8 where all other ids of the program are of version 7: nothing else is ever taken for the doctor's. */
const markedId = (): string => uuidv7().replace(/^(.{14})7/, '$18');
const MARKED = `substr(id::text, 15, 1) = '8'`;

/** All of it or nothing. What an earlier doctor left behind goes first. */
export async function makeSite(pool: Pool, tokens: Tokens): Promise<ThrowawaySite> {
  const [id, accountId, sessionId] = [markedId(), markedId(), markedId()];
  const slug = `doctor-${id.slice(-12)}`;
  const client = await pool.connect();
  const insert = (statement: string, values: unknown[]) => client.query(`insert into ${statement}`, values);
  try {
    await client.query('begin');
    for (const table of ['sites', 'accounts'])
      await client.query(
        `delete from ${table} where ${MARKED} and created_at < now() - interval '${LEFT_BEHIND} minutes'`,
      );
    await insert(`sites (id, slug, name) values ($1, $2, 'Doctor')`, [id, slug]);
    // No password: nobody can sign in as this agent. The session ends by itself, should it be left behind.
    const account = [accountId, `${slug}@doctor.invalid`, slug];
    await insert(`accounts (id, email, username, name) values ($1, $2, $3, 'Doctor')`, account);
    await insert(`memberships (site_id, account_id, role) values ($1, $2, 'agent')`, [id, accountId]);
    await insert(
      `sessions (id, account_id, site_id, token_hash, expires_at)
       values ($1, $2, $3, sha256(gen_random_uuid()::text::bytea), now() + interval '2 minutes')`,
      [sessionId, accountId, id],
    );
    // The bot would answer, and cost money.
    await insert('bots (site_id, enabled) values ($1, false)', [id]);
    await client.query('commit');
  } finally {
    // Where something failed the session goes, and the transaction with it.
    client.release(true);
  }
  return { id, slug, agentToken: tokens.sign({ kind: 'agent', siteId: id, site: slug, accountId, sessionId }) };
}

/** Everything of that site and its agent, and the jobs that nobody has taken yet; one that runs finds nothing and ends. */
export async function removeSite(pool: Pool, { id, slug }: Pick<ThrowawaySite, 'id' | 'slug'>): Promise<void> {
  await pool.query('delete from sites where id = $1', [id]);
  await pool.query(
    `select graphile_worker.complete_jobs(array(
       select id from graphile_worker._private_jobs where locked_at is null and strpos(payload::text, $1) > 0))`,
    [id],
  );
  await pool.query(`delete from accounts where username = $1 and ${MARKED}`, [slug]);
}
