/** Signed identity: how a site vouches for its own signed-in user, and the secrets that it signs with. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

export const PlainIdentity = Type.Object({
  user_id: Type.String({ minLength: 1, maxLength: 200 }),
  at: Type.Integer({ description: 'Unix seconds: when it was signed.' }),
  hmac: Type.String({ maxLength: 64, description: 'HMAC-SHA256 of `<at>.<user_id>` in hex.' }),
});
export type PlainIdentity = Static<typeof PlainIdentity>;

export const Identity = Type.Union(
  [Type.String({ maxLength: 4_096, description: 'A JWT, signed with HS256, with `sub` and `exp`.' }), PlainIdentity],
  { description: "The site's signed word for who its user is." },
);
export type Identity = Static<typeof Identity>;

/** A secret as it is listed: never the secret itself. */
export const IdentitySecret = Type.Object({
  id: Type.String(),
  hint: Type.String({ description: 'Its last four characters.' }),
  created: Type.String(),
  last_used: Type.Union([Type.String(), Type.Null()]),
  ends: Type.Union([Type.String(), Type.Null()], {
    description: 'ISO 8601: since a newer one was made; null for the newest.',
  }),
});
export type IdentitySecret = Static<typeof IdentitySecret>;

export const listIdentitySecrets = command('list_identity_secrets', {
  summary: 'List the secrets that identities are signed with',
  description: 'Those that count now, the newest first, without the secrets themselves.',
  params: Type.Object({}),
  result: Type.Object({ secrets: Type.Array(IdentitySecret) }),
  who: ['manage_site'],
  http: { method: 'GET', path: '/api/identity/secrets' },
});

export const createIdentitySecret = command('create_identity_secret', {
  summary: 'Make a secret to sign identities with',
  description:
    'This answer is the only one that tells it. The one before goes on for `overlap_hours` (24), so that servers can change over. At most five count at a time.',
  params: Type.Object({ overlap_hours: Type.Optional(Type.Integer({ minimum: 0, maximum: 168 })) }),
  result: Type.Object({ secret: Type.String(), secrets: Type.Array(IdentitySecret) }),
  who: ['manage_site'],
  http: { method: 'POST', path: '/api/identity/secrets', status: 201 },
});

export const deleteIdentitySecret = command('delete_identity_secret', {
  summary: 'End a secret',
  description: 'From now on nothing that was signed with it counts.',
  refusals: ['not_found'],
  params: Type.Object({ secret: Type.String({ maxLength: 64 }) }),
  result: Type.Object({ secrets: Type.Array(IdentitySecret) }),
  who: ['manage_site'],
  http: { method: 'DELETE', path: '/api/identity/secrets/:secret' },
});

export const checkIdentity = command('check_identity', {
  summary: 'Try an identity out',
  description: 'Says what a session call would say to it. It is not used up by that.',
  params: Type.Object({ identity: Identity }),
  result: Type.Object({
    problem: Type.Union([Type.String(), Type.Null()], {
      description: 'Null: it counts. Otherwise why it does not, in a sentence.',
    }),
    user_id: Type.Union([Type.String(), Type.Null()]),
    name: Type.Union([Type.String(), Type.Null()]),
    email: Type.Union([Type.String(), Type.Null()]),
    expires: Type.Union([Type.String(), Type.Null()], { description: 'ISO 8601.' }),
  }),
  who: ['manage_site'],
  http: { method: 'POST', path: '/api/identity/check' },
});
