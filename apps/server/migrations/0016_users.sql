-- End customers with an account of a site. Each is one of the site's visitors, so that rooms, the log and mails are as ever.
create table users (
  site_id uuid not null references sites (id) on delete cascade,
  account_id uuid not null references accounts (id) on delete cascade,
  visitor_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (site_id, account_id),
  unique (site_id, visitor_id),
  -- Who signs up without having been here becomes a visitor in the same transaction.
  foreign key (site_id, visitor_id) references visitors (site_id, id) on delete cascade deferrable initially deferred
);
create index users_account on users (account_id);

-- `email` is proven: whoever has the account has read mail there. `claimed_email` is only said, by as many accounts as
-- like to; nothing is granted for it. Who signs up has the one without the other.
alter table accounts
  alter column email drop not null,
  add column claimed_email citext,
  add constraint accounts_some_email check (email is not null or claimed_email is not null);
create index accounts_claimed_email on accounts (claimed_email, created_at) where claimed_email is not null;

-- As what somebody signed in: a session of a user never gives a token of an agent.
alter table sessions add column audience text not null default 'agent' check (audience in ('agent', 'user'));
