/** API keys: how a program, not a person, speaks for a site. What each scope opens is the table in `scopes.ts`. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

/** An API key begins with it, so that whoever finds one knows what it is. */
export const API_KEY_PREFIX = 'parley_';
/** Keys of one site. */
export const MAX_API_KEYS = 100;

export const Scope = Type.Union(
  [
    Type.Literal('read_rooms'),
    Type.Literal('write_messages'),
    Type.Literal('manage_rooms'),
    Type.Literal('read_knowledge'),
    Type.Literal('manage_knowledge'),
    Type.Literal('read_bot'),
    Type.Literal('manage_bot'),
    Type.Literal('read_site'),
  ],
  { description: 'What a key may do; PROTOCOL.md tells the commands of each.' },
);
export type Scope = Static<typeof Scope>;

export const ApiKey = Type.Object({
  id: Type.String(),
  name: Type.String({ description: 'The author of what is written with the key: visitors see it.' }),
  prefix: Type.String({ description: 'How the key begins, to tell it from others.' }),
  scopes: Type.Array(Scope),
  created: Type.String(),
  created_by: Type.Union([Type.String(), Type.Null()], {
    description: 'The name of who made it; null: the account is gone.',
  }),
  last_used: Type.Union([Type.String(), Type.Null()], { description: 'To the minute; null: not yet.' }),
  expires: Type.Union([Type.String(), Type.Null()], { description: 'Null: it does not by itself.' }),
});
export type ApiKey = Static<typeof ApiKey>;

export const listApiKeys = command('list_api_keys', {
  summary: 'List the API keys',
  description: 'Those that are good, or ran out by themselves; newest first.',
  params: Type.Object({}),
  result: Type.Object({ keys: Type.Array(ApiKey) }),
  who: ['manage_keys'],
  http: { method: 'GET', path: '/api/keys' },
});

export const createApiKey = command('create_api_key', {
  summary: 'Make an API key',
  description: 'Answers with the key itself: this once. A site has at most 100.',
  params: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 40 }),
    scopes: Type.Array(Scope, { minItems: 1, maxItems: 20 }),
    expires_in_days: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 3650, description: 'Without it the key is good until it is revoked.' }),
    ),
  }),
  result: Type.Object({
    key: ApiKey,
    secret: Type.String({ description: 'What goes after `Authorization: Bearer`. It is stored nowhere.' }),
  }),
  who: ['manage_keys'],
  http: { method: 'POST', path: '/api/keys', status: 201 },
});

export const revokeApiKey = command('revoke_api_key', {
  summary: 'Revoke an API key',
  description: 'For good: calls with it are refused at once, and its sockets are closed within 5 seconds.',
  refusals: ['not_found'],
  params: Type.Object({ key: Type.String({ maxLength: 64 }) }),
  result: Type.Object({}),
  who: ['manage_keys'],
  http: { method: 'DELETE', path: '/api/keys/:key' },
});
