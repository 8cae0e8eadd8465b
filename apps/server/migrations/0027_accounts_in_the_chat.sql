-- Visitors who sign up and in where they talk.

-- Off until the site's owner wants it.
alter table sites add column visitor_accounts boolean not null default false;

-- `visitor`: signed in within the chat. Such a session gives access tokens of a visitor, and has no cookie.
alter table sessions
  drop constraint sessions_audience_check,
  add constraint sessions_audience_check check (audience in ('agent', 'user', 'visitor')),
  add constraint sessions_of_a_site unique (site_id, id);

-- `account`: given to whoever proved to have the account; it ends with that account's session, whatever ended that.
alter table visitor_tokens
  drop constraint visitor_tokens_origin_check,
  add constraint visitor_tokens_origin_check check (origin in ('browser', 'mail', 'identity', 'account')),
  add column session_id uuid,
  add constraint visitor_tokens_session_fkey
    foreign key (site_id, session_id) references sessions (site_id, id) on delete cascade,
  add constraint visitor_tokens_account_has_session check ((origin = 'account') = (session_id is not null));
create index visitor_tokens_session on visitor_tokens (site_id, session_id) where session_id is not null;
