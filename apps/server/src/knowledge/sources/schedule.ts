/** Imports that begin by themselves: daily or weekly, counted from when that was chosen. */
import type { KnowledgeSource } from '@parley/protocol';
import type { Core } from '../../core/core.ts';
import type { JobTask } from '../../core/jobs.ts';
import { beginRun } from './runs.ts';
import { announceSource } from './views.ts';

export const IMPORT_DUE = 'import_due_sources';
/** A look every ten minutes is close enough to "daily". */
export const IMPORT_DUE_CRON = `*/10 * * * * ${IMPORT_DUE} ?max=1`;

const DAY_MS = 86_400_000;
const EVERY_MS: Readonly<Record<Exclude<KnowledgeSource['schedule'], 'never'>, number>> = {
  daily: DAY_MS,
  weekly: 7 * DAY_MS,
};

export const nextTime = (schedule: KnowledgeSource['schedule'], now: number): Date | null =>
  schedule === 'never' ? null : new Date(now + EVERY_MS[schedule]);

/** Each in a transaction of its own; two at once share the work. */
export const importDueSources: JobTask = async (core, _payload, { signal }) => {
  do signal.throwIfAborted();
  while (await beginOne(core));
};

async function beginOne(core: Core): Promise<boolean> {
  const now = core.now();
  const source = await core.db.transaction().execute(async (tx) => {
    const due = await tx
      .selectFrom('knowledge_sources')
      .selectAll()
      .where('due_at', '<=', new Date(now))
      .orderBy('due_at')
      .limit(1)
      .forNoKeyUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!due) return null;
    await tx
      .updateTable('knowledge_sources')
      .set({ due_at: nextTime(due.schedule, now) })
      .where('site_id', '=', due.site_id)
      .where('id', '=', due.id)
      .execute();
    // One that still goes on, or was paused, is not begun anew.
    await beginRun(core, tx, due, null);
    return due;
  });
  if (source) await announceSource(core, source.site_id, source.id);
  return source !== null;
}
