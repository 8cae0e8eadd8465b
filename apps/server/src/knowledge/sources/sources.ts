/** The commands on sources themselves: list, add a website or a file, change, delete. */

import {
  type createSource,
  type deleteSource,
  type listSources,
  MAX_FILE_BYTES,
  MAX_SOURCES,
  type ParamsOf,
  type ResultOf,
  type updateSource,
  type uploadFile,
} from '@parley/protocol';
import { isBlank } from '@parley/protocol/blank';
import { sql } from 'kysely';
import type { AgentActor } from '../../core/actor.ts';
import type { Call, Core } from '../../core/core.ts';
import { audited, deedOf } from '../../core/deeds.ts';
import { refuse } from '../../core/errors.ts';
import type { Tx } from '../../core/events.ts';
import { uuidv7 } from '../../core/ids.ts';
import { kindOfFile } from './import-file.ts';
import { startOf, typedAddress } from './page-address.ts';
import { about, beginner, beginRun, lockRun, lockSource } from './runs.ts';
import { nextTime } from './schedule.ts';
import type { SourceRow } from './tables.ts';
import { announceSource, sourceOf, sourcesOf } from './views.ts';

const DEFAULTS = { max_pages: 200, max_depth: 4 };

export async function listSourcesVerb(core: Core, { siteId }: AgentActor): Promise<ResultOf<typeof listSources>> {
  return { sources: await sourcesOf(core.db, siteId) };
}

export async function createSourceVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof createSource>,
  call: Call,
): Promise<ResultOf<typeof createSource>> {
  const address = typedAddress(params.address);
  if (address === null) throw refuse('invalid', { fields: { address: 'is not the address of a website' } });
  const { max_pages = DEFAULTS.max_pages, max_depth = DEFAULTS.max_depth, schedule = 'never' } = params;
  return add(core, actor, call, {
    kind: 'website',
    name: nameFor(params.name) || new URL(address).host + new URL(address).pathname.replace(/\/$/, ''),
    address,
    size: null,
    max_pages,
    max_depth,
    schedule,
    due_at: nextTime(schedule, core.now()),
  });
}

export async function uploadFileVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof uploadFile>,
  call: Call,
): Promise<ResultOf<typeof uploadFile>> {
  // What a browser on another system calls a path is a name here.
  const name = nameFor(params.name.replace(/^.*[\\/]/, ''));
  if (kindOfFile(name) === null)
    throw refuse('invalid', { fields: { name: 'has to end with .pdf, .docx, .html, .md, .txt or .csv' } });
  const content = Buffer.from(params.content, 'base64');
  if (content.length > MAX_FILE_BYTES) throw refuse('too_large');
  if (content.length === 0) throw refuse('invalid', { fields: { content: 'is empty' } });
  const { max_pages, max_depth } = DEFAULTS;
  const file = { kind: 'file', name, address: null, size: content.length, max_pages, max_depth } as const;
  return add(core, actor, call, file, content);
}

const nameFor = (text = ''): string =>
  text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 120)
    .toWellFormed();

async function add(
  core: Core,
  actor: AgentActor,
  call: Call,
  values: Pick<SourceRow, 'kind' | 'name' | 'address' | 'size' | 'max_pages' | 'max_depth'> & Partial<SourceRow>,
  content?: Buffer,
): Promise<ResultOf<typeof createSource>> {
  const { siteId } = actor;
  const source = await core.db.transaction().execute(async (tx) => {
    await assertRoom(tx, siteId);
    if (values.address !== null) await assertNew(tx, siteId, values.address);
    const row = await tx
      .insertInto('knowledge_sources')
      .values({ ...values, site_id: siteId, id: uuidv7(core.now()), created_at: new Date(core.now()) })
      .returningAll()
      .executeTakeFirstOrThrow();
    if (content) await tx.insertInto('source_files').values({ site_id: siteId, source_id: row.id, content }).execute();
    await beginRun(core, tx, row, beginner(actor));
    await core.events.emit(audited, tx, deedOf(actor, call, 'source_added', about(row)));
    return sourceOf(tx, siteId, row.id);
  });
  await announceSource(core, siteId, source.id);
  return { source };
}

/** Two who add at once take turns, so that the limit is one. */
async function assertRoom(tx: Tx, siteId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('sources ' || ${siteId}, 0))`.execute(tx);
  const { n } = await tx
    .selectFrom('knowledge_sources')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('site_id', '=', siteId)
    .executeTakeFirstOrThrow();
  if (n >= MAX_SOURCES) throw refuse('invalid', { fields: { name: `a site has at most ${MAX_SOURCES} sources` } });
}

/** A website that is there twice would give each article twice. */
async function assertNew(tx: Tx, siteId: string, address: string): Promise<void> {
  const websites = await tx
    .selectFrom('knowledge_sources')
    .select(['name', 'address'])
    .where('site_id', '=', siteId)
    .where('kind', '=', 'website')
    .execute();
  const same = websites.find((other) => other.address !== null && startOf(other.address) === startOf(address));
  if (same)
    throw refuse('invalid', { fields: { address: `is a source already: “${same.name}”. Import that one again` } });
}

export async function updateSourceVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof updateSource>,
  call: Call,
): Promise<ResultOf<typeof updateSource>> {
  const { source: id, name: given, ...limits } = params;
  const name = given === undefined ? undefined : nameFor(given);
  if (name !== undefined && isBlank(name)) throw refuse('invalid', { fields: { name: 'is empty' } });
  const source = await core.db.transaction().execute(async (tx) => {
    const before = await lockSource(tx, actor.siteId, id);
    // Of a file nothing is walked, and nothing is left to be read again.
    const [limit] = Object.keys(limits);
    if (before.kind === 'file' && limit) throw refuse('invalid', { fields: { [limit]: 'is for websites' } });
    const wanted = { ...limits, ...(name !== undefined && { name }) };
    const fields = (Object.keys(wanted) as (keyof typeof wanted)[]).filter((key) => wanted[key] !== before[key]);
    if (fields.length === 0) return sourceOf(tx, actor.siteId, id);
    const { schedule } = wanted;
    const due = fields.includes('schedule') && schedule ? { due_at: nextTime(schedule, core.now()) } : {};
    await tx
      .updateTable('knowledge_sources')
      .set({ ...wanted, ...due })
      .where('site_id', '=', actor.siteId)
      .where('id', '=', id)
      .execute();
    await core.events.emit(
      audited,
      tx,
      deedOf(actor, call, 'source_changed', { ...about(before), details: { fields } }),
    );
    return sourceOf(tx, actor.siteId, id);
  });
  await announceSource(core, actor.siteId, id);
  return { source };
}

/** Its articles, its import and what was uploaded go with it. */
export async function deleteSourceVerb(
  core: Core,
  actor: AgentActor,
  { source: id }: ParamsOf<typeof deleteSource>,
  call: Call,
): Promise<ResultOf<typeof deleteSource>> {
  await core.db.transaction().execute(async (tx) => {
    const source = await lockSource(tx, actor.siteId, id);
    // What its job is writing is written, and deleted with the rest.
    await lockRun(tx, source);
    const gone = await tx
      .deleteFrom('articles')
      .where('site_id', '=', actor.siteId)
      .where('source_id', '=', id)
      .executeTakeFirst();
    await tx.deleteFrom('knowledge_sources').where('site_id', '=', actor.siteId).where('id', '=', id).execute();
    const details = { count: Number(gone.numDeletedRows) };
    await core.events.emit(audited, tx, deedOf(actor, call, 'source_deleted', { ...about(source), details }));
  });
  return {};
}
