/**
 * Knowing visitors again and minting new ones, in as few statements as the crowd allows: everybody comes back at once when a
 * node restarts or a site sends its newsletter.
 */
import type { openSession, ResultOf } from '@parley/protocol';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { Gather } from '../core/gather.ts';
import { uuidv7 } from '../core/ids.ts';
import { prepared } from '../core/prepared.ts';
import type { Proven } from '../core/proof.ts';
import { hashToken, newOpaqueToken } from '../core/tokens.ts';
import type { TokenOrigin } from './tables.ts';

/** A browser that comes back within a year finds its conversation. */
const TOKEN_DAYS = 365;

/**
 * How tokens begin that end with a sign-in. The token itself is all that is left of one that has ended, and what was written under it
 * is not to be sent by whoever comes next.
 */
const OF_AN_ACCOUNT = 'account-';
export const wasOfAnAccount = (token: string | undefined): boolean => !!token?.startsWith(OF_AN_ACCOUNT);

export interface About {
  readonly page: string | null;
  readonly referrer: string | null;
  readonly language: string | null;
}

export interface Coming {
  readonly siteId: string;
  /** Kept by the browser. */
  readonly visitorToken: string | undefined;
  /** From a mailed link; it goes before. */
  readonly resumeToken: string | undefined;
  /** The site vouches for the visitor of the kept token: without that, a token that was given for an identity does not count. */
  readonly vouched?: boolean;
  readonly about: About;
}

/** A new visitor, and what let it in during a flood. */
interface New {
  readonly siteId: string;
  readonly about: About;
  readonly proven: Proven | null;
}

export interface Minted {
  readonly visitorId: string;
  readonly token: string;
}

export interface Known {
  readonly visitorId: string;
  /** Whose the token that the browser keeps is. */
  readonly keptId: string | null;
  /** The sign-in that the kept token is of, where that is the visitor's. */
  readonly sessionId: string | null;
  /** The kept token is the visitor's, and was minted in a browser. */
  readonly fromBrowser: boolean;
  /** The visitor's latest room, with what it has not read of it. */
  readonly room: ResultOf<typeof openSession>['room'];
}

/** Whoever was seen since is not written down again for coming back: an open socket does that (`presence.ts`). */
const SEEN_LATELY = '10 minutes';

const KNOWN = Symbol('visitors who come back');
const NEW = Symbol('new visitors');

const siteOf = ({ siteId }: Pick<Coming, 'siteId'>): string => siteId;

/** Null: neither token is one of this site that still counts. */
export const knowAgain = (core: Core, coming: Coming): Promise<Known | null> =>
  core.state.get(KNOWN, () => new Gather((all: readonly Coming[]) => knowAll(core, all), { siteOf })).ask(coming);

/** A new visitor with its token, and its proof spent with it. Null: the proof was spent before, on whichever node. */
export const mint = (core: Core, coming: New): Promise<Minted | null> =>
  core.state.get(NEW, () => new Gather((all: readonly New[]) => mintAll(core, all), { siteOf })).ask(coming);

/** One more token for a visitor, who may have several browsers. */
export async function addToken(
  core: Core,
  {
    siteId,
    visitorId,
    ...from
  }: { siteId: string; visitorId: string } & (
    | { origin: Exclude<TokenOrigin, 'account'> }
    | { origin: 'account'; session_id: string }
  ),
  db: Core['db'] | Tx = core.db,
): Promise<string> {
  const token = (from.origin === 'account' ? OF_AN_ACCOUNT : '') + newOpaqueToken();
  const row = { site_id: siteId, token_hash: hashToken(token), visitor_id: visitorId, expires_at: expiry(core) };
  await db
    .insertInto('visitor_tokens')
    .values({ ...row, purpose: 'session', ...from })
    .execute();
  return token;
}

/** Where a visitor is and came from, where that was not written down when it came. */
export async function learn(core: Core, siteId: string, visitorId: string, about: About): Promise<void> {
  const { page, referrer, language } = about;
  await sql`
    update visitors set page = coalesce(${page}, page), referrer = coalesce(referrer, ${referrer}), language = coalesce(${language}, language)
    where site_id = ${siteId} and id = ${visitorId}`.execute(core.db);
}

const expiry = (core: Core): Date => new Date(core.now() + TOKEN_DAYS * 86_400_000);

interface KnownRow {
  n: number;
  visitor_id: string;
  kept_id: string | null;
  kept_session: string | null;
  kept_origin: TokenOrigin | null;
  key: string | null;
  head: number;
  unread: number;
}

