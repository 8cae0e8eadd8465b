/**
 * Finds the predefined answer that is asked for in other words: by the same meaning (`meaning.ts`), which needs no model; else, where
 * a model gives vectors, by the trigger that lies closest. Both rather find none than a wrong one: the articles come next.
 */
import { createHash } from 'node:crypto';
import type { Core } from '../../core/core.ts';
import { embedderOf, vectorOfQuestion } from '../../knowledge/embedder.ts';
import { SiteCache } from '../../knowledge/site-cache.ts';
import { lookUpBy } from '../mask.ts';
import type { Prepared } from '../predefined.ts';
import type { PredefinedAnswerRow } from '../tables.ts';
import type { Turn } from '../turn.ts';
import { agree, type Meanings, meaningsOf, meanSame, saysMore } from './meaning.ts';
import { closestTriggers } from './trigger-vectors.ts';

/** Letters: a longer message asks for more than one thing. */
const LENGTH = 200;
/** Cosine that the closest trigger has at least. */
const LIKENESS = 0.75;
/** How far the closest lies, of how far the closest of another answer does, at most: what models call alike differs, this hardly. */
const APART = 0.5;
/** How much more alike it is than that, at least. */
const AHEAD = 0.05;
/** Taken for the likeness of another answer where there is none. */
const ANY = 0.8;
/** Words of triggers of all sites together: about 50 MB. */
const KEPT = 500_000;
const STATE = Symbol('meanings of triggers');

export interface Trigger {
  readonly answer: PredefinedAnswerRow;
  readonly trigger: string;
  readonly meanings: Meanings;
}
/** Of which site, and what may leave for the model's server. */
export type Asking = {
  readonly place: Pick<Turn['place'], 'siteId'>;
  readonly bot: Pick<Turn['bot'], 'mask_personal_data'>;
};

export async function findByIntent(
  core: Pick<Core, 'db' | 'state'>,
  { place: { siteId }, bot }: Asking,
  answers: readonly PredefinedAnswerRow[],
  text: string,
): Promise<Prepared | undefined> {
  if (answers.length === 0 || text.length > LENGTH) return undefined;
  const [[asked], triggers] = await Promise.all([meaningsOf(core, [text]), meaningsOfTriggers(core, siteId, answers)]);
  if (!asked) return undefined;
  const same = triggers.find(({ meanings }) => meanSame(asked, meanings));
  if (same) return { answer: same.answer, trigger: same.trigger, how: 'intent' };
  const open = triggers.filter(({ meanings }) => agree(asked, meanings));
  // Says all of one trigger and more: another question, however close.
  if (open.length === 0 || open.some(({ meanings }) => saysMore(asked, meanings))) return undefined;
  return findByVector(core, siteId, triggers, open, lookUpBy(bot, text));
}

async function findByVector(
  core: Pick<Core, 'db' | 'state'>,
  siteId: string,
  triggers: readonly Trigger[],
  open: readonly Trigger[],
  text: string,
): Promise<Prepared | undefined> {
  const model = embedderOf(core)?.model;
  if (model === undefined) return undefined;
  const near = await closestTriggers(core, siteId, model, stampOf(triggers), () =>
    vectorOfQuestion(core, siteId, text),
  );
  const [best] = near;
  if (!best || best.likeness < LIKENESS) return undefined;
  const other = near.find(({ answerId }) => answerId !== best.answerId)?.likeness ?? ANY;
  if (best.likeness - other < AHEAD || 1 - best.likeness > APART * (1 - other)) return undefined;
  const found = open.find(({ answer, trigger }) => answer.id === best.answerId && trigger === best.trigger);
  return found && { answer: found.answer, trigger: found.trigger, how: 'meaning' };
}

/** Of all answers, as far as they are what they were. */
async function meaningsOfTriggers(
  core: Pick<Core, 'db' | 'state'>,
  siteId: string,
  answers: readonly PredefinedAnswerRow[],
): Promise<Trigger[]> {
  const all = answers.flatMap((answer) => answer.triggers.map((trigger) => ({ answer, trigger })));
  const meanings = await core.state
    .get(STATE, () => new SiteCache<readonly Meanings[]>(KEPT, (kept) => kept.length * WORDS))
    .get(siteId, stampOf(all), () =>
      meaningsOf(
        core,
        all.map(({ trigger }) => trigger),
      ),
    );
  return all.map((one, i) => ({ ...one, meanings: meanings[i] as Meanings }));
}

/** Of a trigger, in all languages, about. */
const WORDS = 12;

const stampOf = (triggers: readonly Pick<Trigger, 'answer' | 'trigger'>[]): string =>
  createHash('sha256')
    .update(JSON.stringify(triggers.map(({ answer, trigger }) => [answer.id, trigger])))
    .digest('hex');
