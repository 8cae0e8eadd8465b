/** The commands on predefined answers. Agents read; who manages the site writes. Matching is `predefined.ts` and `intents/`. */

import type {
  createAnswer,
  deleteAnswer,
  listAnswers,
  ParamsOf,
  PredefinedAnswer,
  ResultOf,
  updateAnswer,
} from '@parley/protocol';
import { isBlank } from '@parley/protocol/blank';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import { uuidv7 } from '../core/ids.ts';
import { knownId } from '../knowledge/articles.ts';
import { plainWords } from '../knowledge/plain-words.ts';
import { distinct } from './choices.ts';
import { wantTriggerVectors } from './intents/trigger-vectors.ts';
import type { PredefinedAnswerRow } from './tables.ts';
import { unknownVariables } from './variables.ts';

/** Every visitor message is held against all of a site's answers: more than these belong into articles. */
export const MAX_ANSWERS = 500;

const view = ({ id, title, triggers, content, quick_replies }: PredefinedAnswerRow): PredefinedAnswer => ({
  id,
  title,
  triggers,
  content,
  quick_replies,
});

/** In the order in which they were made; where two would match, the older one answers. */
export const answersOf = (db: Core['db'], siteId: string): Promise<PredefinedAnswerRow[]> =>
  db
    .selectFrom('predefined_answers')
    .selectAll()
    .where('site_id', '=', siteId)
    .orderBy('id')
    .limit(MAX_ANSWERS)
    .execute();

export async function listAnswersVerb(core: Core, { siteId }: AgentActor): Promise<ResultOf<typeof listAnswers>> {
  return { answers: (await answersOf(core.db, siteId)).map(view) };
}

export async function createAnswerVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof createAnswer>,
  call: Call,
): Promise<ResultOf<typeof createAnswer>> {
  const { siteId } = actor;
  const values = checked(params);
  const { count } = await core.db
    .selectFrom('predefined_answers')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('site_id', '=', siteId)
    .executeTakeFirstOrThrow();
  if (count >= MAX_ANSWERS) {
    throw refuse('invalid', {
      fields: { title: `there are ${MAX_ANSWERS} answers already; write an article instead` },
    });
  }
  const row = await core.db.transaction().execute(async (tx) => {
    const made = await tx
      .insertInto('predefined_answers')
      .values({ site_id: siteId, id: uuidv7(core.now()), ...values })
      .returningAll()
      .executeTakeFirstOrThrow();
    await wantTriggerVectors(core, tx, made);
    await core.events.emit(audited, tx, deedOf(actor, call, 'answer_created', about(made)));
    return made;
  });
  return { answer: view(row) };
}

export async function updateAnswerVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof updateAnswer>,
  call: Call,
): Promise<ResultOf<typeof updateAnswer>> {
  const row = await core.db.transaction().execute(async (tx) => {
    const changed = await tx
      .updateTable('predefined_answers')
      .set(checked(params))
      .where('site_id', '=', actor.siteId)
      .where('id', '=', knownId(params.answer))
      .returningAll()
      .executeTakeFirst();
    if (!changed) throw refuse('not_found');
    await wantTriggerVectors(core, tx, changed);
    await core.events.emit(audited, tx, deedOf(actor, call, 'answer_changed', about(changed)));
    return changed;
  });
  return { answer: view(row) };
}

export async function deleteAnswerVerb(
  core: Core,
  actor: AgentActor,
  { answer: id }: ParamsOf<typeof deleteAnswer>,
  call: Call,
): Promise<ResultOf<typeof deleteAnswer>> {
  await core.db.transaction().execute(async (tx) => {
    const gone = await tx
      .deleteFrom('predefined_answers')
      .where('site_id', '=', actor.siteId)
      .where('id', '=', knownId(id))
      .returning(['id', 'title'])
      .executeTakeFirst();
    if (!gone) throw refuse('not_found');
    await core.events.emit(audited, tx, deedOf(actor, call, 'answer_deleted', about(gone)));
  });
  return {};
}

function checked(params: ParamsOf<typeof createAnswer>) {
  const { title, triggers, content, quick_replies } = params;
  const [unknown] = unknownVariables(content);
  if (unknown !== undefined) {
    const fields = { content: `${unknown} means nothing; there are {{visitor.name}}, {{site.name}} and {{page}}` };
    throw refuse('invalid', { fields });
  }
  const values = {
    title: title.trim(),
    triggers: distinct(triggers),
    content: content.trim(),
    quick_replies: distinct(quick_replies),
  };
  const fields = {
    ...(isBlank(values.title) && { title: 'is empty' }),
    ...(isBlank(values.content) && { content: 'is empty' }),
    // A trigger of punctuation alone would match nothing, for ever.
    ...(!values.triggers.some((trigger) => plainWords(trigger) !== '') && {
      triggers: 'give the words that visitors write',
    }),
  };
  if (Object.keys(fields).length > 0) throw refuse('invalid', { fields });
  return values;
}

/** For the audit log: the title, never the text. */
const about = ({ id, title }: Pick<PredefinedAnswerRow, 'id' | 'title'>) => ({
  subject: { kind: 'answer', id, name: title },
});
