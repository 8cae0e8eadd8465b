/** Importing a file: read once, then written some articles at a time, so that a long table shows how far it is and can be stopped. */
import type { Core } from '../../core/core.ts';
import { type DocumentKind, type ReadDocument, Unreadable } from '../documents/document.ts';
import { readDocument } from '../documents/read-document.ts';
import { finish, type ImportJob, lockImport, moveOn, type Step } from './import-run.ts';
import { noCounts, savePart } from './source-articles.ts';
import type { SourceRow } from './tables.ts';

/** Articles in one transaction. */
const AT_ONCE = 20;

const KINDS: Readonly<Record<string, DocumentKind>> = {
  pdf: 'pdf',
  docx: 'docx',
  html: 'html',
  htm: 'html',
  md: 'markdown',
  markdown: 'markdown',
  txt: 'text',
  text: 'text',
  csv: 'csv',
};

/** By the ending of its name; null for what is not taken. */
export const kindOfFile = (name: string): DocumentKind | null =>
  KINDS[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? null;

/** The next step of one file's import, again and again. */
export function importFile(core: Core, job: ImportJob, source: SourceRow, signal: AbortSignal): () => Promise<Step> {
  let file: ReadDocument | null = null;
  return async () => {
    if (file === null) {
      try {
        file = await read(core, source, signal);
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        return core.db
          .transaction()
          .execute(async (tx) => ((await lockImport(tx, job)) ? finish(core, tx, job, 'failed', error.code) : 'over'));
      }
      return open(core, job, file);
    }
    return write(core, job, file);
  };
}

async function read(core: Core, { site_id, id, name }: SourceRow, signal: AbortSignal): Promise<ReadDocument> {
  const file = await core.db
    .selectFrom('source_files')
    .select('content')
    .where('site_id', '=', site_id)
    .where('source_id', '=', id)
    .executeTakeFirst();
  const kind = kindOfFile(name);
  if (!file || !kind) throw new Unreadable('unreadable');
  const found = await readDocument({ kind, bytes: file.content, name }, { signal });
  if (found.parts.length + found.troubles.length === 0) throw new Unreadable('no_text');
  return found;
}

/** Says how much there is, and what nothing could be made of. Again after a restart it changes nothing. */
async function open(core: Core, job: ImportJob, { parts, troubles }: ReadDocument): Promise<Step> {
  return core.db.transaction().execute(async (tx) => {
    const run = await lockImport(tx, job);
    if (!run) return 'over';
    if (run.found > 0) return 0;
    if (troubles.length > 0) {
      const { site_id, source_id } = job;
      const items = troubles.map(({ row, code }) => ({
        site_id,
        source_id,
        ordinal: row,
        place: `Row ${row}`,
        state: 'failed' as const,
        problem: code,
      }));
      await tx.insertInto('import_items').values(items).execute();
    }
    await moveOn(tx, job, {
      ...noCounts(),
      found: parts.length + troubles.length,
      done: troubles.length,
      failed: troubles.length,
    });
    return 0;
  });
}

async function write(core: Core, job: ImportJob, { parts, troubles }: ReadDocument): Promise<Step> {
  return core.db.transaction().execute(async (tx) => {
    const run = await lockImport(tx, job);
    if (!run) return 'over';
    const from = run.done - troubles.length;
    const some = parts.slice(from, from + AT_ONCE);
    const place = { site_id: job.site_id, source_id: job.source_id, key: '', origin: null };
    const counts = noCounts();
    for (const [i, part] of some.entries()) await savePart(core, tx, place, from + i, part, counts);
    await moveOn(tx, job, { ...counts, done: some.length });
    if (from + some.length < parts.length) return 0;
    // What it was made of has done its service.
    await tx
      .deleteFrom('source_files')
      .where('site_id', '=', job.site_id)
      .where('source_id', '=', job.source_id)
      .execute();
    return finish(core, tx, job, 'done');
  });
}
