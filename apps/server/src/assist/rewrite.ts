/** What an agent has written, in other words or another language. */

import type { ParamsOf, ResultOf, Rewriting, rewriteText } from '@parley/protocol';
import { isBlank } from '@parley/protocol/blank';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { languageIn, rewritten } from './ask.ts';

const HOW: Record<Exclude<Rewriting, 'translate'>, string> = {
  shorter: 'Make it shorter and plainer: keep every fact that the customer needs, drop the rest.',
  friendlier: 'Make it warmer and friendlier, without flattery and without promising anything new.',
  correct: 'Correct spelling, grammar and punctuation, and change nothing else.',
};

export async function rewriteTextVerb(
  core: Core,
  { siteId }: AgentActor,
  { text, how, language }: ParamsOf<typeof rewriteText>,
): Promise<ResultOf<typeof rewriteText>> {
  if (isBlank(text)) throw refuse('empty');
  if (how === 'translate' && language === undefined) throw refuse('invalid', { fields: { language: 'is missing' } });
  const task = how === 'translate' ? `Translate it into ${languageIn(language as string)}.` : HOW[how];
  const instructions = `You edit a message that a support agent is about to send to a customer. ${task}${
    how === 'translate' ? '' : ' Write in the language in which it is written.'
  }`;
  return { text: await rewritten(core, siteId, instructions, text) };
}
