/** Wires the bot: its settings and predefined answers, and the job that answers visitors. */
import {
  chat,
  chatHistory,
  createAnswer,
  deleteAnswer,
  getBot,
  listAnswers,
  updateAnswer,
  updateBot,
} from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { ANSWER, answerJob, askForAnswers } from './answer-job.ts';
import { createAnswerVerb, deleteAnswerVerb, listAnswersVerb, updateAnswerVerb } from './answers.ts';
import { recordAnswers } from './basis.ts';
import { chatHistoryVerb, chatVerb } from './chat.ts';
import { getBotVerb, updateBotVerb } from './settings.ts';

export const bot: Feature = {
  name: 'bot',
  handlers: [
    handle(chat, chatVerb),
    handle(chatHistory, chatHistoryVerb),
    handle(getBot, getBotVerb),
    handle(updateBot, updateBotVerb),
    handle(listAnswers, listAnswersVerb),
    handle(createAnswer, createAnswerVerb),
    handle(updateAnswer, updateAnswerVerb),
    handle(deleteAnswer, deleteAnswerVerb),
  ],
  tasks: { [ANSWER]: answerJob },
  wire: ({ events }) => {
    askForAnswers(events);
    recordAnswers(events);
  },
};
