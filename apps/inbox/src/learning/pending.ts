/** The questions for which an article is being written: settled once it is saved. For the page's life; a reload forgets them, and they stay open. */
import type { CommandParams } from '@parley/protocol';

type Questions = CommandParams<'settle_questions'>['questions'];

let waiting: Questions = [];

export const writingFor = (questions: Questions): void => {
  waiting = questions;
};

/** And forgets them. */
export function takeWaiting(): Questions {
  const taken = waiting;
  waiting = [];
  return taken;
}
