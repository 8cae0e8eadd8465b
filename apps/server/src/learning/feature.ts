/** Wires what is learned from conversations: open questions, articles made of answers, corrections. The bot keeps what it told; nothing here is kept beside. */
import { draftArticle, listTold, listTopics, sendCorrection, settleQuestions } from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { sendCorrectionVerb } from './correct.ts';
import { draftArticleVerb } from './draft-article.ts';
import { listTopicsVerb, settleQuestionsVerb } from './questions.ts';
import { listToldVerb } from './told.ts';

export const learning: Feature = {
  name: 'learning',
  handlers: [
    handle(listTopics, listTopicsVerb),
    handle(settleQuestions, settleQuestionsVerb),
    handle(draftArticle, draftArticleVerb),
    handle(listTold, listToldVerb),
    handle(sendCorrection, sendCorrectionVerb),
  ],
};
