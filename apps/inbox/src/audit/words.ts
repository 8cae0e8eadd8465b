/** What an entry of the audit log says, in a sentence and a line of details. What is not known here is shown as it is. */
import type { AuditEntry } from '@parley/protocol';

/** After the name of who did it; `whom` is the subject's. */
const SENTENCES: Readonly<Record<string, (whom: string) => string>> = {
  agent_invited: (whom) => `invited ${whom}`,
  invitation_withdrawn: () => 'withdrew an invitation',
  role_changed: (whom) => `changed the role of ${whom}`,
  ownership_transferred: (whom) => `handed the site over to ${whom}`,
  ownership_shared: (whom) => `made ${whom} an owner too`,
  agent_removed: (whom) => `removed ${whom} from the team`,
  agent_deactivated: (whom) => `deactivated ${whom}`,
  agent_reactivated: (whom) => `let ${whom} in again`,
  password_reset_sent: (whom) => `had a link to a new password mailed to ${whom}`,
  team_created: (whom) => `made the team ${whom}`,
  team_renamed: (whom) => `renamed the team ${whom}`,
  team_member_added: (whom) => `put ${whom} into a team`,
  team_member_removed: (whom) => `took ${whom} out of a team`,
  team_deleted: (whom) => `deleted the team ${whom}`,
  label_created: (whom) => `made the label ${whom}`,
  label_changed: (whom) => `changed the label ${whom}`,
  label_deleted: (whom) => `deleted the label ${whom}`,
  correction_sent: (whom) => `sent a correction of the article ${whom}`,
  signed_in: () => 'signed in',
  sign_in_refused: (whom) => `gave a wrong code for the second step when signing in as ${whom}`,
  sessions_ended: () => 'signed out of other browsers',
  password_changed: () => 'changed the own password',
  password_reset: () => 'chose a new password by a mailed link',
  two_factor_on: () => 'turned on two-step sign-in',
  two_factor_off: () => 'turned off two-step sign-in',
  two_factor_reset: (whom) => `reset two-step sign-in of ${whom}`,
  site_changed: () => 'changed the settings of the site',
  message_redacted: (whom) => `deleted a message in ${whom}`,
  account_deactivated: () => 'deactivated the own account',
  account_deleted: () => 'deleted the own account',
  visitor_blocked: (whom) => `blocked ${whom}`,
  addresses_blocked: (whom) => `blocked the addresses ${whom}`,
  block_lifted: (whom) => `lifted the block of ${whom}`,
  person_exported: (whom) => `had all about ${whom} exported`,
  person_erased: (whom) => `had ${whom} erased`,
  identity_secret_made: () => 'made a secret for signed identities',
  identity_secret_ended: () => 'ended a secret for signed identities',
  api_key_created: (whom) => `created the API key ${whom}`,
  api_key_revoked: (whom) => `revoked the API key ${whom}`,
  metering_changed: () => 'changed the metering of tokens',
  user_deactivated: (whom) => `deactivated the customer ${whom}`,
  user_reactivated: (whom) => `let the customer ${whom} in again`,
  user_two_factor_reset: (whom) => `reset two-step sign-in of the customer ${whom}`,
  user_password_reset_sent: (whom) => `had a link to a new password mailed to the customer ${whom}`,
  tokens_changed: (whom) => `changed the tokens of ${whom}`,
  article_created: (whom) => `wrote the article ${whom}`,
  article_changed: (whom) => `changed the article ${whom}`,
  article_deleted: (whom) => `deleted the article ${whom}`,
  article_detached: (whom) => `took the article ${whom} out of its source`,
  source_added: (whom) => `added the source ${whom}`,
  source_changed: (whom) => `changed the source ${whom}`,
  source_deleted: (whom) => `deleted the source ${whom} with its articles`,
  import_started: (whom) => `had the source ${whom} imported`,
  import_cancelled: (whom) => `cancelled the import of ${whom}`,
  bot_limits_changed: () => 'changed what the model may cost',
  bot_changed: () => 'published new settings of the bot',
  bot_published_in_spite: () => 'published the bot in spite of marked regressions',
  bot_rolled_back: () => 'went back to an earlier version of the bot',
  answer_created: (whom) => `wrote the answer ${whom}`,
  answer_changed: (whom) => `changed the answer ${whom}`,
  answer_deleted: (whom) => `deleted the answer ${whom}`,
};

export const KNOWN_ACTIONS: readonly string[] = Object.keys(SENTENCES);

/** For the filter: "Role changed". */
export const actionName = (action: string): string => {
  const words = action.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export function actorName({ kind, id, name }: AuditEntry['actor']): string {
  if (name) return name;
  if (kind === 'system') return 'Parley itself';
  if (kind === 'visitor') return id ? `Visitor ${id.slice(-6)}` : 'A visitor';
  return kind === 'nobody' ? 'Somebody who was not signed in' : 'Somebody whose account is gone';
}

function subjectName({ subject, details }: AuditEntry): string {
  if (!subject) return details.email ?? '';
  if (subject.kind === 'room') return `the conversation ${subject.id.slice(-6)}`;
  if (subject.kind === 'visitor') return `the visitor ${subject.id.slice(-6)}`;
  if (subject.kind === 'agent') return subject.name ?? details.email ?? 'somebody whose account is gone';
  return subject.name ? `“${subject.name}”` : subject.id;
}

export function sentence(entry: AuditEntry): string {
  const whom = subjectName(entry);
  return SENTENCES[entry.action]?.(whom) ?? [actionName(entry.action), whom].filter(Boolean).join(': ');
}

/** What a setting is called where its name on the wire says it badly. */
const FIELDS: Readonly<Record<string, string>> = {
  day_micros: 'limit of a day',
  month_micros: 'limit of a month',
  visitor_day_micros: 'limit of one visitor a day',
  start_tokens: 'tokens to begin with',
  answer_tokens: 'tokens for an answer',
  auto: 'put on by the bot',
  color: 'colour',
  accent: 'colour',
};

/** "agent → admin · m***@team.test"; empty when there is nothing more to say. */
export function detailsLine({ details: { from, to, email, fields, count } }: AuditEntry): string {
  return [
    from && to ? `${from} → ${to}` : (to ?? from),
    email,
    fields?.map((field) => FIELDS[field] ?? field.replaceAll('_', ' ')).join(', '),
    count === undefined ? undefined : String(count),
  ]
    .filter(Boolean)
    .join(' · ');
}