/** Who is being written to by somebody else at this moment keeps an older `seen_at`: nobody waits in line, let alone in a circle. */
async function knowAll(core: Core, all: readonly Coming[]): Promise<(Known | null)[]> {
  const asked = all.flatMap(({ siteId, visitorToken, resumeToken, vouched = false, about: { page, language } }, n) =>
    [
      { token: visitorToken, purpose: 'session' },
      { token: resumeToken, purpose: 'resume' },
    ].flatMap(({ token, purpose }) =>
      token ? [{ n, site_id: siteId, token: hashToken(token).toString('hex'), purpose, vouched, page, language }] : [],
    ),
  );
  const known: (Known | null)[] = all.map(() => null);
  if (asked.length === 0) return known;
  const statement = sql<KnownRow>`
    with found as (
      select a.n, a.site_id, max(a.page) as page, max(a.language) as language,
        (array_agg(t.visitor_id order by t.purpose))[1] as visitor_id,
        (array_agg(t.visitor_id) filter (where t.purpose = 'session'))[1] as kept_id,
        (array_agg(t.session_id) filter (where t.purpose = 'session'))[1] as kept_session,
        (array_agg(t.origin) filter (where t.purpose = 'session'))[1] as kept_origin
      from json_to_recordset(${JSON.stringify(asked)}::json)
        as a(n int, site_id uuid, token text, purpose text, vouched boolean, page text, language text)
      join lateral (
        select * from visitor_tokens t where t.site_id = a.site_id and t.token_hash = decode(a.token, 'hex') offset 0) t
        on t.purpose = a.purpose and (t.origin <> 'identity' or a.vouched)
      where t.expires_at > ${new Date(core.now())} and (t.session_id is null or exists (
        select from sessions s join accounts c on c.id = s.account_id
        where s.id = t.session_id and s.expires_at > ${new Date(core.now())} and c.deactivated_at is null))
      group by a.n, a.site_id),
    free as (
      select f.* from found f join visitors v on v.site_id = f.site_id and v.id = f.visitor_id
      where v.seen_at < now() - ${SEEN_LATELY}::interval
        or coalesce(f.page, v.page) is distinct from v.page or coalesce(f.language, v.language) is distinct from v.language
      for no key update of v skip locked),
    seen as (
      update visitors v set seen_at = now(), page = coalesce(f.page, v.page), language = coalesce(f.language, v.language)
      from free f where v.site_id = f.site_id and v.id = f.visitor_id)
    select f.n, f.visitor_id, f.kept_id, f.kept_session, f.kept_origin, r.key, r.last_seq as head, (
      select count(*)::int from (
        select 1 from messages m
        where m.site_id = r.site_id and m.room_id = r.id and m.role in ('bot', 'agent') and m.seq > coalesce((
          select p.seq from read_positions p
          where p.site_id = r.site_id and p.room_id = r.id and p.person = r.visitor_id), 0)
        limit 100) as found) as unread
    from found f left join lateral (
      select * from rooms r where r.site_id = f.site_id and r.visitor_id = f.visitor_id
      order by r.updated_at desc limit 1) r on true`;
  for (const { n, visitor_id, kept_id, key, head, unread, ...kept } of await prepared(core, statement)) {
    const room = key === null ? null : { key, head, unread };
    const isKept = visitor_id === kept_id;
    const sessionId = isKept ? kept.kept_session : null;
    const fromBrowser = isKept && kept.kept_origin === 'browser';
    known[n] = { visitorId: visitor_id, keptId: kept_id, sessionId, fromBrowser, room };
  }
  return known;
}

async function mintAll(core: Core, all: readonly New[]): Promise<(Minted | null)[]> {
  const minted = all.map(() => ({ visitorId: uuidv7(core.now()), token: newOpaqueToken() }));
  const rows = all.map(({ siteId, about, proven }, n) => {
    const { visitorId, token } = minted[n] as Minted;
    const proof = proven && { proof: proven.hash.toString('hex'), ends: new Date(proven.expiresAt) };
    return { n, site_id: siteId, id: visitorId, token: hashToken(token).toString('hex'), ...about, ...proof };
  });
  // Of one proof twice in one crowd the first counts; proofs in one order, so that no two nodes wait for each other in a circle.
  const { rows: made } = await sql<{ n: number }>`
    with given as (
      select *, row_number() over (partition by site_id, proof order by n) as turn
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as g(n int, site_id uuid, id uuid, token text, page text, referrer text, language text, proof text, ends timestamptz)),
    spent as (
      insert into spent_proofs (site_id, hash, expires_at)
      select site_id, decode(proof, 'hex'), ends from given where proof is not null and turn = 1 order by site_id, proof
      on conflict do nothing returning site_id, hash),
    admitted as (
      select g.* from given g left join spent s on s.site_id = g.site_id and s.hash = decode(g.proof, 'hex')
      where g.proof is null or (s.hash is not null and g.turn = 1)),
    made as (
      insert into visitors (site_id, id, page, referrer, language)
      select site_id, id, page, referrer, language from admitted),
    known as (
      insert into visitor_tokens (site_id, token_hash, visitor_id, purpose, expires_at)
      select site_id, decode(token, 'hex'), id, 'session', ${expiry(core)} from admitted)
    select n from admitted`.execute(core.db);
  const there = new Set(made.map(({ n }) => n));
  return minted.map((one, n) => (there.has(n) ? one : null));
}
