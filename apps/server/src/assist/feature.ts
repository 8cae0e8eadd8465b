/** Wires what helps an agent to answer. It stores nothing and sends nothing: what comes of it is the agent's own message. */
import { rewriteText, suggestReplies, translateMessages } from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { rewriteTextVerb } from './rewrite.ts';
import { suggestRepliesVerb } from './suggest.ts';
import { translateMessagesVerb } from './translate.ts';

export const assist: Feature = {
  name: 'assist',
  handlers: [
    handle(suggestReplies, suggestRepliesVerb),
    handle(rewriteText, rewriteTextVerb),
    handle(translateMessages, translateMessagesVerb),
  ],
};
