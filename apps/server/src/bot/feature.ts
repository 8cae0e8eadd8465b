/** Wires the bot: its settings, their draft and versions, its predefined answers, and the job that answers visitors. */
import {
  cancelBotReplay,
  chat,
  chatHistory,
  createAnswer,
  deleteAnswer,
  getBot,
  getBotDraft,
  getBotReplay,
  getBotVersion,
  judgeReplayPair,
  listAnswers,
  listBotVersions,
  listReplayPairs,
  publishBot,
  rollBackBot,
  saveBotDraft,
  startBotReplay,
  tryBot,
  updateAnswer,
  updateBot,
} from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { ANSWER, answerJob, askForAnswers } from './answer-job.ts';
import { createAnswerVerb, deleteAnswerVerb, listAnswersVerb, updateAnswerVerb } from './answers.ts';
import { recordAnswers } from './basis.ts';
import { chatHistoryVerb, chatVerb } from './chat.ts';
import { getBotDraftVerb, publishBotVerb, saveBotDraftVerb } from './draft.ts';
import {
  cancelBotReplayVerb,
  getBotReplayVerb,
  judgeReplayPairVerb,
  listReplayPairsVerb,
  REPLAY_BOT,
  startBotReplayVerb,
} from './replay.ts';
import { keepReplaysHonest, replayBot } from './replay-job.ts';
import { getBotVerb, updateBotVerb } from './settings.ts';
import { tryBotVerb } from './trial.ts';
import { getBotVersionVerb, listBotVersionsVerb, rollBackBotVerb } from './versions.ts';

export const bot: Feature = {
  name: 'bot',
  handlers: [
    handle(chat, chatVerb),
    handle(chatHistory, chatHistoryVerb),
    handle(getBot, getBotVerb),
    handle(updateBot, updateBotVerb),
    handle(getBotDraft, getBotDraftVerb),
    handle(saveBotDraft, saveBotDraftVerb),
    handle(publishBot, publishBotVerb),
    handle(listBotVersions, listBotVersionsVerb),
    handle(getBotVersion, getBotVersionVerb),
    handle(rollBackBot, rollBackBotVerb),
    handle(tryBot, tryBotVerb),
    handle(startBotReplay, startBotReplayVerb),
    handle(getBotReplay, getBotReplayVerb),
    handle(cancelBotReplay, cancelBotReplayVerb),
    handle(listReplayPairs, listReplayPairsVerb),
    handle(judgeReplayPair, judgeReplayPairVerb),
    handle(listAnswers, listAnswersVerb),
    handle(createAnswer, createAnswerVerb),
    handle(updateAnswer, updateAnswerVerb),
    handle(deleteAnswer, deleteAnswerVerb),
  ],
  tasks: { [ANSWER]: answerJob, [REPLAY_BOT]: replayBot },
  wire: ({ events }) => {
    askForAnswers(events);
    recordAnswers(events);
    keepReplaysHonest(events);
  },
};
