/** Who was told what an article does not say any more. */
import type { listTold, ParamsOf, ResultOf } from '@parley/protocol';
import { sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { isId } from '../core/place.ts';
import { roomName } from '../rooms/channels.ts';

/** Whoever asked longer ago has acted on it, one way or the other. */
export const TOLD_DAYS = 90;
const MOST = 200;
const LENGTH = 500;

interface Row {
  key: string;
  seq: number;
  name: string | null;
  email: string | null;
  revision: number;
  answer: string;
  at: Date;
  corrected: Date | null;
  open: number;
}

export async function revisionOf(core: Core, siteId: string, article: string): Promise<number> {
  if (!isId(article)) throw refuse('not_found');
  const row = await core.db
    .selectFrom('articles')
    .select('revision')
    .where('site_id', '=', siteId)
    .where('id', '=', article)
    .executeTakeFirst();
  if (!row) throw refuse('not_found');
  return row.revision;
}

/** Of `bot_answers` as `b`: it rests on an older revision of the article. */
export const restsOnOlder = (article: string, revision: number) => sql<boolean>`exists (
  select from jsonb_array_elements(b.passages) p
  where p->>'article_id' = ${article} and (p->>'cited')::boolean and (p->>'revision')::int < ${revision})`;

export async function listToldVerb(
  core: Core,
  { siteId, site }: AgentActor,
  { article }: ParamsOf<typeof listTold>,
): Promise<ResultOf<typeof listTold>> {
  const revision = await revisionOf(core, siteId, article);
  const { rows } = await sql<Row>`
    select r.key, b.seq, v.name, v.email, m.content as answer, b.created_at as at, b.corrected_at as corrected,
      (select max((p->>'revision')::int) from jsonb_array_elements(b.passages) p
        where p->>'article_id' = ${article} and (p->>'cited')::boolean) as revision,
      (count(*) filter (where b.corrected_at is null) over ())::int as open
    from bot_answers b
    join rooms r on r.site_id = b.site_id and r.id = b.room_id and r.erased_at is null
    join messages m on m.site_id = b.site_id and m.room_id = b.room_id and m.seq = b.seq
    left join visitors v on v.site_id = r.site_id and v.id = r.visitor_id
    where b.site_id = ${siteId} and b.created_at > ${new Date(core.now() - TOLD_DAYS * 86_400_000)}
      and ${restsOnOlder(article, revision)}
    order by b.created_at desc limit ${MOST}`.execute(core.db);
  return {
    revision,
    count: rows[0]?.open ?? 0,
    told: rows.map(({ key, seq, name, email, answer, at, corrected, revision: then }) => ({
      room: roomName(site, key),
      seq,
      name: name ?? email ?? `Visitor ${key.replace(/~\d+$/, '').slice(-3)}`,
      has_email: email !== null,
      revision: then,
      answer: answer.slice(0, LENGTH),
      at: at.toISOString(),
      corrected: corrected?.toISOString() ?? null,
    })),
  };
}
