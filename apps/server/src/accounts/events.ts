/** What accounts tell other features, inside the transaction. */
import { defineEvent } from '../core/events.ts';

/** A person was invited to a site, or once more: a link to choose a password is due. */
export const agentInvited = defineEvent<{
  readonly siteId: string;
  readonly accountId: string;
  /** The display name of who invited. */
  readonly invitedBy: string;
}>('agent_invited');

/** An account became a user of a site: `visitorId` is to be one of its visitors, if it is not yet. */
export const userJoined = defineEvent<{
  readonly siteId: string;
  readonly accountId: string;
  readonly visitorId: string;
  /** The display name. */
  readonly name: string;
}>('user_joined');
/** Another address of the account counts, or the same one as proven. `after`: to be done once it is committed. */
export const addressProven = defineEvent<{ readonly accountId: string; readonly after: (() => void)[] }>(
  'address_proven',
);
/** Somebody is on a site's team no more, or may not come in for now. */
export const agentLeft = defineEvent<{ readonly siteId: string; readonly accountId: string }>('agent_left');

/** Somebody asked for a link for this address; whether an account has it was not looked at. */
export const passwordResetRequested = defineEvent<{ readonly email: string }>('password_reset_requested');

/** What a person may read of itself. Names in snake_case, as JSON has them. */
export type Described = Readonly<Record<string, string | number | boolean | null>>;

export interface AccountAsked {
  readonly accountId: string;
  /** The visitor that it is in that site; null: as whatever it is. */
  readonly visitorId: string | null;
  /** As far as one site holds it; null: all. */
  readonly siteId: string | null;
  readonly add: (section: string, rows: readonly Described[]) => void;
}

/** Everything that is kept about an account is asked for: whoever keeps something of it adds that, without secrets and without others. */
export const accountDescribed = defineEvent<AccountAsked>('account_described');

/** What an account's owner is to know, or asked a mail for. `email`: where to, if not to the account's own address. */
export const accountNews = defineEvent<{
  readonly accountId: string;
  readonly news:
    | 'password_changed'
    | 'verify_email'
    | 'change_email'
    | 'email_changed'
    | 'deactivate'
    | 'deactivated'
    | 'delete_account';
  readonly email?: string;
}>('account_news');
