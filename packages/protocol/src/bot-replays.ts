/** Replay: what the bot would answer with the draft to what visitors really asked, beside what it said then. One replay a site, the newest. */
import { type Static, Type } from 'typebox';
import { AnswerKind } from './bot-answers.ts';
import { command } from './command.ts';

/** Questions of one replay: each may ask the model once. */
export const MAX_REPLAYED = 200;

export const BotReplay = Type.Object({
  replay: Type.String(),
  revision: Type.Integer({ description: 'Of the draft that is asked.' }),
  state: Type.Union([
    Type.Literal('queued'),
    Type.Literal('running'),
    Type.Literal('done'),
    Type.Literal('cancelled'),
    Type.Literal('failed'),
  ]),
  total: Type.Integer({ description: 'Questions. Those that are erased or deleted meanwhile are counted no more.' }),
  done: Type.Integer(),
  different: Type.Integer({ description: 'Answers in other words, or by another way.' }),
  regressions: Type.Integer({ description: 'Marked as such: while there is one, the draft is not published.' }),
  by: Type.Union([Type.String(), Type.Null()]),
  created: Type.String(),
  finished: Type.Union([Type.String(), Type.Null()]),
});
export type BotReplay = Static<typeof BotReplay>;

export const Verdict = Type.Union([Type.Literal('regression'), Type.Literal('better'), Type.Literal('same')]);
export type Verdict = Static<typeof Verdict>;

const Told = Type.Object({ answer: Type.String(), kind: AnswerKind });

export const ReplayPair = Type.Object({
  pair: Type.Integer({ minimum: 1 }),
  room: Type.String(),
  seq: Type.Integer({ description: "The question's place in its room." }),
  question: Type.String(),
  before: Told,
  now: Type.Union([Told, Type.Null()], { description: 'Null: not asked yet.' }),
  verdict: Type.Union([Verdict, Type.Null()]),
});
export type ReplayPair = Static<typeof ReplayPair>;

const replay = Type.Object({ replay: Type.Union([BotReplay, Type.Null()], { description: 'Null: there is none.' }) });
const replayId = Type.String({ maxLength: 64 });

export const startBotReplay = command('start_bot_replay', {
  summary: 'Replay real questions against the draft',
  description:
    'Asks the newest questions that the bot answered once more, as a job, and takes the place of the replay before. Questions whose answers were marked as regressions are asked again, and stay marked until they are judged anew. While one runs it is answered with. It may cost as much as the answers did.',
  refusals: ['changed_meanwhile'],
  params: Type.Object({
    questions: Type.Integer({ minimum: 1, maximum: MAX_REPLAYED }),
    revision: Type.Integer({ minimum: 0, description: 'Of the draft, as the caller has seen it.' }),
  }),
  result: replay,
  who: ['manage_bot'],
  http: { method: 'POST', path: '/api/chatbot/replay', status: 202 },
});

export const getBotReplay = command('get_bot_replay', {
  summary: 'Read how far the replay is',
  params: Type.Object({}),
  result: replay,
  who: ['manage_bot'],
  http: { method: 'GET', path: '/api/chatbot/replay' },
});

export const cancelBotReplay = command('cancel_bot_replay', {
  summary: 'Stop the replay',
  description: 'What was answered so far stays.',
  params: Type.Object({}),
  result: replay,
  who: ['manage_bot'],
  http: { method: 'POST', path: '/api/chatbot/replay/cancel' },
});

export const listReplayPairs = command('list_replay_pairs', {
  summary: 'List what was said then and would be now',
  params: Type.Object({
    show: Type.Union([Type.Literal('all'), Type.Literal('different'), Type.Literal('regressions')]),
    after: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
  result: Type.Object({
    pairs: Type.Array(ReplayPair),
    next: Type.Union([Type.Integer(), Type.Null()], { description: 'The `after` of the next page.' }),
  }),
  who: ['manage_bot'],
  http: { method: 'GET', path: '/api/chatbot/replay/pairs' },
});

export const judgeReplayPair = command('judge_replay_pair', {
  summary: 'Judge a replayed answer',
  refusals: ['not_found'],
  params: Type.Object({
    replay: replayId,
    pair: Type.Integer({ minimum: 1 }),
    verdict: Type.Union([Verdict, Type.Null()], { description: 'Null takes it back.' }),
  }),
  result: replay,
  who: ['manage_bot'],
  http: { method: 'PUT', path: '/api/chatbot/replay/pairs/:pair' },
});
