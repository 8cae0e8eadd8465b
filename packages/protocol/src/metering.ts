/** Token metering: what an end customer may have from the bot, what an answer costs, and the ledger of both. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

const MOST_TOKENS = 1_000_000_000;

export const MeteringSettings = Type.Object({
  start_tokens: Type.Integer({ description: 'What a new account starts with.' }),
  answer_tokens: Type.Integer({ description: "What one answer of the bot's to a user costs." }),
});
export type MeteringSettings = Static<typeof MeteringSettings>;

export const TokenReason = Type.Union([
  Type.Literal('sign_up'),
  Type.Literal('answer'),
  Type.Literal('grant'),
  Type.Literal('correction'),
]);
export type TokenReason = Static<typeof TokenReason>;

export const TokenEntry = Type.Object({
  seq: Type.Integer({ minimum: 1, description: "The entry's place in the account's ledger, from 1, without gaps." }),
  amount: Type.Integer(),
  balance: Type.Integer({ description: 'After this entry: the sum of all up to it.' }),
  reason: TokenReason,
  note: Type.Union([Type.String(), Type.Null()]),
  by: Type.Union([Type.String(), Type.Null()], { description: 'Who of the team granted or corrected.' }),
  created: Type.String(),
});
export type TokenEntry = Static<typeof TokenEntry>;

export const TokenAccount = Type.Object({
  user: Type.String(),
  username: Type.String(),
  name: Type.String(),
  email: Type.String(),
  tokens: Type.Integer(),
  held: Type.Integer({ description: 'For answers that are being given: part of `tokens`, and not to be spent twice.' }),
  joined: Type.String(),
  deactivated: Type.Boolean({ description: 'Whether the customer may not come in.' }),
});
export type TokenAccount = Static<typeof TokenAccount>;

const page = {
  before: Type.Optional(Type.Integer({ minimum: 1 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
};
const entries = {
  entries: Type.Array(TokenEntry),
  next: Type.Union([Type.Integer(), Type.Null()], { description: 'The `before` of the next page.' }),
};
const user = Type.String({ maxLength: 64 });

export const getTokens = command('get_tokens', {
  summary: 'Read the own balance of tokens',
  params: Type.Object({}),
  result: Type.Object({ tokens: Type.Integer(), held: Type.Integer() }),
  who: ['user'],
  http: { method: 'GET', path: '/api/tokens' },
});

export const listTokenEntries = command('list_token_entries', {
  summary: 'Read the own ledger of tokens',
  description: 'Newest first.',
  params: Type.Object(page),
  result: Type.Object(entries),
  who: ['user'],
  http: { method: 'GET', path: '/api/tokens/history' },
});

export const getMetering = command('get_metering', {
  summary: 'Read what answers cost',
  params: Type.Object({}),
  result: Type.Object({ metering: MeteringSettings }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/metering' },
});

export const updateMetering = command('update_metering', {
  summary: 'Change what answers cost',
  description: 'Only the fields that are given change. What was held for answers before costs what it did then.',
  params: Type.Object({
    start_tokens: Type.Optional(Type.Integer({ minimum: 0, maximum: MOST_TOKENS })),
    answer_tokens: Type.Optional(Type.Integer({ minimum: 0, maximum: MOST_TOKENS })),
  }),
  result: Type.Object({ metering: MeteringSettings }),
  who: ['manage_tokens'],
  http: { method: 'PUT', path: '/api/metering' },
});

export const listTokenAccounts = command('list_token_accounts', {
  summary: "List the users' balances",
  description: 'Who joined last stands first. `query` is found in names, usernames and emails.',
  params: Type.Object({
    query: Type.Optional(Type.String({ maxLength: 200 })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  }),
  result: Type.Object({ accounts: Type.Array(TokenAccount), next: Type.Union([Type.String(), Type.Null()]) }),
  who: ['manage_tokens'],
  http: { method: 'GET', path: '/api/token-accounts' },
});

export const getTokenAccount = command('get_token_account', {
  summary: "Read a user's ledger of tokens",
  description: 'Newest first.',
  refusals: ['not_found'],
  params: Type.Object({ user, ...page }),
  result: Type.Object({ account: TokenAccount, ...entries }),
  who: ['manage_tokens'],
  http: { method: 'GET', path: '/api/token-accounts/:user' },
});

export const changeTokens = command('change_tokens', {
  summary: 'Grant tokens, or correct a balance',
  description:
    'A positive `amount` is a grant, a negative one a correction: never below what is held for answers that are being given. Once per `client_id`.',
  refusals: ['not_found', 'conflict'],
  params: Type.Object({
    user,
    amount: Type.Integer({ minimum: -MOST_TOKENS, maximum: MOST_TOKENS }),
    note: Type.Optional(Type.String({ maxLength: 200 })),
    client_id: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  }),
  result: Type.Object({ account: TokenAccount, entry: TokenEntry }),
  who: ['manage_tokens'],
  http: { method: 'POST', path: '/api/token-accounts/:user', status: 201 },
});
