/** Sources as clients see them, and telling agents that one is another now. */
import type { ImportRun, KnowledgeSource } from '@parley/protocol';
import { sql } from 'kysely';
import type { Core } from '../../core/core.ts';
import { refuse } from '../../core/errors.ts';
import type { Tx } from '../../core/events.ts';
import { isId } from '../../core/place.ts';
import { agentsChannel } from '../../rooms/channels.ts';
import { wordsOf } from './problems.ts';
import type { RunRow } from './tables.ts';

type Db = Core['db'] | Tx;

/** The newest first. */
export async function sourcesOf(db: Db, siteId: string, only?: string): Promise<KnowledgeSource[]> {
  const rows = await db
    .selectFrom('knowledge_sources as s')
    .leftJoin('import_runs as r', (join) => join.onRef('r.site_id', '=', 's.site_id').onRef('r.source_id', '=', 's.id'))
    .leftJoin('accounts as a', 'a.id', 'r.started_by')
    .selectAll('s')
    .select((eb) => [
      eb
        .selectFrom('articles as k')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('k.site_id', '=', 's.site_id')
        .whereRef('k.source_id', '=', 's.id')
        .as('articles'),
      'r.id as run_id',
      'r.state',
      'r.problem',
      'r.problem_detail',
      'r.found',
      'r.done',
      'r.added',
      'r.changed',
      'r.unchanged',
      'r.removed',
      'r.failed',
      'r.skipped',
      'r.created_at as begun_at',
      'r.finished_at',
      'a.name as by',
    ])
    .where('s.site_id', '=', siteId)
    .$if(only !== undefined, (query) => query.where('s.id', '=', only as string))
    .orderBy('s.created_at', 'desc')
    .orderBy('s.id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    address: row.address,
    size: row.size,
    max_pages: row.max_pages,
    max_depth: row.max_depth,
    schedule: row.schedule,
    next: row.due_at?.toISOString() ?? null,
    articles: row.articles ?? 0,
    created: row.created_at.toISOString(),
    run: row.run_id === null ? null : runOf(row as unknown as RunShown),
  }));
}

type RunShown = Omit<RunRow, 'site_id' | 'source_id' | 'id' | 'created_at' | 'robots' | 'started_by'> & {
  begun_at: Date;
  by: string | null;
};

function runOf(row: RunShown): ImportRun {
  const { state, found, done, added, changed, unchanged, removed, failed, skipped, by } = row;
  const words = row.problem && wordsOf(row.problem, row.problem_detail);
  return {
    state,
    found,
    done,
    added,
    changed,
    unchanged,
    removed,
    failed,
    skipped,
    problem: words ? `${words.reason} ${words.advice}`.trim() : null,
    by,
    created: row.begun_at.toISOString(),
    finished: row.finished_at?.toISOString() ?? null,
  };
}

/** Refuses `not_found`. */
export async function sourceOf(db: Db, siteId: string, id: string): Promise<KnowledgeSource> {
  const [found] = isId(id) ? await sourcesOf(db, siteId, id) : [];
  if (!found) throw refuse('not_found');
  return found;
}

/** A hint, like every announcement: who looks at the list asks again by itself. */
export async function announceSource(core: Core, siteId: string, id: string): Promise<void> {
  const [source] = await sourcesOf(core.db, siteId, id);
  if (!source) return;
  const frame = JSON.stringify({ command: 'source_changed', source });
  core.bus.publish({ site: siteId, channels: [agentsChannel(siteId)], frame });
}
