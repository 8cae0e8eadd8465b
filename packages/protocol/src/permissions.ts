/** The one table of roles and what each may do. The server authorises by it, and tells the inbox what to hide (`Me.permissions`). */
import { type Static, Type } from 'typebox';

export const AgentRole = Type.Union([Type.Literal('owner'), Type.Literal('admin'), Type.Literal('agent')]);
export type AgentRole = Static<typeof AgentRole>;

/** What an agent needs beyond being one, and who has it. Reading settings and answering visitors need nothing more. */
export const PERMISSIONS = {
  manage_site: ['owner', 'admin'],
  /** Its name, words and instructions. Older clients' agents do so too. */
  change_bot: ['owner', 'admin', 'agent'],
  /** Answers that it says word for word. */
  manage_bot: ['owner', 'admin'],
  /** Publishing what was marked as a regression, with a reason. */
  override_regressions: ['owner'],
  manage_knowledge: ['owner', 'admin'],
  /** Invitations, roles, teams, passwords; never those of an owner. */
  manage_team: ['owner', 'admin'],
  /** Owners' own roles and access. */
  manage_owners: ['owner'],
  /** Which labels there are; putting them on needs nothing. */
  manage_labels: ['owner', 'admin'],
  /** Other people's words; one's own need nothing. */
  redact_messages: ['owner', 'admin'],
  /** Giving out and forgetting what is kept about a person. */
  manage_privacy: ['owner', 'admin'],
  /** API keys: what programs may do for the site. */
  manage_keys: ['owner', 'admin'],
  /** What answers cost, and users' balances. */
  manage_tokens: ['owner', 'admin'],
  /** End customers' accounts: who may come in. */
  manage_users: ['owner', 'admin'],
  read_audit: ['owner', 'admin'],
} as const satisfies Record<string, readonly AgentRole[]>;

export type Permission = keyof typeof PERMISSIONS;

export const isPermission = (name: string): name is Permission => Object.hasOwn(PERMISSIONS, name);

export const roleMay = (role: AgentRole, permission: Permission): boolean =>
  (PERMISSIONS[permission] as readonly AgentRole[]).includes(role);

/** In the table's order. */
export const permissionsOf = (role: AgentRole): Permission[] =>
  (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => roleMay(role, permission));
