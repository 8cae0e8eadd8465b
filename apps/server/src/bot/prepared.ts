/** Finds the predefined answer for a visitor's words: for the bot, and for what is suggested to agents. */
import type { Core } from '../core/core.ts';
import { type Asking, findByIntent } from './intents/find-by-intent.ts';
import { findPredefined, type Prepared } from './predefined.ts';
import type { SmallTalk } from './small-talk.ts';
import type { PredefinedAnswerRow } from './tables.ts';

/** Word for word, else in other words for the same. A greeting or a goodbye (`talk`) asks for nothing, however it is worded. */
export async function findPrepared(
  core: Pick<Core, 'db' | 'state'>,
  asking: Asking,
  answers: readonly PredefinedAnswerRow[],
  text: string,
  talk: SmallTalk | undefined,
): Promise<Prepared | undefined> {
  const said = findPredefined(answers, text);
  return said ?? (talk ? undefined : findByIntent(core, asking, answers, text));
}
