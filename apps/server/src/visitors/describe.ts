/** What the visitors' own tables, and those below, hold of a person, in words for that person. No secret is among them, and nobody else. */
import { sql } from 'kysely';
import { accountDescribed, type Described } from '../accounts/events.ts';
import { deedsOf } from '../audit/describe.ts';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import type { visitorDescribed } from './events.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export async function describeVisitor(
  core: Core,
  tx: Tx,
  { siteId, visitorId, add }: NonNullable<(typeof visitorDescribed)['payload']>,
): Promise<void> {
  const visitor = await tx
    .selectFrom('visitors')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('id', '=', visitorId)
    .executeTakeFirst();
  if (visitor) {
    const { name, email, page, referrer, language, created_at, seen_at, external_id, email_verified } = visitor;
    const seen = { first_seen: iso(created_at), last_seen: iso(seen_at) };
    const known = { id: visitorId, id_at_the_site: external_id, name, email, email_verified };
    add('about_you', [{ ...known, last_page: page, came_from: referrer, language, ...seen }]);
  }
  const user = await tx
    .selectFrom('users')
    .select('account_id')
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .executeTakeFirst();
  if (user) await core.events.emit(accountDescribed, tx, { accountId: user.account_id, visitorId, siteId, add });
  else {
    add('your_account', []);
    add('what_the_audit_log_tells', await deedsOf(tx, [visitorId], siteId));
  }
  add('what_you_agreed_to', await agreements(tx, siteId, visitorId));
  const blocks = await tx
    .selectFrom('blocks')
    .select(['reason', 'created_at', 'ends_at'])
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .execute();
  add(
    'you_are_blocked',
    blocks.map(({ reason, created_at, ends_at }) => ({ reason, since: iso(created_at), until: iso(ends_at) })),
  );
  const labels = await tx
    .selectFrom('room_labels as p')
    .innerJoin('labels as l', (join) => join.onRef('l.site_id', '=', 'p.site_id').onRef('l.id', '=', 'p.label_id'))
    .innerJoin('rooms as r', (join) => join.onRef('r.site_id', '=', 'p.site_id').onRef('r.id', '=', 'p.room_id'))
    .select(['r.key', 'l.name', 'p.put_at'])
    .where('p.site_id', '=', siteId)
    .where('r.visitor_id', '=', visitorId)
    .where('l.deleted_at', 'is', null)
    .orderBy('p.put_at')
    .execute();
  add(
    'what_the_team_labelled_your_conversations',
    labels.map(({ key, name, put_at }) => ({ conversation: key, label: name, since: iso(put_at) })),
  );
  const tokens = await tx
    .selectFrom('visitor_tokens')
    .select(['purpose', 'created_at', 'expires_at'])
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .orderBy('created_at')
    .execute();
  add(
    'browsers_and_links_that_bring_you_back',
    tokens.map(({ purpose, created_at, expires_at }) => ({
      kind: purpose === 'session' ? 'browser' : 'link in a mail',
      since: iso(created_at),
      until: iso(expires_at),
    })),
  );
  const read = await tx
    .selectFrom('read_positions as p')
    .innerJoin('rooms as r', (join) => join.onRef('r.site_id', '=', 'p.site_id').onRef('r.id', '=', 'p.room_id'))
    .select(['r.key', 'p.seq', 'p.read_at'])
    .where('p.site_id', '=', siteId)
    .where('r.visitor_id', '=', visitorId)
    .where('p.person', '=', visitorId)
    .execute();
  add(
    'how_far_you_have_read',
    read.map(({ key, seq, read_at }) => ({ conversation: key, up_to: seq, at: iso(read_at) })),
  );
}

/** Those that were taken back too. */
async function agreements(tx: Tx, siteId: string, visitorId: string): Promise<Described[]> {
  const { rows } = await sql<{ text: string; policy_url: string | null; given_at: Date; withdrawn_at: Date | null }>`
    select t.text, t.policy_url, c.given_at, c.withdrawn_at from (
      select site_id, visitor_id, version, given_at, null::timestamptz as withdrawn_at from consents
      union all select site_id, visitor_id, version, given_at, withdrawn_at from withdrawn_consents) c
    join consent_texts t on t.site_id = c.site_id and t.version = c.version
    where c.site_id = ${siteId} and c.visitor_id = ${visitorId} order by c.given_at, c.withdrawn_at`.execute(tx);
  return rows.map(({ text, policy_url, given_at, withdrawn_at }) => ({
    text,
    policy: policy_url,
    agreed: iso(given_at),
    taken_back: iso(withdrawn_at),
  }));
}
