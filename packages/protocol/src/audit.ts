/** The audit log: what people did to a site and its team, as whoever manages the site may look it up. Never what was said in a conversation. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

/** The closed list, by feature. A feature that does something new adds its name here and its words to the inbox's page. */
export const AUDIT_ACTIONS = [
  // accounts
  'agent_invited',
  'signed_in',
  'sign_in_refused',
  'sessions_ended',
  'password_changed',
  'password_reset',
  'account_deactivated',
  'account_deleted',
  'two_factor_on',
  'two_factor_off',
  'two_factor_reset',
  // team
  'invitation_withdrawn',
  'role_changed',
  'ownership_transferred',
  'ownership_shared',
  'agent_removed',
  'agent_deactivated',
  'agent_reactivated',
  'password_reset_sent',
  // teams
  'team_created',
  'team_renamed',
  'team_member_added',
  'team_member_removed',
  'team_deleted',
  // labels
  'label_created',
  'label_changed',
  'label_deleted',
  // sites
  'site_changed',
  // keys
  'api_key_created',
  'api_key_revoked',
  // identity
  'identity_secret_made',
  'identity_secret_ended',
  // blocks
  'visitor_blocked',
  'addresses_blocked',
  'block_lifted',
  // rooms
  'message_redacted',
  // privacy
  'person_erased',
  'person_exported',
  // metering
  'metering_changed',
  'tokens_changed',
  // users
  'user_deactivated',
  'user_reactivated',
  'user_password_reset_sent',
  'user_two_factor_reset',
  // knowledge
  'article_created',
  'article_changed',
  'article_deleted',
  'article_detached',
  'source_added',
  'source_changed',
  'source_deleted',
  'import_started',
  'import_cancelled',
  // learning
  'correction_sent',
  // bot
  'bot_changed',
  'bot_limits_changed',
  'bot_rolled_back',
  'bot_published_in_spite',
  'answer_created',
  'answer_changed',
  'answer_deleted',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Closed, so that no words of a conversation and no secret can stand here. */
export const AuditDetails = Type.Object({
  from: Type.Optional(Type.String({ description: 'What it was before: a role, a state.' })),
  to: Type.Optional(Type.String({ description: 'What it is now.' })),
  email: Type.Optional(Type.String({ description: 'Masked.' })),
  fields: Type.Optional(Type.Array(Type.String(), { description: 'Names of the settings that changed.' })),
  count: Type.Optional(Type.Integer()),
});
export type AuditDetails = Static<typeof AuditDetails>;

export const AuditEntry = Type.Object({
  id: Type.String(),
  at: Type.String(),
  actor: Type.Object(
    {
      kind: Type.String(),
      id: Type.Union([Type.String(), Type.Null()]),
      name: Type.Union([Type.String(), Type.Null()]),
    },
    { description: 'No `id` and no `name`: the program did it by itself. No `name` alone: the account is gone.' },
  ),
  action: Type.String(),
  subject: Type.Union([
    Type.Object({
      kind: Type.String(),
      id: Type.String(),
      name: Type.Union([Type.String(), Type.Null()]),
    }),
    Type.Null(),
  ]),
  details: AuditDetails,
  address: Type.Union([Type.String(), Type.Null()], {
    description: 'The network that it came from, without the part that tells one machine.',
  }),
});
export type AuditEntry = Static<typeof AuditEntry>;

export const listAudit = command('list_audit', {
  summary: 'List what people did to the site',
  description:
    'Newest first. `actor` is an id, or `system`. `since` is inclusive and `until` exclusive, both ISO 8601.',
  params: Type.Object({
    actor: Type.Optional(Type.String({ maxLength: 64 })),
    action: Type.Optional(Type.String({ maxLength: 64 })),
    since: Type.Optional(Type.String({ maxLength: 40 })),
    until: Type.Optional(Type.String({ maxLength: 40 })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  result: Type.Object({ entries: Type.Array(AuditEntry), next: Type.Union([Type.String(), Type.Null()]) }),
  who: ['read_audit'],
  http: { method: 'GET', path: '/api/audit' },
});
