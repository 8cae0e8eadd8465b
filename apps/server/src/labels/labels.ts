/** Making, changing and deleting labels. Changes of one site's labels take turns. */

import {
  type createLabel,
  type deleteLabel,
  type Label,
  MAX_LABELS,
  type ParamsOf,
  type ResultOf,
  type updateLabel,
} from '@parley/protocol';
import { isBlank } from '@parley/protocol/blank';
import { type UniqueName, uniqueName } from '../accounts/names.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { inTurn } from '../core/in-turn.ts';
import { isId } from '../core/place.ts';
import { labelDeleted } from './events.ts';
import { labelsOf } from './look-up.ts';

export async function createLabelVerb(
  core: Core,
  actor: AgentActor,
  { name: text, color, description: when = '', auto = false }: ParamsOf<typeof createLabel>,
  call: Call,
): Promise<ResultOf<typeof createLabel>> {
  const { siteId } = actor;
  const name = uniqueName(text, 'name');
  const description = oneLine(when);
  requireSense({ description, auto });
  const id = uuidv7(core.now());
  return inTurn(core, siteId, async (tx) => {
    const { count } = await tx
      .selectFrom('labels')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('site_id', '=', siteId)
      .where('deleted_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (count >= MAX_LABELS) throw refuse('invalid', { fields: { name: `there are ${MAX_LABELS} labels already` } });
    await requireFree(tx, siteId, name);
    const created_at = new Date(core.now());
    await tx
      .insertInto('labels')
      .values({ site_id: siteId, id, ...name, color, description, auto, created_at })
      .execute();
    const subject = { kind: 'label', id, name: name.name };
    await core.events.emit(audited, tx, deedOf(actor, call, 'label_created', { subject }));
    return { label: await find(tx, siteId, id) };
  });
}

/** What is as wished already is not written down. */
export async function updateLabelVerb(
  core: Core,
  actor: AgentActor,
  { label: id, ...params }: ParamsOf<typeof updateLabel>,
  call: Call,
): Promise<ResultOf<typeof updateLabel>> {
  const { siteId } = actor;
  const name = params.name === undefined ? null : uniqueName(params.name, 'name');
  return inTurn(core, siteId, async (tx) => {
    const before = await find(tx, siteId, id);
    const wished = {
      name: name?.name ?? before.name,
      color: params.color ?? before.color,
      description: params.description === undefined ? before.description : oneLine(params.description),
      auto: params.auto ?? before.auto,
    };
    requireSense(wished);
    const fields = (['name', 'color', 'description', 'auto'] as const).filter(
      (field) => wished[field] !== before[field],
    );
    if (fields.length === 0) return { label: before };
    if (name) await requireFree(tx, siteId, name, id);
    await tx
      .updateTable('labels')
      .set({ ...wished, ...name })
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .execute();
    const renamed = fields.includes('name') ? { from: before.name, to: wished.name } : {};
    const about = { subject: { kind: 'label', id, name: wished.name }, details: { ...renamed, fields } };
    await core.events.emit(audited, tx, deedOf(actor, call, 'label_changed', about));
    return { label: { ...before, ...wished } };
  });
}

/** Gone for everybody at once; its rooms lose it a little later (`rooms/unlabel-rooms.ts`). */
export async function deleteLabelVerb(
  core: Core,
  actor: AgentActor,
  { label: id }: ParamsOf<typeof deleteLabel>,
  call: Call,
): Promise<ResultOf<typeof deleteLabel>> {
  const { siteId } = actor;
  await inTurn(core, siteId, async (tx) => {
    const { name, rooms } = await find(tx, siteId, id);
    const deleted_at = new Date(core.now());
    await tx.updateTable('labels').set({ deleted_at }).where('site_id', '=', siteId).where('id', '=', id).execute();
    const about = { subject: { kind: 'label', id, name }, details: { count: rooms } };
    await core.events.emit(audited, tx, deedOf(actor, call, 'label_deleted', about));
    await core.events.emit(labelDeleted, tx, { siteId, labelId: id });
  });
  return {};
}

/** Of a name alone the bot would guess. */
function requireSense({ description, auto }: Pick<Label, 'description' | 'auto'>): void {
  if (auto && isBlank(description))
    throw refuse('invalid', { fields: { description: 'is needed where the bot puts the label on' } });
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

async function find(tx: Tx, siteId: string, id: string): Promise<Label> {
  const [found] = isId(id) ? await labelsOf(tx, siteId, id) : [];
  if (!found) throw refuse('not_found');
  return found;
}

/** `id`: of the label that is to have the name. */
async function requireFree(tx: Tx, siteId: string, { name_key }: UniqueName, id?: string): Promise<void> {
  const found = await tx
    .selectFrom('labels')
    .select('id')
    .where('site_id', '=', siteId)
    .where('name_key', '=', name_key)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (found && found.id !== id) throw refuse('taken', { fields: { name: 'is the name of another label' } });
}
