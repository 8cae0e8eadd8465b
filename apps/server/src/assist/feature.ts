/**
 * Wires what helps an agent: with answering, of which nothing is stored or sent before it is the agent's own message, and with
 * labels that the bot puts on.
 */
import { draftReply, rewriteText, suggestReplies, translateMessages } from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { roomsChanged } from '../rooms/events.ts';
import { visitorForgotten } from '../visitors/events.ts';
import { AUTO_LABEL, autoLabel, forgetReadings, wantLabels } from './auto-label.ts';
import { draftReplyVerb } from './draft-reply.ts';
import { rewriteTextVerb } from './rewrite.ts';
import { suggestRepliesVerb } from './suggest.ts';
import { translateMessagesVerb } from './translate.ts';

export const assist: Feature = {
  name: 'assist',
  handlers: [
    handle(suggestReplies, suggestRepliesVerb),
    handle(draftReply, draftReplyVerb),
    handle(rewriteText, rewriteTextVerb),
    handle(translateMessages, translateMessagesVerb),
  ],
  tasks: { [AUTO_LABEL]: autoLabel },
  wire: ({ events, config }) => {
    if (config.openai) events.on(roomsChanged, wantLabels);
    events.on(visitorForgotten, forgetReadings);
  },
};
