/** How a bot is changed without fear: one draft a site, published as numbered versions that can be compared and brought back. */
import { type Static, Type } from 'typebox';
import { BotChoices } from './bot-choices.ts';
import { command } from './command.ts';

const nameOrNull = (description: string) => Type.Union([Type.String(), Type.Null()], { description });
const fields = Type.Array(Type.String(), { description: 'Names of settings.' });

export const BotDraft = Type.Object({
  settings: BotChoices,
  revision: Type.Integer({ description: 'Rises with every change of the draft; 0: nobody has begun one.' }),
  version: Type.Integer({ description: 'Of the published settings, on top of which the draft lies.' }),
  changed: fields,
  changed_by: nameOrNull('Who changed it last; null: nobody, or the account is gone.'),
  changed_at: Type.Union([Type.String(), Type.Null()]),
});
export type BotDraft = Static<typeof BotDraft>;

export const BotVersion = Type.Object({
  version: Type.Integer({ minimum: 1 }),
  published: Type.String(),
  by: nameOrNull('Who published it; null: the program by itself, or the account is gone.'),
  note: Type.String(),
  changed: fields,
  restores: Type.Union([Type.Integer(), Type.Null()], { description: 'The version that it brought back.' }),
  in_spite: Type.Union([Type.String(), Type.Null()], {
    description: 'Why an owner published it with regressions that were marked.',
  }),
});
export type BotVersion = Static<typeof BotVersion>;

const revision = Type.Integer({ minimum: 0, description: 'The one that the caller has seen.' });
const seen = Type.Integer({ minimum: 1, description: 'The published version that the caller has seen.' });
const note = Type.Optional(Type.String({ maxLength: 200 }));
const draft = Type.Object({ draft: BotDraft });

export const getBotDraft = command('get_bot_draft', {
  summary: "Read the draft of the bot's settings",
  description: 'Where nobody has begun one it equals what is published.',
  params: Type.Object({}),
  result: draft,
  who: ['agent'],
  http: { method: 'GET', path: '/api/chatbot/draft' },
});

export const saveBotDraft = command('save_bot_draft', {
  summary: "Change the draft of the bot's settings",
  description:
    'Only the fields that are given change. A field that is as published is no change, so sending all that is published gives the draft up. Visitors notice nothing.',
  refusals: ['changed_meanwhile'],
  params: Type.Object({ revision, settings: Type.Partial(BotChoices) }),
  result: draft,
  who: ['change_bot'],
  http: { method: 'PUT', path: '/api/chatbot/draft' },
});

export const publishBot = command('publish_bot', {
  summary: 'Publish the draft',
  description: 'It is the next version, and answers from then on run on it.',
  refusals: ['changed_meanwhile', 'regressions_open'],
  params: Type.Object({
    revision,
    version: seen,
    note,
    in_spite: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'Why regressions that were marked do not matter: owners alone.',
      }),
    ),
  }),
  result: draft,
  who: ['change_bot'],
  http: { method: 'POST', path: '/api/chatbot/publish' },
});

export const listBotVersions = command('list_bot_versions', {
  summary: 'List the published versions',
  description: 'Newest first; the first one is in force.',
  params: Type.Object({
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  }),
  result: Type.Object({
    versions: Type.Array(BotVersion),
    next: Type.Union([Type.Integer(), Type.Null()], { description: 'The `before` of the next page.' }),
  }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/chatbot/versions' },
});

export const getBotVersion = command('get_bot_version', {
  summary: 'Read a published version',
  refusals: ['not_found'],
  params: Type.Object({ version: Type.Integer({ minimum: 1 }) }),
  result: Type.Object({
    version: BotVersion,
    settings: BotChoices,
    before: Type.Union([BotChoices, Type.Null()], { description: 'The settings of the version before it.' }),
  }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/chatbot/versions/:version' },
});

export const rollBackBot = command('roll_back_bot', {
  summary: 'Publish an earlier version again',
  description: 'As a new version: no version is ever changed or lost. The draft stays, on top of it.',
  refusals: ['not_found', 'changed_meanwhile'],
  params: Type.Object({
    restore: Type.Integer({ minimum: 1, description: 'The earlier version.' }),
    version: seen,
    note,
  }),
  result: draft,
  who: ['change_bot'],
  http: { method: 'POST', path: '/api/chatbot/roll-back' },
});
