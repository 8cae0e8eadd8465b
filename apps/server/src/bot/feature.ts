/** Wires the bot: its settings and predefined answers, and the job that answers visitors. */
import { createAnswer, deleteAnswer, getBot, listAnswers, updateAnswer, updateBot } from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { ANSWER, answerJob, askForAnswers } from './answer-job.ts';
import { createAnswerVerb, deleteAnswerVerb, listAnswersVerb, updateAnswerVerb } from './answers.ts';
import { getBotVerb, updateBotVerb } from './settings.ts';

export const bot: Feature = {
  name: 'bot',
  handlers: [
    handle(getBot, getBotVerb),
    handle(updateBot, updateBotVerb),
    handle(listAnswers, listAnswersVerb),
    handle(createAnswer, createAnswerVerb),
    handle(updateAnswer, updateAnswerVerb),
    handle(deleteAnswer, deleteAnswerVerb),
  ],
  tasks: { [ANSWER]: answerJob },
  wire: (core) => askForAnswers(core.events),
};
