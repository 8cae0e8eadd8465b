/** Wires the bot: its settings, their draft and versions, its predefined answers, and the job that answers visitors. */
import {
  addBotAvatar,
  cancelBotReplay,
  chat,
  chatHistory,
  createAnswer,
  deleteAnswer,
  explainAnswers,
  getBot,
  getBotDraft,
  getBotReplay,
  getBotSpending,
  getBotVersion,
  getHandOver,
  judgeReplayPair,
  listAnswers,
  listBotVersions,
  listReplayPairs,
  publishBot,
  rateAnswer,
  rollBackBot,
  saveBotDraft,
  startBotReplay,
  suggest,
  tryBot,
  updateAnswer,
  updateBot,
  updateBotLimits,
} from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { messagesAppended, roomsChanged } from '../rooms/events.ts';
import { visitorDescribed, visitorForgotten } from '../visitors/events.ts';
import { ANSWER, answerJob, askForAnswers } from './answer-job.ts';
import { createAnswerVerb, deleteAnswerVerb, listAnswersVerb, updateAnswerVerb } from './answers.ts';
import { addBotAvatarVerb, registerAvatars } from './avatar.ts';
import { recordAnswers } from './basis.ts';
import { chatHistoryVerb, chatVerb } from './chat.ts';
import { describeAnswers } from './describe.ts';
import { getBotDraftVerb, publishBotVerb, saveBotDraftVerb } from './draft.ts';
import { offerVectors } from './embedder.ts';
import { explainAnswersVerb } from './explain.ts';
import { getHandOverVerb } from './hand-over.ts';
import { beginEmbeddingTriggers, EMBED_TRIGGERS, embedTriggers } from './intents/trigger-vectors.ts';
import { sayWhenPeopleAnswer } from './pass-on.ts';
import { rateAnswerVerb } from './rate.ts';
import {
  cancelBotReplayVerb,
  getBotReplayVerb,
  judgeReplayPairVerb,
  listReplayPairsVerb,
  REPLAY_BOT,
  startBotReplayVerb,
} from './replay.ts';
import { keepReplaysHonest, replayBot } from './replay-job.ts';
import { forgetQuestions } from './said-before.ts';
import { getBotVerb, updateBotVerb } from './settings.ts';
import { getBotSpendingVerb, updateBotLimitsVerb } from './spending.ts';
import { suggestVerb } from './suggestions.ts';
import { dropSummaries, forgetSummaries, SUMMARISE, summarise, wantSummaries } from './summary.ts';
import { tryBotVerb } from './trial.ts';
import { getBotVersionVerb, listBotVersionsVerb, rollBackBotVerb } from './versions.ts';

export const bot: Feature = {
  name: 'bot',
  handlers: [
    handle(chat, chatVerb),
    handle(chatHistory, chatHistoryVerb),
    handle(getBotSpending, getBotSpendingVerb),
    handle(updateBotLimits, updateBotLimitsVerb),
    handle(rateAnswer, rateAnswerVerb),
    handle(suggest, suggestVerb),
    handle(explainAnswers, explainAnswersVerb),
    handle(getHandOver, getHandOverVerb),
    handle(getBot, getBotVerb),
    handle(updateBot, updateBotVerb),
    handle(getBotDraft, getBotDraftVerb),
    handle(saveBotDraft, saveBotDraftVerb),
    handle(publishBot, publishBotVerb),
    handle(listBotVersions, listBotVersionsVerb),
    handle(getBotVersion, getBotVersionVerb),
    handle(rollBackBot, rollBackBotVerb),
    handle(addBotAvatar, addBotAvatarVerb),
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
  tasks: {
    [ANSWER]: answerJob,
    [REPLAY_BOT]: replayBot,
    [SUMMARISE]: summarise,
    [EMBED_TRIGGERS]: embedTriggers,
  },
  start: (core) => {
    beginEmbeddingTriggers(core);
    return undefined;
  },
  waitingTasks: [ANSWER],
  routes: registerAvatars,
  wire: (core) => {
    const { events, config } = core;
    offerVectors(core);
    askForAnswers(events);
    recordAnswers(events);
    keepReplaysHonest(events);
    sayWhenPeopleAnswer(core);
    if (config.openai) events.on(roomsChanged, wantSummaries);
    events.on(messagesAppended, dropSummaries);
    events.on(visitorForgotten, forgetSummaries);
    events.on(visitorForgotten, forgetQuestions);
    events.on(visitorDescribed, describeAnswers);
  },
};
